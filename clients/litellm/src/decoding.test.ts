import { inspect } from 'node:util';
import { DecodeError, ResponseShapeError } from '@keyrack/http';
import type { AnswerToDecode } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MissingSecretError } from './errors/errors.ts';
import { decodeGeneratedKey } from './keys/generated-key.ts';
import { decodeKeyHealth } from './keys/key-health.ts';
import { decodeKey, decodeKeyInfo, decodeOwnKey } from './keys/key.ts';
import { decodeOrderedPage } from './keys/key-lookups.ts';
import { decodeKeyPage, decodeTokenPage } from './keys/list-keys.ts';
import { decodeLicence, decodeReadiness, decodeReadinessDetails } from './proxy/proxy-health.ts';

const token = '0123456789abcdef'.repeat(4);
const answer: AnswerToDecode = {
  status: 200,
  headers: {},
  requestId: undefined,
  errorDetails: () => ({
    system: 'litellm',
    method: 'POST',
    route: '/key/generate',
    attempts: 1,
    outcome: 'applied',
    retryable: false,
    status: 200,
  }),
};

describe('what a proxy sends', () => {
  test('a key needs nothing but its token, and what does not fit is nothing', () => {
    const key = decodeKey({
      token,
      spend: '7',
      models: 'gpt-4o',
      metadata: [],
      expires: 'soon',
      blocked: 'yes',
      budget_limits: [{}],
      unknown: 1,
    });
    expect(key).toMatchObject({
      token,
      spend: 0,
      models: [],
      metadata: {},
      expires: null,
      blocked: null,
      budget_limits: [],
      key_alias: null,
    });
    expect(key).not.toHaveProperty('unknown');
    expect(() => decodeKey({ key_alias: 'a' })).toThrow(new DecodeError('token', 'a text'));
  });

  test('the organization has one name, whatever the proxy calls it', () => {
    expect(decodeKey({ token, organization_id: 'o' }).organization_id).toBe('o');
    expect(decodeKey({ token, org_id: 'o' }).organization_id).toBe('o');
  });

  test('instants have one form, also within budgets', () => {
    const key = decodeKey({
      token,
      expires: '2026-12-21T01:07:18.241960Z',
      created_at: '2026-11-21T01:07:18.246000+00:00',
      litellm_budget_table: { budget_id: 'b', budget_reset_at: '2026-12-01T00:00:00Z' },
      budget_limits: [{ budget_duration: '1d', max_budget: 1, reset_at: '2026-11-22T00:00:00+00:00' }],
    });
    expect(key).toMatchObject({
      expires: '2026-12-21T01:07:18.241Z',
      created_at: '2026-11-21T01:07:18.246Z',
      litellm_budget_table: { budget_reset_at: '2026-12-01T00:00:00.000Z' },
      budget_limits: [{ reset_at: '2026-11-22T00:00:00.000Z' }],
    });
  });

  test('a single key is known by the token that was asked for, and its own by the token that is told', () => {
    expect(decodeKeyInfo(token, { key: 'echoed', info: { key_alias: 'a', status: 'deleted' } })).toMatchObject({
      token,
      status: 'deleted',
    });
    expect(decodeOwnKey({ key: token, info: {} })).toMatchObject({ token, status: null });
    for (const key of ['sk-0123456789012345', '', 7]) expect(() => decodeOwnKey({ key, info: {} })).toThrow(DecodeError);
  });

  test('a new key comes with its secret wrapped', async () => {
    const key = await decodeGeneratedKey({ token_id: token, key: 'sk-canary-0123456789' }, answer);
    expect(key).toMatchObject({ token });
    expect(key.key.reveal()).toBe('sk-canary-0123456789');
    expect(inspect(key)).not.toContain('canary');
  });

  test('a new key without its secret is an error that tells the token, and never an empty text', () => {
    for (const key of [undefined, null, '', 7]) {
      const error = thrownBy(() => decodeGeneratedKey({ token, key }, answer));
      expect(error).toBeInstanceOf(MissingSecretError);
      expect(ResponseShapeError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ token, outcome: 'applied', code: 'missing-secret' });
    }
    expect(thrownBy(() => decodeGeneratedKey({}, answer))).toMatchObject({ token: null });
  });

  test('a secret that the caller has chosen is not lost with an answer', () => {
    const key = new Secret('sk-canary-0123456789');
    expect(decodeGeneratedKey({}, answer, { key, token })).toMatchObject({ token, key });
  });

  test('a page needs its list, how many there are, and which page it is', () => {
    const page = { keys: [token], total_count: 1, current_page: 1, total_pages: 1 };
    expect(decodeTokenPage(page)).toEqual(page);
    for (const name of ['keys', 'total_count', 'current_page'])
      expect(() => decodeTokenPage({ ...page, [name]: null })).toThrow(DecodeError);
    expect(() => decodeTokenPage({ ...page, keys: [token, { token }] })).toThrow(new DecodeError('keys[1]', 'a text'));
    expect(() => decodeKeyPage({ ...page, keys: [{ token }, {}] })).toThrow(new DecodeError('keys[1].token', 'a text'));
  });

  test('a page that somebody relies on is the one that was asked for, in order', () => {
    const keys = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'].map((at) => ({ token, created_at: at }));
    const page = { keys, total_count: 2, current_page: 1 };
    const place = { page: 1, size: 100 };
    expect(decodeOrderedPage(page, place).items).toHaveLength(2);
    expect(() => decodeOrderedPage({ ...page, current_page: 2 }, place)).toThrow(/current_page/);
    expect(() => decodeOrderedPage({ ...page, keys: keys.toReversed() }, place)).toThrow(/order of creation/);
  });

  test('any JSON decodes or is an error that repeats nothing of it', () => {
    const decoders: readonly ((body: unknown) => unknown)[] = [
      decodeKey,
      decodeOwnKey,
      (body) => decodeKeyInfo(token, body),
      (body) => decodeGeneratedKey(body, answer),
      decodeTokenPage,
      decodeKeyPage,
      decodeKeyHealth,
      decodeReadiness,
      decodeReadinessDetails,
      decodeLicence,
    ];
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('token', 'key', 'keys', 'info', 'spend', 'expires'), fc.jsonValue()),
        (value, fields) => {
          for (const body of [value, fields, { info: value, key: token }, { keys: [value], total_count: 1, current_page: 1 }]) {
            for (const decode of decoders) {
              const error = thrownBy(() => decode(body));
              expect(error === undefined || error instanceof DecodeError || error instanceof MissingSecretError).toBe(true);
            }
          }
        },
      ),
    );
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
