import { describe, expect, it } from 'vitest';
import { readTarget } from './target.ts';

describe('a request target', () => {
  it.each([
    ['/p/server', '/p/server', {}],
    ['//p///server//', '/p/server', {}],
    ['/', '/', {}],
    ['/p/server/?a=1&b=x+y', '/p/server', { a: '1', b: 'x y' }],
    ['/p/server?since=1h&since=2h', '/p/server', { since: ['1h', '2h'] }],
    ['/p/server?since=%201h', '/p/server', { since: ' 1h' }],
    ['/p/server?since=1h/', '/p/server', { since: '1h' }],
    ['/p/server?a=//b', '/p/server', { a: '/b' }],
    ['/p/server#f?a=1', '/p/server', {}],
    ['/p/a\\b', '/p/a/b', {}],
    ['/p/a%2Fb/', '/p/a%2Fb', {}],
  ])('%s has the path %s', (target, path, query) => {
    expect(readTarget(target)).toEqual({ path, query });
  });
});
