import { startVergeOSEmulator } from '@keyrack/emulators';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  VergeOSError,
  AuthenticationError,
  ConflictError,
  MissingReferenceError,
  MissingSecretError,
  NotFoundError,
} from '../src/index.ts';
import type { VergeOSClient } from '../src/index.ts';
import { call, createUser } from './raw-calls.ts';
import { allOf, Clients, failureOf } from './support.ts';

const emulator = await startVergeOSEmulator();
const { username, password } = emulator;
const clients = new Clients(emulator);
const daySeconds = 86_400;
let vergeos: VergeOSClient;
let ci: number;

beforeEach(async () => {
  emulator.reset();
  // With a password: no key's last use changes by looking, and no hour is used up.
  vergeos = clients.open({ apiKey: undefined, username, password });
  ci = await createUser(emulator, 'ci', { type: 'api' });
});
afterEach(() => clients.close());
afterAll(() => emulator.close());

const stored = (key: number) => emulator.state().keys.find((row) => row.key === key)?.row;
const calls = (): readonly string[] => emulator.accessLog.entries().map(({ method, path, status }) => `${method} ${path} ${status}`);

describe('making a key', () => {
  test('gives its secret, which opens the system, and everything else as it was asked for', async () => {
    const created = await vergeos.apiKeys.create({
      user: 'ci',
      name: 'deploy',
      description: 'CI/CD',
      expiresIn: '90d',
      ipAllowList: ['127.0.0.0/8', '::1'],
      ipDenyList: ['192.0.2.1'],
    });
    expect(created).toMatchObject({ name: 'deploy', userKey: ci, userName: 'ci' });
    expect(String(created.secret)).toBe('[secret]');
    await clients.open({ apiKey: created.secret }).system.get();
    const key = await vergeos.apiKeys.get(created.key);
    expect(key).toMatchObject({
      name: 'deploy',
      description: 'CI/CD',
      userKey: ci,
      userName: 'ci',
      isExpired: false,
      lastLoginIp: '127.0.0.1',
    });
    expect([key.ipAllowList, key.ipDenyList]).toEqual([['127.0.0.0/8', '::1'], ['192.0.2.1']]);
    expect(Math.abs((key.expires ?? 0) - (key.created ?? 0) - 90 * daySeconds)).toBeLessThan(60);
    expect(key.expiresAt?.getTime()).toBe((key.expires ?? 0) * 1_000);
    expect(Math.abs((key.lastLoginAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('never ends it where nothing else was said', async () => {
    const { key } = await vergeos.apiKeys.create({ user: ci, name: 'deploy' });
    expect(stored(key)).toMatchObject({ expires: 0, expires_type: 'never' });
    expect(await vergeos.apiKeys.get(key)).toMatchObject({ expires: null, lastLogin: null, ipAllowList: [], ipDenyList: [] });
  });

  test('ends it at the second that was said', async () => {
    const { key, secret } = await vergeos.apiKeys.create({ user: ci, name: 'short', expires: new Date(Date.now() + 60_000) });
    const client = clients.open({ apiKey: secret, retries: false });
    await client.system.get();
    emulator.clock.advance(61_000);
    expect(await failureOf(client.system.get())).toBeInstanceOf(AuthenticationError);
    expect((await clients.open({ clock: emulatorClock() }).apiKeys.get(key)).isExpired).toBe(true);
  });

  test('lets in the addresses that were said, and no others', async () => {
    const allowed = await vergeos.apiKeys.create({ user: ci, name: 'allowed', ipAllowList: ['10.0.0.0/8'] });
    const denied = await vergeos.apiKeys.create({ user: ci, name: 'denied', ipDenyList: ['10.0.0.0/8'] });
    const entry = async (secret: typeof allowed.secret) => (await failureOf(clients.open({ apiKey: secret }).system.get())) === undefined;
    emulator.setCallerAddress('10.1.2.3');
    expect([await entry(allowed.secret), await entry(denied.secret)]).toEqual([true, false]);
    emulator.setCallerAddress('192.0.2.7');
    expect([await entry(allowed.secret), await entry(denied.secret)]).toEqual([false, true]);
    emulator.setCallerAddress(undefined);
  });

  test('is refused for a name that the user has used, and for a user that is not there', async () => {
    await vergeos.apiKeys.create({ user: ci, name: 'deploy' });
    await vergeos.apiKeys.create({ user: username, name: 'deploy' });
    expect(await failureOf(vergeos.apiKeys.create({ user: ci, name: 'deploy' }))).toMatchObject({
      constructor: ConflictError,
      outcome: 'not-applied',
    });
    expect(await failureOf(vergeos.apiKeys.create({ user: 'nobody', name: 'x' }))).toMatchObject({
      constructor: NotFoundError,
      status: 200,
    });
    expect(await failureOf(vergeos.apiKeys.create({ user: 4_711, name: 'x' }))).toMatchObject({
      constructor: MissingReferenceError,
      status: 404,
    });
    expect(emulator.state().keys).toHaveLength(3);
  });

  test.each(['after', 'before'] as const)('is sent once, whatever becomes of it: connection lost %s it acted', async (when) => {
    emulator.faults.add({ method: 'POST', effect: { kind: 'close', when } });
    const failure = await failureOf(vergeos.apiKeys.create({ user: ci, name: 'deploy' }));
    expect(failure).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(calls().filter((line) => line.startsWith('POST /api/v4/user_api_keys'))).toHaveLength(1);
    // The way out that the facts of the system leave: look, remove, make anew under the same name.
    const left = await vergeos.apiKeys.list({ user: ci, name: 'deploy' });
    expect(left).toHaveLength(when === 'after' ? 1 : 0);
    for (const key of left) await key.delete();
    expect((await vergeos.apiKeys.create({ user: ci, name: 'deploy' })).secret.reveal()).not.toBe('');
  });

  test('is sent once when the system fails, and its outcome is not known', async () => {
    emulator.faults.add({
      method: 'POST',
      times: 9,
      effect: { kind: 'status', when: 'after', status: 500, body: '{"err":"failed"}', headers: { 'content-type': 'application/json' } },
    });
    expect(await failureOf(vergeos.apiKeys.create({ user: ci, name: 'deploy' }))).toMatchObject({
      constructor: VergeOSError,
      outcome: 'unknown',
      attempts: 1,
    });
    expect(emulator.state().keys.filter(({ name }) => name === 'deploy')).toHaveLength(1);
  });

  test.each(['response.private_key', 'response.token', 'private_key', 'token', 'key'] as const)('finds the secret in %s', async (place) => {
    emulator.setSecretPlace(place);
    const { key, secret } = await vergeos.apiKeys.create({ user: ci, name: 'deploy' });
    emulator.setSecretPlace('response.private_key');
    expect(emulator.state().keys.find((row) => row.key === key)?.secret).toBe(secret.reveal());
  });

  test('fails loudly where there is no secret, and says which key to delete', async () => {
    emulator.setSecretPlace('none');
    const failure = await failureOf(vergeos.apiKeys.create({ user: ci, name: 'deploy' }));
    emulator.setSecretPlace('response.private_key');
    const [orphan] = emulator.state().keys.filter(({ name }) => name === 'deploy');
    expect(failure).toMatchObject({ constructor: MissingSecretError, outcome: 'applied', key: orphan?.key });
    if (MissingSecretError.isInstance(failure) && failure.key !== null) await vergeos.apiKeys.delete(failure.key);
    expect(emulator.state().keys.some(({ name }) => name === 'deploy')).toBe(false);
  });
});

describe('changing and ending a key', () => {
  test('sets what is given and leaves the rest', async () => {
    const { key, secret } = await vergeos.apiKeys.create({
      user: ci,
      name: 'deploy',
      description: 'CI',
      ipAllowList: ['10.0.0.0/8'],
      expiresIn: '1d',
    });
    const before = stored(key);
    await vergeos.apiKeys.update(key, { name: 'renamed' });
    expect(stored(key)).toEqual({ ...before, name: 'renamed' });
    await vergeos.apiKeys.update(key, { ipAllowList: [], expires: null, description: '' });
    expect(stored(key)).toEqual({ ...before, name: 'renamed', ip_allow_list: '', expires: 0, expires_type: 'never', description: '' });
    await vergeos.apiKeys.update(key, { expiresIn: '1w' });
    expect(stored(key)).toMatchObject({ expires_type: 'date' });
    await clients.open({ apiKey: secret }).system.get();
  });

  test('is told about a key that is not there, and about a name that is taken', async () => {
    const { key } = await vergeos.apiKeys.create({ user: ci, name: 'one' });
    await vergeos.apiKeys.create({ user: ci, name: 'two' });
    expect(await failureOf(vergeos.apiKeys.update(key, { name: 'two' }))).toMatchObject({
      constructor: ConflictError,
      outcome: 'not-applied',
    });
    for (const act of [vergeos.apiKeys.update(4_711, { name: 'n' }), vergeos.apiKeys.delete(4_711), vergeos.apiKeys.get(4_711)]) {
      expect(await failureOf(act)).toMatchObject({ constructor: NotFoundError, status: 404, outcome: 'not-applied' });
    }
  });

  test('ends it at once, and repeats that safely when an answer is lost', async () => {
    const { secret, key } = await vergeos.apiKeys.create({ user: ci, name: 'deploy' });
    emulator.faults.add({ method: 'DELETE', effect: { kind: 'close', when: 'after' } });
    await (await vergeos.apiKeys.get(key)).delete();
    expect(calls().filter((line) => line.startsWith('DELETE'))).toEqual([
      `DELETE /api/v4/user_api_keys/${key} null`,
      `DELETE /api/v4/user_api_keys/${key} 404`,
    ]);
    expect(await failureOf(clients.open({ apiKey: secret }).system.get())).toBeInstanceOf(AuthenticationError);
    expect(await failureOf(vergeos.apiKeys.get(key))).toBeInstanceOf(NotFoundError);
  });

  test('repeats a change whose answer was lost', async () => {
    const { key } = await vergeos.apiKeys.create({ user: ci, name: 'deploy' });
    emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'after' } });
    await vergeos.apiKeys.update(key, { name: 'renamed' });
    expect(stored(key)).toMatchObject({ name: 'renamed' });
  });
});

describe('finding keys', () => {
  test('by user, by name and by both, and nobody else’s', async () => {
    for (const [user, name] of [
      ['ci', 'deploy'],
      ['ci', 'test'],
      [username, 'deploy'],
    ] as const)
      await vergeos.apiKeys.create({ user, name });
    const names = async (query: Parameters<VergeOSClient['apiKeys']['list']>[0]) =>
      (await vergeos.apiKeys.list(query)).map(({ userName, name }) => `${userName}/${name}`);
    expect(await names({ user: 'ci' })).toEqual(['ci/deploy', 'ci/test']);
    expect(await names({ user: ci, name: 'deploy' })).toEqual(['ci/deploy']);
    expect(await names({ name: 'deploy' })).toEqual(['ci/deploy', `${username}/deploy`]);
    expect(await names({ user: 'ci', filter: { or: [{ name: 'test' }, { name: 'emulator' }] } })).toEqual(['ci/test']);
    expect(await names({ sort: '-name', limit: 2, offset: 1 })).toHaveLength(2);
    expect((await vergeos.apiKeys.get({ user: 'ci', name: 'test' })).userKey).toBe(ci);
    expect(await failureOf(vergeos.apiKeys.list({ user: 'nobody' }))).toBeInstanceOf(NotFoundError);
    expect(await failureOf(vergeos.apiKeys.get({ user: 'ci', name: 'Deploy' }))).toBeInstanceOf(NotFoundError);
  });

  test('gives what is asked for in fields, and the JSON as it was received', async () => {
    const { key } = await vergeos.apiKeys.create({ user: ci, name: 'deploy' });
    const { columns } = await vergeos.apiKeys.get(key, { fields: ['expires_type', 'user#email as user_email', 'upper(name) as loud'] });
    expect([columns.expires_type, columns.user_email, columns.loud, columns.name]).toEqual(['never', '', 'DEPLOY', 'deploy']);
    expect(await vergeos.apiKeys.get(key, { raw: true })).toMatchObject({ $key: key, name: 'deploy' });
    expect(await vergeos.apiKeys.list({ user: ci }, { raw: true })).toMatchObject([{ $key: key }]);
    expect(await vergeos.apiKeys.create({ user: ci, name: 'raw' }, { raw: true })).toMatchObject({
      response: { private_key: expect.any(String) },
    });
  });

  test('page by page gives each once in order, also while others come and go', async () => {
    await using crowded = await startVergeOSEmulator({ seedKeys: 2_500 });
    const others = new Clients(crowded);
    const client = others.open({ apiKey: undefined, username: crowded.username, password: crowded.password });
    const all = crowded.state().keys.map(({ key }) => key);
    const seen: number[] = [];
    for await (const { key } of client.apiKeys.listAll({ pageSize: 500 })) {
      seen.push(key);
      // Keys before the next page vanish: read by bare offsets, as many after it would never be seen.
      if (seen.length === 900) await Promise.all(all.slice(0, 40).map((early) => call(crowded, 'DELETE', `/user_api_keys/${early}`)));
    }
    expect(seen).toEqual(all);
    expect((await allOf(client.apiKeys.listAll({ pageSize: 500, limit: 700, offset: 100 }))).map(({ key }) => key)).toEqual(
      all.slice(140, 840),
    );
    await others.close();
  });
});

/** The time of the emulator, for a client that shall agree with it. */
function emulatorClock() {
  return {
    nowMs: () => emulator.clock.nowMs(),
    schedule: (act: () => void, delayMs: number) => (setTimeout(act, delayMs), () => undefined),
  };
}
