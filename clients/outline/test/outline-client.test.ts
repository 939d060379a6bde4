import { inspect } from 'node:util';
import { startOutlineEmulator } from '@keyrack/emulators';
import {
  ApiStatusError,
  ClosedClientError,
  ConfigurationError,
  ConnectionError,
  HttpError,
  PinMismatchError,
  TimeoutError,
} from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { CanaryScanner } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccessKeyNotFoundError, ConflictError, OutlineClient, RouteNotFoundError, ServerFailureError } from '../src/index.ts';
import type { OutlineClientOptions } from '../src/index.ts';

const emulator = await startOutlineEmulator();
const { apiUrl, certSha256, origin } = emulator;
const prefix = apiUrl.slice(origin.length + 1);
const opened: OutlineClient[] = [];
const connect = (options: Partial<OutlineClientOptions> = {}): OutlineClient => {
  const client = new OutlineClient({ apiUrl, certSha256, retries: { delayMs: 10 }, ...options });
  opened.push(client);
  return client;
};
const calls = (): readonly string[] => emulator.accessLog.entries().map(({ method, path, status }) => `${method} ${path} ${status}`);
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
let outline = connect();

beforeEach(() => {
  emulator.reset();
  outline = connect();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(() => emulator.close());

describe('connecting', () => {
  test('takes what the installer writes, and the pin in every form', async () => {
    const client = OutlineClient.fromAccessFile(emulator.accessText, { retries: false });
    opened.push(client);
    const { serverId } = await client.server.get();
    const colons = certSha256.toLowerCase().match(/../g)?.join(':') ?? '';
    expect((await connect({ apiUrl: new Secret(`${apiUrl}//`), certSha256: colons }).server.get()).serverId).toBe(serverId);
  });

  test('never writes a byte to a server with another certificate', async () => {
    const wrongPin = `${certSha256.startsWith('0') ? '1' : '0'}${certSha256.slice(1)}`;
    const failure = await failureOf(connect({ certSha256: wrongPin }).server.get());
    expect(failure).toBeInstanceOf(PinMismatchError);
    expect(failure).toMatchObject({ outcome: 'not-applied' });
    expect(calls()).toEqual([]);
  });

  test('trusts no self-signed certificate without its pin', async () => {
    const client = new OutlineClient({ apiUrl, retries: false });
    opened.push(client);
    expect(await failureOf(client.server.get())).toBeInstanceOf(ConnectionError);
    expect(calls()).toEqual([]);
  });

  test('is not made from a wrong option, and names it without its value', () => {
    const wrong: Readonly<Record<string, Partial<OutlineClientOptions>>> = {
      apiUrl: { apiUrl: `http://127.0.0.1/${prefix}` },
      certSha256: { certSha256: prefix },
      'content-encoding': { defaultHeaders: { 'Content-Encoding': 'gzip' } },
      timeoutMs: { timeoutMs: -1 },
    };
    for (const [name, options] of Object.entries(wrong)) {
      expect(() => connect(options)).toThrow(new RegExp(name));
      expect(() => connect(options)).not.toThrow(new RegExp(prefix));
    }
  });

  test('prints as its name, the origin and its state, and refuses calls once it is closed', async () => {
    await outline.server.get();
    const printed = [String(outline), inspect(outline), inspect({ outline }, { showHidden: true }), JSON.stringify(outline)];
    for (const text of printed) expect(text).toContain(`OutlineClient(${origin}, open)`);
    await outline.close();
    expect(inspect(outline)).toContain(`OutlineClient(${origin}, closed)`);
    const before = calls().length;
    expect(await failureOf(outline.accessKeys.create())).toBeInstanceOf(ClosedClientError);
    expect(calls()).toHaveLength(before);
  });
});

describe('the calls', () => {
  test('read the server', async () => {
    expect(await outline.server.get()).toMatchObject({
      name: 'Outline Server',
      serverId: emulator.state().serverId,
      version: expect.any(String),
    });
  });

  test('create, read, rename, limit and delete a key', async () => {
    const created = await outline.accessKeys.create({ name: 'Alice', limit: { bytes: 50e9 }, method: 'aes-256-gcm', port: 4_433 });
    expect(created).toMatchObject({ id: '0', name: 'Alice', port: 4_433, method: 'aes-256-gcm', dataLimit: { bytes: 50e9 } });
    expect(created.accessUrl?.reveal()).toBe(emulator.state().keys[0]?.accessUrl);
    expect(await outline.accessKeys.get('0')).toEqual(created);
    await outline.accessKeys.rename('0', 'Bob');
    await outline.accessKeys.setDataLimit('0', { bytes: 0 });
    expect((await outline.accessKeys.list())[0]).toMatchObject({ id: '0', name: 'Bob', dataLimit: { bytes: 0 } });
    await outline.accessKeys.removeDataLimit('0');
    expect(await outline.accessKeys.get('0')).not.toHaveProperty('dataLimit');
    await outline.accessKeys.delete('0');
    expect(await outline.accessKeys.list()).toEqual([]);
  });

  test.each(['alice', 'a/b', '100%', 'ключ 😀', '__proto__', '...', '?x=1#y', '%2e%2e'])('reach exactly the key "%s"', async (id) => {
    await outline.accessKeys.createWithId(id, { name: 'named', password: `pw-${id}` });
    await outline.accessKeys.rename(id, 'again');
    await outline.accessKeys.setDataLimit(id, { bytes: 7 });
    expect(emulator.state().keys).toMatchObject([{ id, name: 'again', password: `pw-${id}`, dataLimit: { bytes: 7 } }]);
    expect((await outline.accessKeys.get(id)).id).toBe(id);
    await outline.accessKeys.delete(id);
    expect(emulator.state().keys).toEqual([]);
  });

  test.each(['', '.', '..', 'x'.repeat(101)])('send nothing for the id "%s"', async (id) => {
    const attempts = [
      outline.accessKeys.get(id),
      outline.accessKeys.createWithId(id),
      outline.accessKeys.rename(id, 'name'),
      outline.accessKeys.setDataLimit(id, { bytes: 1 }),
      outline.accessKeys.removeDataLimit(id),
      outline.accessKeys.delete(id),
    ];
    for (const attempt of attempts) expect(await failureOf(attempt)).toBeInstanceOf(ConfigurationError);
    expect(calls()).toEqual([]);
  });

  test('never remove a limit by mistake', async () => {
    await outline.accessKeys.create({ limit: { bytes: 5 } });
    for (const limit of [{}, undefined, null, 7_000]) {
      expect(await failureOf(outline.accessKeys.setDataLimit('0', limit as never))).toBeInstanceOf(ConfigurationError);
    }
    expect(emulator.state().keys).toMatchObject([{ dataLimit: { bytes: 5 } }]);
  });

  test('list many keys one by one, in their order', async () => {
    for (let index = 0; index < 30; index += 1) await outline.accessKeys.create({ name: `key ${index}` });
    const names: string[] = [];
    for await (const key of outline.accessKeys.listAll()) names.push(key.name);
    expect(names).toEqual(Array.from({ length: 30 }, (_, index) => `key ${index}`));
  });

  test('read what each key has used', async () => {
    const { id } = await outline.accessKeys.create();
    emulator.feedTraffic({ keyId: id, bytes: 5_000 }, { keyId: '', bytes: 100 });
    const { bytesTransferredByUserId } = await outline.metrics.transfer();
    expect(Object.keys(bytesTransferredByUserId).toSorted()).toEqual(['', id]);
    emulator.setPrometheus('down');
    expect(await failureOf(outline.metrics.transfer())).toBeInstanceOf(ServerFailureError);
  });

  test('give the JSON as it was received when they are asked for it', async () => {
    await outline.accessKeys.createWithId('alice', { password: 'not wrapped' });
    expect(await outline.accessKeys.get('alice', { raw: true })).toMatchObject({ id: 'alice', password: 'not wrapped' });
    expect(await outline.accessKeys.list({ raw: true })).toMatchObject({ accessKeys: [{ id: 'alice' }] });
    expect(await outline.accessKeys.create({}, { raw: true })).toMatchObject({ id: '0', accessUrl: expect.stringMatching(/^ss:/) });
    expect(await outline.accessKeys.createWithId('bob', {}, { raw: true })).toMatchObject({ id: 'bob' });
    expect(await outline.server.get({ raw: true })).toMatchObject({ portForNewAccessKeys: expect.any(Number) });
    expect(await outline.metrics.transfer({ raw: true })).toEqual({ bytesTransferredByUserId: {} });
  });

  test('never announce a compressed body', async () => {
    const headers = { 'CONTENT-ENCODING': 'gzip' };
    expect(await failureOf(outline.accessKeys.create({}, { headers }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(outline.accessKeys.rename('0', 'name', { headers }))).toBeInstanceOf(ConfigurationError);
    expect(calls()).toEqual([]);
  });
});

describe('errors', () => {
  test('tell a missing key from a wrong secret path', async () => {
    const missing = await failureOf(outline.accessKeys.get('nobody'));
    expect(missing).toBeInstanceOf(AccessKeyNotFoundError);
    expect(missing).toMatchObject({
      status: 404,
      upstreamCode: 'NotFound',
      upstreamMessage: 'Access key "nobody" not found',
      outcome: 'not-applied',
    });
    const stranger = connect({ apiUrl: `${origin}/${'wrong-'.repeat(4)}` });
    const misdirected = await failureOf(stranger.accessKeys.delete('nobody'));
    expect(misdirected).toBeInstanceOf(RouteNotFoundError);
    expect(AccessKeyNotFoundError.isInstance(misdirected)).toBe(false);
    expect(misdirected).toMatchObject({ outcome: 'not-applied' });
  });

  test('say what the server refused', async () => {
    await outline.accessKeys.createWithId('alice', { password: 'taken' });
    expect(await failureOf(outline.accessKeys.createWithId('alice'))).toBeInstanceOf(ConflictError);
    expect(await failureOf(outline.accessKeys.create({ password: 'taken' }))).toBeInstanceOf(ConflictError);
    expect(await failureOf(outline.accessKeys.create({ port: 9_090 }))).toMatchObject({ upstreamMessage: 'Port 9090 is unavailable' });
  });

  test('do not take a 404 of something in between for an answer of the server', async () => {
    emulator.faults.add({ times: 9, effect: { kind: 'status', when: 'before', status: 404, body: '<h1>Not found</h1>' } });
    const failure = await failureOf(outline.accessKeys.delete('alice'));
    expect(failure).toBeInstanceOf(ApiStatusError);
    expect(failure).toMatchObject({ outcome: 'unknown', upstreamCode: undefined });
    expect(AccessKeyNotFoundError.isInstance(failure)).toBe(false);
  });

  test('hold no secret: not the path, which the server repeats, not a password, not an access URL', async () => {
    const password = 'canary-password-4711';
    const { accessUrl } = await outline.accessKeys.createWithId('alice', { password });
    const stranger = connect({ apiUrl: `${origin}/canary-secret-path-0815` });
    const provoked = [
      () => stranger.server.get(),
      () => stranger.accessKeys.create({ password }),
      () => outline.accessKeys.createWithId('bob', { password }),
      () => outline.accessKeys.create({ password, port: 9_090 }),
      () => outline.accessKeys.get('nobody'),
    ];
    const scanner = new CanaryScanner([prefix, 'canary-secret-path-0815', password, accessUrl?.reveal() ?? '']);
    for (const attempt of provoked) {
      const failure = await failureOf(attempt());
      expect(HttpError.isInstance(failure)).toBe(true);
      expect(scanner.scan('error', `${inspect(failure, { depth: 12, showHidden: true })} ${JSON.stringify(failure)}`)).toEqual([]);
    }
  });
});

describe('a server that goes away', () => {
  test('is not-applied when nobody listens', async () => {
    await emulator.crash();
    const failure = await failureOf(outline.accessKeys.create());
    await emulator.restart();
    expect(failure).toBeInstanceOf(ConnectionError);
    expect(failure).toMatchObject({ outcome: 'not-applied' });
  });

  test('never makes a POST go out twice', async () => {
    emulator.faults.add({ effect: { kind: 'close', when: 'after' } });
    expect(await failureOf(outline.accessKeys.create())).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(emulator.state().keys).toHaveLength(1);
    expect(calls()).toEqual(['POST /access-keys null']);
  });

  test('lets a PUT with an id be repeated, and keeps in mind that an answer was lost', async () => {
    emulator.faults.add({ effect: { kind: 'close', when: 'before' } });
    expect((await outline.accessKeys.createWithId('alice', { password: 'chosen' })).password?.reveal()).toBe('chosen');
    emulator.faults.add({ effect: { kind: 'close', when: 'after' } });
    const failure = await failureOf(outline.accessKeys.createWithId('bob'));
    expect(failure).toBeInstanceOf(ConflictError);
    expect(failure).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(emulator.state().keys.map((key) => key.id)).toEqual(['alice', 'bob']);
  });

  test('lets a deletion be repeated: what is gone after a lost answer was deleted', async () => {
    await outline.accessKeys.createWithId('alice');
    emulator.faults.add({ method: 'DELETE', effect: { kind: 'close', when: 'after' } });
    await outline.accessKeys.delete('alice');
    expect(calls().slice(-2)).toEqual(['DELETE /access-keys/alice null', 'DELETE /access-keys/alice 404']);
    expect(await failureOf(outline.accessKeys.delete('alice'))).toBeInstanceOf(AccessKeyNotFoundError);
  });

  test('does not hold a call longer than its time', async () => {
    emulator.setPrometheus('hanging');
    const failure = await failureOf(outline.metrics.transfer({ timeoutMs: 60, retries: false }));
    expect(failure).toBeInstanceOf(TimeoutError);
    emulator.setPrometheus('up');
  });
});
