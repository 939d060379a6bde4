import { setTimeout } from 'node:timers/promises';
import { startAuthPIEmulator } from '@keyrack/emulators';
import { CanaryScanner } from '@keyrack/testing-kit';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  AuthenticationError,
  AuthPIClient,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  ForbiddenError,
  NotFoundError,
  PreconditionFailedError,
  ValidationError,
} from '../src/index.ts';
import type { AuthPIClientOptions } from '../src/index.ts';
import { failureOf } from './support/failure-of.ts';

const emulator = await startAuthPIEmulator();
const { url: baseUrl, keyId, keySecret, accountId } = emulator;
const apiKey = { id: keyId, secret: keySecret };
const opened: AuthPIClient[] = [];
const connect = (options: Partial<AuthPIClientOptions> = {}): AuthPIClient => {
  const credential = 'accessToken' in options ? {} : { apiKey };
  const client = new AuthPIClient({ baseUrl, ...credential, retries: { delayMs: 10 }, ...options });
  opened.push(client);
  return client;
};
const calls = (): readonly string[] =>
  emulator.accessLog.entries().map(({ method, path, status }) => `${method} ${path.replace(`/v1/accounts/${accountId}`, 'A')} ${status}`);
const restrictions = { scopes: ['users:read'] };
let authpi = connect();

beforeEach(() => {
  emulator.reset();
  authpi = connect();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(() => emulator.close());

describe('API keys', () => {
  test('are made, read, changed, taken out of use and back, rotated, revoked and removed', async () => {
    const expiresAt = emulator.state().nowMs + 60_000;
    const made = await authpi.apiKeys.create({
      name: 'deploy',
      restrictions,
      tags: ['ci'],
      expires_at: expiresAt,
      metadata: { _team: 'core' },
    });
    expect(made).toMatchObject({ name: 'deploy', status: 'active', restrictions, tags: ['ci'], expires_at: expiresAt });
    expect(emulator.state().keys.at(-1)?.secrets).toEqual([made.secret_plain.reveal()]);
    const read = await authpi.apiKeys.get(made.id);
    expect(read).toMatchObject({ id: made.id, metadata: { _team: 'core' } });
    expect(read).not.toHaveProperty('secret_plain');
    expect(await authpi.apiKeys.update(made.id, { name: 'again', expires_at: null })).toMatchObject({ name: 'again', status: 'active' });
    expect(await authpi.apiKeys.block(made.id)).toMatchObject({ status: 'blocked' });
    expect(await authpi.apiKeys.unblock(made.id)).toMatchObject({ status: 'active' });
    const rotated = await authpi.apiKeys.rotate(made.id);
    expect(rotated.secret_plain.equals(made.secret_plain)).toBe(false);
    expect(emulator.state().keys.at(-1)?.secrets).toEqual([rotated.secret_plain.reveal(), made.secret_plain.reveal()]);
    expect(await authpi.apiKeys.revoke(made.id)).toMatchObject({ status: 'revoked' });
    await authpi.apiKeys.delete(made.id);
    expect(await failureOf(authpi.apiKeys.get(made.id))).toBeInstanceOf(NotFoundError);
  });

  test('are listed in pages, page by page, and one by one', async () => {
    for (let index = 0; index < 7; index += 1) await authpi.apiKeys.create({ name: `key ${index}`, restrictions });
    const first = await authpi.apiKeys.list({ limit: 3 });
    expect([first.data.length, first.has_more]).toEqual([3, true]);
    const second = await authpi.apiKeys.list({ limit: 3, cursor: first.next_cursor ?? '' });
    expect(second.data.map(({ name }) => name)).toEqual(['key 3', 'key 2', 'key 1']);
    const sizes: number[] = [];
    for await (const { data } of authpi.apiKeys.listPages({ limit: 3 })) sizes.push(data.length);
    expect(sizes).toEqual([3, 3, 2]);
    const names: string[] = [];
    for await (const { name } of authpi.apiKeys.listAll({ limit: 2 })) names.push(name);
    expect(names).toEqual(['key 6', 'key 5', 'key 4', 'key 3', 'key 2', 'key 1', 'key 0', 'First key']);
  });

  test('are filtered by the service', async () => {
    const { id } = await authpi.apiKeys.create({ name: 'blocked', restrictions });
    await authpi.apiKeys.block(id);
    for await (const key of authpi.apiKeys.listAll({ status: 'blocked' })) expect(key.id).toBe(id);
    expect((await authpi.apiKeys.list({ q: 'lock' })).data.map((key) => key.id)).toEqual([id]);
  });

  test('of ten thousand are each listed once', async () => {
    await using crowded = await startAuthPIEmulator({ seedKeys: 10_000 });
    const client = connect({ baseUrl: crowded.url, apiKey: { id: crowded.keyId, secret: crowded.keySecret } });
    const ids = new Set<string>();
    for await (const { id } of client.apiKeys.listAll()) ids.add(id);
    expect(ids.size).toBe(10_001);
    expect(crowded.accessLog.count).toBe(102);
  });
});

describe('tags', () => {
  test('refuse a change that is based on an older state, and tell the tag of now', async () => {
    const { id, etag } = await authpi.apiKeys.create({ name: 'a', restrictions });
    const changed = await authpi.apiKeys.update(id, { name: 'b' }, { ifMatch: etag ?? '' });
    for (const act of [
      authpi.apiKeys.update(id, { name: 'c' }, { ifMatch: etag ?? '' }),
      authpi.apiKeys.revoke(id, { ifMatch: etag ?? '' }),
      authpi.apiKeys.delete(id, { ifMatch: etag ?? '' }),
    ]) {
      const error = await failureOf(act);
      expect(error).toBeInstanceOf(PreconditionFailedError);
      expect(error).toMatchObject({ currentEtag: changed.etag, outcome: 'not-applied' });
    }
    expect(emulator.state().keys.at(-1)).toMatchObject({ name: 'b', status: 'active' });
    await authpi.apiKeys.revoke(id, { ifMatch: changed.etag ?? '' });
  });
});

describe('the account', () => {
  test('is asked for once, also by calls that begin at the same time', async () => {
    await Promise.all([authpi.apiKeys.list(), authpi.apiKeys.get(keyId), authpi.apiKeys.list()]);
    await authpi.apiKeys.list();
    expect(await authpi.accountId()).toBe(accountId);
    expect(calls().filter((line) => line.startsWith('GET /v1/me'))).toHaveLength(1);
  });

  test('is not asked for when it is given', async () => {
    await connect({ accountId }).apiKeys.list();
    expect(calls()).toEqual(['GET A/api-keys 200']);
  });

  test('is asked for again after a failure', async () => {
    emulator.faults.add({ path: '/v1/me', effect: { kind: 'status', when: 'before', status: 500 } });
    expect(await failureOf(authpi.apiKeys.list())).toMatchObject({ status: 500 });
    await authpi.apiKeys.list();
  });

  test('goes on being asked for when one of those who wait gives up', { timeout: 10_000 }, async () => {
    emulator.faults.add({ path: '/v1/me', effect: { kind: 'hold', when: 'before' } });
    const controller = new AbortController();
    const [impatient, patient] = [failureOf(authpi.apiKeys.list({}, { signal: controller.signal })), authpi.apiKeys.list()];
    while (emulator.faults.held.length === 0) await setTimeout(1);
    controller.abort();
    expect(await impatient).toMatchObject({ name: 'AbortError', outcome: 'not-applied', attempts: 0 });
    emulator.faults.release();
    expect((await patient).data).toHaveLength(1);
  });

  test('must be given where there are several, or none', async () => {
    const other = emulator.addAccount();
    const of = (...accountIds: string[]) => connect({ accessToken: emulator.newAccessToken({ accountIds }) });
    const several = await failureOf(of(accountId, other).apiKeys.list());
    expect(several).toBeInstanceOf(ConfigurationError);
    expect(String(several)).toContain(`${accountId}, ${other}`);
    expect(await failureOf(of().apiKeys.list())).toBeInstanceOf(ConfigurationError);
    expect(
      (await connect({ accessToken: emulator.newAccessToken({ accountIds: [accountId, other] }), accountId }).apiKeys.list()).data,
    ).toHaveLength(1);
  });
});

describe('what the service refuses', () => {
  test('is told apart by class', async () => {
    const { id } = await authpi.apiKeys.create({ name: 'a', restrictions });
    const stranger = connect({ apiKey: { id: keyId, secret: 'wrong' } });
    expect(await failureOf(stranger.whoami())).toBeInstanceOf(AuthenticationError);
    expect(await failureOf(connect({ accountId: emulator.addAccount() }).apiKeys.list())).toBeInstanceOf(ForbiddenError);
    expect(await failureOf(authpi.apiKeys.update(id, { name: 7 as never }))).toMatchObject({
      constructor: ValidationError,
      fields: [{ field: 'name' }],
      outcome: 'not-applied',
    });
    await authpi.apiKeys.revoke(id);
    expect(await failureOf(authpi.apiKeys.unblock(id))).toMatchObject({ constructor: ConflictError, outcome: 'not-applied' });
  });

  test('is an error of the family also when nobody answers', async () => {
    await emulator.crash();
    try {
      expect(await failureOf(authpi.whoami())).toMatchObject({ constructor: ConnectionError, outcome: 'not-applied', retryable: true });
    } finally {
      await emulator.restart();
    }
  });

  test('shows no secret in anything that can be printed', async () => {
    const made = await authpi.apiKeys.create({ name: 'a', restrictions });
    const stranger = connect({ apiKey: { id: keyId, secret: `${keySecret}-wrong` } });
    const printed = [
      authpi,
      made,
      await authpi.apiKeys.list(),
      await failureOf(stranger.whoami()),
      await failureOf(authpi.apiKeys.get('key_0')),
    ];
    const scanner = new CanaryScanner([keySecret, made.secret_plain.reveal()]);
    for (const value of printed)
      expect(
        scanner.scan('printed', inspect(value, { depth: 9, showHidden: true, getters: true }) + JSON.stringify(value) + String(value)),
      ).toEqual([]);
  });
});
