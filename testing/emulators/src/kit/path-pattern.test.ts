import { describe, expect, it } from 'vitest';
import { pathMatcher } from './path-pattern.ts';

describe('a path pattern', () => {
  it.each([
    ['/access-keys', '/access-keys', true],
    ['/access-keys', '/access-keys/1', false],
    ['/access-keys/*', '/access-keys/1', true],
    ['/access-keys/*', '/access-keys/1/name', false],
    ['/access-keys/*/name', '/access-keys/a%2Fb/name', true],
    ['/access-keys/**', '/access-keys/1/name', true],
    ['**', '/anything/at/all', true],
    ['/a.b', '/axb', false],
    ['/a(b)+', '/a(b)+', true],
  ])('%s meets %s: %s', (pattern, path, matches) => {
    expect(pathMatcher(pattern)(path)).toBe(matches);
  });
});
