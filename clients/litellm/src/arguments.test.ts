import { inspect } from 'node:util';
import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { generateBody } from './keys/generate-key.ts';
import type { GenerateKey } from './keys/generate-key.ts';
import { hashKey, tokenOf } from './keys/key-hash.ts';
import { listQuery } from './keys/list-keys.ts';
import { updateBody } from './keys/update-key.ts';
import type { UpdateKey } from './keys/update-key.ts';

const secret = 'sk-canary-0123456789';
const token = '0123456789abcdef'.repeat(4);

describe('a key is named', () => {
  test('by its secret, which becomes its token', async () => {
    const hashed = await hashKey(secret);
    expect(hashed).toBe('782a873f91fd258b54764341c4a815bbd50ac329897382133c5ef9f3c6dbe2ca');
    expect(await tokenOf(secret)).toBe(hashed);
    expect(await tokenOf(new Secret(secret))).toBe(hashed);
  });

  test('by its token, in either case', async () => {
    expect(await tokenOf(token.toUpperCase())).toBe(token);
  });

  test.each(['', 'alice', '0'.repeat(63), `${'0'.repeat(64)} `, 7, null, undefined, {}])('by nothing else, such as %j', async (key) => {
    await expect(tokenOf(key as string)).rejects.toThrow(ConfigurationError);
    await expect(tokenOf(key as string)).rejects.not.toThrow(/alice/);
  });
});

describe('a new key', () => {
  test('is sent as it was given, and nothing else', () => {
    const parameters: GenerateKey = {
      key: new Secret(secret),
      key_alias: 'alice',
      duration: '30d',
      models: ['gpt-4o'],
      max_budget: 0,
      budget_limits: [{ budget_duration: '1d', max_budget: 1 }],
      metadata: { any: [1, null, { more: 'x' }] },
      tags: ['a'],
      team_id: null,
      key_type: 'llm_api',
      send_invite_email: false,
    };
    expect(generateBody(parameters)).toEqual(parameters);
    // A caller without types may leave something out so.
    expect(generateBody({ key_alias: undefined } as unknown as GenerateKey)).toEqual({});
  });

  const wrong: readonly Readonly<Record<string, unknown>>[] = [
    { alias: 'alice' },
    { __proto__: null, constructor: 1 },
    { key_alias: '' },
    { key_alias: '\ud800' },
    { key: 'throwaway-without-prefix' },
    { key: 'sk-short' },
    { key: '' },
    { key: new Secret('sk-short') },
    { duration: '1y' },
    { duration: '-1' },
    { duration: '' },
    { duration: 3600 },
    { budget_duration: 'often' },
    { rotation_interval: '30' },
    { max_budget: -1 },
    { max_budget: Number.NaN },
    { max_budget: '10' },
    { soft_budget: Infinity },
    { spend: null },
    { tpm_limit: 1.5 },
    { rpm_limit: -1 },
    { max_parallel_requests: 2 ** 53 },
    { models: 'gpt-4o' },
    { models: [1] },
    { models: null },
    { metadata: [1] },
    { metadata: { deep: { nan: Number.NaN } } },
    { metadata: new Secret(secret) },
    { budget_limits: [{ budget_limit: 10, time_period: '1d' }] },
    { budget_limits: [{ budget_duration: '1d' }] },
    { budget_limits: {} },
    { blocked: 'no' },
    { key_type: 'admin' },
    { tpm_limit_type: 'most' },
    { allowed_routes: [7] },
    { router_settings: { fallback: [] } },
    { router_settings: { retry_policy: { TimeoutErrorRetries: -1 } } },
    { router_settings: { routing_groups: [7] } },
    { object_permission: { vectors: [] } },
    { object_permission: new Secret(secret) },
    { allowed_vector_store_indexes: [{ index_name: 'i' }] },
  ];
  test.each(wrong)('is refused with %j, before anything is sent', (parameters) => {
    const error = thrownBy(() => generateBody(parameters));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error)).not.toContain(secret);
  });

  test('is refused when it is no object at all', () => {
    for (const parameters of [null, [], 'alice', 7]) expect(() => generateBody(parameters as GenerateKey)).toThrow(ConfigurationError);
  });

  test('cannot be nested without end', () => {
    const endless: Record<string, unknown> = {};
    endless['again'] = endless;
    expect(() => generateBody({ metadata: endless })).toThrow(/levels deep/);
  });
});

describe('a change', () => {
  test('clears what can be cleared, and lets a key live for ever in both ways', () => {
    const changes: UpdateKey = { key_alias: null, max_budget: null, budget_duration: null, duration: null, blocked: null, user_id: null };
    expect(updateBody(changes)).toEqual(changes);
    expect(updateBody({ duration: '-1' })).toEqual({ duration: '-1' });
  });

  // The proxy answers 400 to these, after three seconds of trying.
  test.each([
    'models',
    'spend',
    'metadata',
    'aliases',
    'config',
    'permissions',
    'allowed_cache_controls',
    'allowed_routes',
    'model_max_budget',
    'budget_fallbacks',
    'access_group_ids',
    'router_settings',
    // These it passes over in silence.
    'object_permission',
    'model_rpm_limit',
    'tags',
    'rpm_limit_type',
    'enforced_params',
    'temp_budget_increase',
  ])('does not clear %s with null', (name) => {
    expect(() => updateBody({ [name]: null })).toThrow(new RegExp(name));
  });

  test.each([
    { key: secret },
    { duration: '' },
    { duration: '1y' },
    { key_type: 'default' },
    { temp_budget_increase: 5 },
    { temp_budget_expiry: 'x' },
  ])('is refused with %j', (changes) => {
    expect(() => updateBody(changes as UpdateKey)).toThrow(ConfigurationError);
  });
});

describe('a list', () => {
  test('is asked for with a token where a secret was given', async () => {
    expect(await listQuery({ key_hash: secret, size: 5 })).toEqual({ key_hash: await hashKey(secret), size: 5 });
  });

  test.each([
    { colour: 'red' },
    { page: '1' },
    { size: 1.5 },
    { sort_by: 'user_id' },
    { status: 'blocked' },
    { return_full_object: 'yes' },
  ])('is refused with %j', async (query) => {
    await expect(listQuery(query as never)).rejects.toThrow(ConfigurationError);
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
