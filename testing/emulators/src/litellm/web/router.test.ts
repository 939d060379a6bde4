import { describe, expect, test } from 'vitest';
import { endpoint } from './endpoint.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { untouched } from './failure-styles.ts';
import { Router } from './router.ts';

const at = (method: AnyEndpoint['method'], path: string): AnyEndpoint =>
  endpoint({ method, path, groups: [], dialect: 'plain', failures: untouched, handle: () => null });

const router = new Router([
  at('GET', '/key/list'),
  at('POST', '/key/list'),
  at('POST', '/key/{key:path}/reset_spend'),
  at('GET', '/team/{id}/me'),
  at('GET', '/team/info'),
]);

describe('the router', () => {
  test('finds by path and method, and reads what stands in the path', () => {
    expect(router.match('POST', '/key/list')).toMatchObject({ kind: 'found', endpoint: { method: 'POST' } });
    expect(router.match('POST', '/key/a/b/reset_spend')).toMatchObject({ kind: 'found', path: { key: 'a/b' } });
    expect(router.match('GET', '/team/t 1/me')).toMatchObject({ kind: 'found', path: { id: 't 1' } });
  });

  test('names a method when only others are there, and it is the first one', () => {
    expect(router.match('DELETE', '/key/list')).toEqual({ kind: 'other-methods', allow: 'GET' });
  });

  test('knows the same path with one slash more or less', () => {
    expect(router.match('GET', '/key/list/')).toEqual({ kind: 'elsewhere', path: '/key/list' });
    expect(router.match('GET', '/team/a/b/me')).toEqual({ kind: 'none' });
    expect(router.match('GET', '/')).toEqual({ kind: 'none' });
  });
});
