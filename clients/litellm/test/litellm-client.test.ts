import { inspect } from 'node:util';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { ApiStatusError, ClosedClientError, ConnectionError, HttpError, TimeoutError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { CanaryScanner } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  AliasTakenError,
  BlockedKeyError,
  DatabaseMissingError,
  ExpiredKeyError,
  ForbiddenError,
  hashKey,
  KeyNotFoundError,
  LicenceRequiredError,
  LiteLLMClient,
  ServerFailureError,
  TeamNotFoundError,
  UnauthorizedError,
  ValidationError,
} from '../src/index.ts';
import type { LiteLLMClientOptions } from '../src/index.ts';

const emulator = await startLiteLLMEmulator();
const { apiKey, url } = emulator;
const secret = 'sk-throwaway-0123456789';
const opened: LiteLLMClient[] = [];
const connect = (options: Partial<LiteLLMClientOptions> = {}): LiteLLMClient => {
  const client = new LiteLLMClient({ baseUrl: url, apiKey, retries: { delayMs: 10 }, ...options });
  opened.push(client);
  return client;
};
const calls = (): readonly string[] =>
  emulator.accessLog.entries().map(({ method, path, status }) => `${method} ${path.replace(/\?.*/, '')} ${status}`);
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
let litellm = connect();

beforeEach(() => {
  emulator.reset();
  litellm = connect();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(() => emulator.close());

describe('the calls', () => {
  test('tell whether the proxy is ready, which version it is, and what it is licensed for', async () => {
    expect(await new LiteLLMClient({ baseUrl: url }).health.readiness()).toEqual({ status: 'healthy', db: 'connected' });
    expect(await litellm.health.details()).toEqual({ status: 'healthy', db: 'connected', litellm_version: '1.106.2' });
    expect(await litellm.health.licence()).toMatchObject({ has_license: false, license_type: 'community' });
    expect(await litellm.keys.health()).toEqual({ key: 'healthy', logging_callbacks: null });
  });

  test('generate, read, change, block, unblock and delete a key', async () => {
    const generated = await litellm.keys.generate({
      key_alias: 'alice',
      max_budget: 20,
      budget_duration: '30d',
      duration: '1h',
      models: ['gpt-4o'],
      metadata: { team: 'core' },
    });
    expect(generated).toMatchObject({ key_alias: 'alice', max_budget: 20, models: ['gpt-4o'], metadata: { team: 'core' } });
    expect(await hashKey(generated.key)).toBe(generated.token);
    expect(generated.key.reveal()).toBe(emulator.state().keys[0]?.secret);
    const read = await litellm.keys.info(generated.key);
    expect(read).toMatchObject({ token: generated.token, status: 'active', expires: generated.expires, created_at: generated.created_at });
    const changed = await litellm.keys.update(generated.token, { key_alias: 'bob', max_budget: null, metadata: {} });
    expect(changed).toMatchObject({ token: generated.token, key_alias: 'bob', max_budget: null, metadata: {}, models: ['gpt-4o'] });
    expect(await litellm.keys.update({ key_alias: 'bob' }, { models: [] })).toMatchObject({ models: [] });
    expect(await litellm.keys.block(generated.token)).toMatchObject({ blocked: true });
    expect(await litellm.keys.info(generated.token)).toMatchObject({ status: 'revoked' });
    expect(await litellm.keys.unblock(generated.token)).toMatchObject({ blocked: false });
    expect(await litellm.keys.delete({ keys: [generated.key] })).toEqual({ deleted_keys: [generated.token], not_found: [] });
    expect(await litellm.keys.info(generated.token)).toMatchObject({ status: 'deleted', deleted_by: 'default_user_id' });
  });

  test('read the key that the client itself uses', async () => {
    const { key, token } = await litellm.keys.generate({ key_alias: 'self' });
    expect(await connect({ apiKey: key }).keys.info()).toMatchObject({ token, key_alias: 'self' });
    expect(await failureOf(litellm.keys.info())).toBeInstanceOf(KeyNotFoundError);
  });

  test('list pages of tokens and of whole keys', async () => {
    for (const key_alias of ['a', 'b', 'c']) await litellm.keys.generate({ key_alias });
    const { keys, ...counts } = await litellm.keys.list({ size: 2 });
    expect(counts).toEqual({ total_count: 3, current_page: 1, total_pages: 2 });
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.any(String)]);
    const whole = await litellm.keys.list({ return_full_object: true, sort_by: 'key_alias', sort_order: 'desc' });
    expect(whole.keys.map(({ key_alias: alias }) => alias)).toEqual(['c', 'b', 'a']);
    expect((await litellm.keys.list({ key_hash: whole.keys[0]?.token ?? '' })).keys).toEqual([whole.keys[0]?.token]);
    expect(await litellm.keys.list({ page: 9 })).toMatchObject({ keys: [], total_count: 3 });
  });

  test('stream all keys in the order in which they were made, while others come and go', async () => {
    const crowded = await startLiteLLMEmulator({ seedKeys: 350 });
    const client = connect({ baseUrl: crowded.url, apiKey: crowded.apiKey });
    const before = crowded.state().keys.map(({ token }) => token);
    const given: string[] = [];
    for await (const { token } of client.keys.listAll()) {
      given.push(token);
      // What was given is deleted, and something new is made: both move the pages that are still to come.
      if (given.length === 100) await client.keys.delete({ keys: given.slice(0, 60) });
      if (given.length === 150) await client.keys.generate({ key_alias: 'made meanwhile' });
    }
    const after = crowded.state().keys.map(({ token }) => token);
    expect(new Set(given).size).toBe(given.length);
    expect(given).toEqual([...before.slice(0, 60), ...after]);
    await crowded.close();
  });

  test('delete by alias every key that has it, and tell what was not there', async () => {
    const { token } = await litellm.keys.generate({ key_alias: 'alice' });
    const { token: other } = await litellm.keys.generate({ key_alias: 'bob' });
    const unknown = '0'.repeat(64);
    expect(await litellm.keys.delete({ keys: [other, unknown], key_aliases: ['alice', 'nobody'] })).toEqual({
      deleted_keys: [other, token],
      not_found: [unknown, 'nobody'],
    });
    expect(emulator.state().keys).toEqual([]);
  });

  test('block keys with odd secrets, which the proxy does by token only', async () => {
    const { key } = await litellm.keys.generate({ key: 'sk-odd characters/ä?' });
    expect(await litellm.keys.block(key)).toMatchObject({ blocked: true });
  });

  test('send no secret in an address', async () => {
    const { key } = await litellm.keys.generate({ key: secret });
    await litellm.keys.info(key);
    await litellm.keys.list({ key_hash: key });
    await litellm.keys.update(key, { max_budget: 1 });
    await litellm.keys.delete({ keys: [key] });
    for (const { path } of emulator.accessLog.entries()) expect(path).not.toContain('sk-');
  });

  test('give the JSON as it was received when they are asked for it', async () => {
    expect(await litellm.keys.generate({ key: secret }, { raw: true })).toMatchObject({ key: secret, token_id: expect.any(String) });
    expect(await litellm.keys.info(secret, { raw: true })).toMatchObject({ info: { key_name: 'sk-...6789' } });
    expect(await litellm.keys.list({}, { raw: true })).toMatchObject({ total_pages: 1 });
    expect(await litellm.health.readiness({ raw: true })).toEqual({ status: 'healthy', db: 'connected' });
  });
});

describe('errors', () => {
  test('tell whose key is not taken, and why', async () => {
    const { key, token } = await litellm.keys.generate({ duration: '1h' });
    const holder = connect({ apiKey: key });
    await litellm.keys.block(token);
    expect(await failureOf(holder.keys.info())).toBeInstanceOf(BlockedKeyError);
    await litellm.keys.unblock(token);
    emulator.clock.advance(3_600_001);
    expect(await failureOf(holder.keys.info())).toBeInstanceOf(ExpiredKeyError);
    await litellm.keys.delete({ keys: [token] });
    const failure = await failureOf(holder.keys.info());
    expect(failure).toBeInstanceOf(UnauthorizedError);
    expect(failure).toMatchObject({ status: 401, upstreamCode: 'token_not_found_in_db', outcome: 'not-applied' });
    expect(await failureOf(connect({ apiKey: 'no-key-at-all' }).keys.list())).toBeInstanceOf(UnauthorizedError);
    expect(await failureOf(new LiteLLMClient({ baseUrl: url }).keys.list())).toBeInstanceOf(UnauthorizedError);
  });

  test('tell what a key may not do', async () => {
    const { key } = await litellm.keys.generate();
    const holder = connect({ apiKey: key });
    expect(await failureOf(holder.keys.generate())).toBeInstanceOf(ForbiddenError);
    expect(await failureOf(holder.keys.list())).toBeInstanceOf(ForbiddenError);
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('say what the proxy refused', async () => {
    await litellm.keys.generate({ key_alias: 'taken' });
    expect(await failureOf(litellm.keys.generate({ key_alias: 'taken' }))).toBeInstanceOf(AliasTakenError);
    expect(await failureOf(litellm.keys.update('0'.repeat(64), { key_alias: 'x' }))).toBeInstanceOf(KeyNotFoundError);
    expect(await failureOf(litellm.keys.update({ key_alias: 'nobody' }, { max_budget: 1 }))).toBeInstanceOf(KeyNotFoundError);
    expect(await failureOf(litellm.keys.list({ size: 101 }))).toMatchObject({
      constructor: ValidationError,
      issues: [{ location: 'query.size', type: 'less_than_equal' }],
    });
    const { token } = await litellm.keys.generate({ team_id: 'never-was' });
    expect(await failureOf(litellm.keys.update(token, { max_budget: 1 }))).toBeInstanceOf(TeamNotFoundError);
    const failure = await failureOf(litellm.keys.generate({ tags: ['prod'] }));
    expect(failure).toBeInstanceOf(LicenceRequiredError);
    expect(failure).toMatchObject({ outcome: 'not-applied', upstreamMessage: expect.not.stringContaining("{'error'") });
    expect(
      await failureOf(litellm.keys.generate({ model_max_budget: { 'gpt-4o': { budget_limit: 1, time_period: '1d' } } })),
    ).toMatchObject({
      constructor: LicenceRequiredError,
      status: 500,
      outcome: 'not-applied',
    });
    expect(await failureOf(litellm.keys.generate({ budget_id: 'no-such-budget' }))).toMatchObject({
      constructor: ServerFailureError,
      outcome: 'unknown',
    });
  });

  test('do not take a 404 of something in between for an answer of the proxy', async () => {
    const { token } = await litellm.keys.generate();
    emulator.faults.add({ times: 9, effect: { kind: 'status', when: 'before', status: 404, body: '<h1>Not found</h1>' } });
    const failure = await failureOf(litellm.keys.block(token));
    expect(failure).toBeInstanceOf(ApiStatusError);
    expect(failure).toMatchObject({ outcome: 'unknown', upstreamCode: undefined });
    expect(KeyNotFoundError.isInstance(failure)).toBe(false);
  });

  test('tell that the proxy runs without its database', async () => {
    const unplugged = await startLiteLLMEmulator({ database: false });
    const client = connect({ baseUrl: unplugged.url, apiKey: unplugged.apiKey, retries: false });
    expect(await client.health.readiness()).toEqual({ status: 'healthy', db: 'Not connected' });
    for (const attempt of [
      client.keys.generate(),
      client.keys.list(),
      client.keys.info(secret),
      client.keys.update(secret, { max_budget: 1 }),
    ]) {
      expect(await failureOf(attempt)).toMatchObject({ constructor: DatabaseMissingError, outcome: 'not-applied' });
    }
    await unplugged.close();
  });

  test('hold no secret: not the credential, not a key that was given, and not one that the proxy repeats', async () => {
    const strange = 'sk-strange-canary-4711';
    await litellm.keys.generate({ key: secret, key_alias: 'taken' });
    const stranger = connect({ apiKey: strange });
    const provoked = [
      () => stranger.keys.list(),
      () => stranger.keys.generate({ key: secret }),
      () => litellm.keys.generate({ key: new Secret('sk-short') }),
      () => litellm.keys.generate({ key: 'sk-another-canary-0815', key_alias: 'taken' }),
      () => litellm.keys.info('sk-unknown-canary-6174'),
      () => litellm.keys.delete({ keys: ['sk-unknown-canary-6174'] }),
    ];
    const scanner = new CanaryScanner([apiKey, strange, secret, 'sk-another-canary-0815', 'sk-unknown-canary-6174']);
    for (const attempt of provoked) {
      const failure = await failureOf(attempt());
      expect(HttpError.isInstance(failure)).toBe(true);
      expect(scanner.scan('error', `${inspect(failure, { depth: 12, showHidden: true })} ${JSON.stringify(failure)}`)).toEqual([]);
    }
  });
});

describe('a proxy that goes away', () => {
  test('is not-applied when nobody listens', async () => {
    await emulator.crash();
    const failure = await failureOf(litellm.keys.generate());
    await emulator.restart();
    expect(failure).toBeInstanceOf(ConnectionError);
    expect(failure).toMatchObject({ outcome: 'not-applied' });
  });

  test('never makes a second key of a secret that the proxy chooses', async () => {
    emulator.faults.add({ effect: { kind: 'close', when: 'after' } });
    expect(await failureOf(litellm.keys.generate({ key_alias: 'once' }))).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('lets a key with a chosen secret be repeated, and keeps in mind that an answer was lost', async () => {
    emulator.faults.add({ effect: { kind: 'close', when: 'before' } });
    expect((await litellm.keys.generate({ key: secret, key_alias: 'a' })).key.reveal()).toBe(secret);
    emulator.faults.add({ effect: { kind: 'close', when: 'after' } });
    const failure = await failureOf(litellm.keys.generate({ key: 'sk-another-0123456789', key_alias: 'b' }));
    expect(failure).toBeInstanceOf(AliasTakenError);
    expect(failure).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(emulator.state().keys).toHaveLength(2);
  });

  test('never repeats what counts from when it is read', async () => {
    const { token } = await litellm.keys.generate();
    for (const attempt of [
      () => litellm.keys.generate({ key: secret, duration: '1h' }),
      () => litellm.keys.update(token, { duration: '1h' }),
      () => litellm.keys.update(token, { spend: 0 }),
    ]) {
      emulator.faults.add({ effect: { kind: 'close', when: 'before' } });
      expect(await failureOf(attempt())).toMatchObject({ outcome: 'unknown', attempts: 1 });
    }
  });

  test('lets a deletion be repeated: what is gone after a lost answer was deleted', async () => {
    const { token } = await litellm.keys.generate();
    emulator.faults.add({ path: '/key/delete', effect: { kind: 'close', when: 'after' } });
    expect(await litellm.keys.delete({ keys: [token] })).toEqual({ deleted_keys: [token], not_found: [] });
    expect(calls().slice(-3)).toEqual(['POST /key/delete null', 'POST /key/delete 404', 'GET /key/info 200']);
  });

  test('does not hold a call longer than its time, and refuses calls once it is closed', async () => {
    emulator.faults.add({ effect: { kind: 'hold', when: 'after' } });
    expect(await failureOf(litellm.keys.list({}, { timeoutMs: 60, retries: false }))).toBeInstanceOf(TimeoutError);
    await litellm.close();
    expect(await failureOf(litellm.keys.list())).toBeInstanceOf(ClosedClientError);
  });
});
