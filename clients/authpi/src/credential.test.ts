import { inspect } from 'node:util';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../test/support/failure-of.ts';
import { AuthPIClient, ConfigurationError } from './index.ts';
import type { AuthPIClientOptions } from './index.ts';

const id = 'key_dbef6a3503d30fa2cf05f68d1863dc61';
const secret = '1rv41JcTqBn0xK3wZp9sLd7uYh2eGf5aVm8iRo6tCk4';
/** JavaScript can pass anything. */
const open = (options: object): AuthPIClient => new AuthPIClient(options as AuthPIClientOptions);

describe('a credential', () => {
  test.each<[string, object]>([
    ['an API key', { apiKey: { id, secret } }],
    ['an API key with a Secret', { apiKey: { id, secret: new Secret(secret) } }],
    ['an access token', { accessToken: 'token' }],
    ['an access token that can be renewed', { accessToken: new Secret('token'), onTokenExpired: async () => ({ accessToken: 'next' }) }],
  ])('is %s', (_, options) => {
    expect(String(open(options))).toBe('AuthPIClient(https://api.authpi.com, open)');
  });

  test.each<[string, object, RegExp]>([
    ['nothing', {}, /missing/],
    ['both', { apiKey: { id, secret }, accessToken: secret }, /not both/],
    ['a lone key', { apiKey: id }, /two halves.*neither of them alone/],
    ['a lone key in a Secret', { apiKey: new Secret(id) }, /two halves/],
    ['both halves in one text', { apiKey: `${id}:${secret}` }, /\{ id, secret \}/],
    ['a pair', { apiKey: [id, secret] }, /apiKey\.id/],
    ['an id of something else', { apiKey: { id: 'acc_1', secret } }, /key_/],
    ['an id with a colon', { apiKey: { id: 'key_1:x', secret } }, /apiKey\.id/],
    ['half a key', { apiKey: { id } }, /apiKey\.secret/],
    ['an empty secret', { apiKey: { id, secret: '' } }, /apiKey\.secret/],
    ['an empty token', { accessToken: '' }, /accessToken/],
    ['a token that no header can carry', { accessToken: `${secret}\n` }, /authentication\.token/],
    [
      'an API key that is to be renewed',
      { apiKey: { id, secret }, onTokenExpired: async () => ({ accessToken: 'x' }) },
      /cannot be renewed/,
    ],
    ['a renewal that is no function', { accessToken: 'token', onTokenExpired: 'later' }, /function/],
  ])('is not %s, and the message repeats nothing of it', (_, options, expected) => {
    const error = thrownBy(() => open(options));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ message: expect.stringMatching(expected), outcome: 'not-applied', error: 'configuration', status: 0 });
    expect(inspect(error)).not.toContain(secret);
  });
});

describe('the other options', () => {
  test.each<[string, object, RegExp]>([
    ['plain http to another machine', { baseUrl: 'http://authpi.example' }, /https/],
    ['an account that leads elsewhere', { accountId: '../../me' }, /accountId/],
    ['an account that cuts the address', { accountId: 'acc?x=1' }, /accountId/],
    ['one Idempotency-Key for everything', { defaultHeaders: { 'Idempotency-Key': 'k' } }, /idempotency-key/],
    ['one tag for everything', { defaultHeaders: { 'IF-MATCH': '"1"' } }, /if-match/],
    ['another authorization', { defaultHeaders: { Authorization: 'x' } }, /authorization/],
    ['no time at all', { timeoutMs: 0 }, /timeoutMs/],
  ])('are not %s', (_, options, expected) => {
    const error = thrownBy(() => open({ apiKey: { id, secret }, ...options }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(expected);
  });

  test('may allow plain http, and a trailing slash', () => {
    expect(open({ apiKey: { id, secret }, baseUrl: 'http://authpi.example/', allowPlainHttp: true }).origin).toBe('http://authpi.example');
    expect(open({ apiKey: { id, secret }, baseUrl: 'http://127.0.0.1:8080' }).origin).toBe('http://127.0.0.1:8080');
  });
});
