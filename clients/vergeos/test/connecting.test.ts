import { inspect } from 'node:util';
import { selfSignedCertificate, startVergeOSEmulator } from '@keyrack/emulators';
import { ConnectionError, PinMismatchError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { CanaryScanner } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthenticationError, ClosedClientError, PermissionError, RateLimitError, RequestBudgetError } from '../src/index.ts';
import { createUser } from './raw-calls.ts';
import { Clients, failureOf } from './support.ts';

const certificate = await selfSignedCertificate('127.0.0.1');
const emulator = await startVergeOSEmulator({ certificate });
const { url, username, password, apiKey, certSha256, port } = emulator;
const clients = new Clients(emulator);
const byPassword = { apiKey: undefined, username, password };
const calls = (): readonly string[] => emulator.accessLog.entries().map(({ method, path, status }) => `${method} ${path} ${status}`);

beforeEach(() => emulator.reset());
afterEach(() => clients.close());
afterAll(() => emulator.close());

describe('connecting', () => {
  test('recognises a self-signed system by its pin, in every form', async () => {
    const colons = certSha256.toLowerCase().match(/../g)?.join(':') ?? '';
    expect(await clients.open({ certSha256: colons }).system.get()).toEqual({
      version: '26.1.8',
      osVersion: '26.1.8',
      cloudName: 'emulator',
    });
    expect((await clients.open({ baseUrl: `${url}/api/v4/` }).system.get()).version).toBe('26.1.8');
    expect((await clients.open({ baseUrl: undefined, host: `127.0.0.1:${port}` }).system.get()).version).toBe('26.1.8');
  });

  test('never writes a byte to a system with another certificate, and trusts none without its pin', async () => {
    expect(await failureOf(clients.open({ certSha256: '0'.repeat(64) }).system.get())).toBeInstanceOf(PinMismatchError);
    const untrusted = await failureOf(clients.open({ certSha256: undefined, retries: false }).system.get());
    expect(untrusted).toBeInstanceOf(ConnectionError);
    expect(untrusted).toMatchObject({ reason: 'DEPTH_ZERO_SELF_SIGNED_CERT', outcome: 'not-applied' });
    expect(calls()).toEqual([]);
  });

  test('trusts a given CA, and then still wants the right name', async () => {
    const failure = await failureOf(clients.open({ certSha256: undefined, ca: certificate.cert, retries: false }).system.get());
    // The emulator's certificate names no host at all; that it is not trusted would be the error above.
    expect(failure).toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('logs in by API key, by password and by session, until the session is ended', async () => {
    const admin = clients.open(byPassword);
    const { token } = await admin.sessions.create({ username, password: new Secret(password) });
    const withSession = clients.open({ apiKey: undefined, sessionToken: token });
    for (const client of [clients.open(), clients.open({ apiKey: new Secret(apiKey) }), admin, withSession]) {
      expect((await client.system.get()).cloudName).toBe('emulator');
    }
    await withSession.sessions.delete(token);
    expect(await failureOf(withSession.system.get())).toBeInstanceOf(AuthenticationError);
    expect(emulator.accessLog.entries().some(({ path }) => path.includes(token.reveal()))).toBe(false);
  });

  test('tells a wrong login from a missing right', async () => {
    for (const wrong of [
      { apiKey: `${apiKey}x` },
      { ...byPassword, password: 'wrong' },
      { apiKey: undefined, sessionToken: '0'.repeat(40) },
    ]) {
      expect(await failureOf(clients.open(wrong).system.get())).toMatchObject({ constructor: AuthenticationError, status: 401 });
    }
    const guest = await createUser(emulator, 'guest');
    const created = await clients.open().apiKeys.create({ user: guest, name: 'guest' });
    const denied = await failureOf(clients.open({ apiKey: created.secret }).apiKeys.create({ user: guest, name: 'another' }));
    expect(denied).toMatchObject({ constructor: PermissionError, status: 403, outcome: 'not-applied' });
  });

  test('sends nothing once it is closed', async () => {
    const client = clients.open();
    await client.system.get();
    await client.close();
    const before = calls().length;
    expect(await failureOf(client.apiKeys.list())).toBeInstanceOf(ClosedClientError);
    expect(await failureOf(client.apiKeys.listAll().next())).toBeInstanceOf(ClosedClientError);
    expect(calls()).toHaveLength(before);
  });
});

describe('the requests of an hour', () => {
  test('are counted for an API key, with repetitions, and the next is not sent', async () => {
    emulator.faults.add({ path: '/api/v4/system', effect: { kind: 'status', when: 'before', status: 503 } });
    const client = clients.open({ requestsPerHour: 3 });
    await client.system.get();
    await client.system.get();
    const failure = await failureOf(client.system.get());
    expect(failure).toMatchObject({ constructor: RequestBudgetError, code: 'request-budget', outcome: 'not-applied', retryable: true });
    expect(RequestBudgetError.isInstance(failure) && failure.retryAfterMs > 3_500_000).toBe(true);
    expect(calls()).toHaveLength(3);
  });

  test('are 1,000 for an API key unless something else is said, and without limit for a password', async () => {
    const [key, admin] = [clients.open(), clients.open(byPassword)];
    for (let sent = 0; sent < 1_000; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => Promise.all([key.system.get(), admin.system.get()])));
    }
    expect(await failureOf(key.system.get())).toBeInstanceOf(RequestBudgetError);
    await admin.system.get();
    expect(calls()).toHaveLength(2_001);
  });

  test('that the system itself counts end in its refusal', async () => {
    await using strict = await startVergeOSEmulator({ requestsPerHour: 1 });
    const others = new Clients(strict);
    const client = others.open({ requestsPerHour: Infinity, retries: false });
    await client.system.get();
    expect(await failureOf(client.system.get())).toMatchObject({ constructor: RateLimitError, status: 429 });
    await others.close();
  });
});

describe('secrets', () => {
  test('stand in no error, no log line, no hook and nothing that prints', async () => {
    const shown: unknown[] = [];
    const logger = { log: (...line: readonly unknown[]) => shown.push(line) };
    const hooks = { onRequest: (event: unknown) => shown.push(event), onResponse: (event: unknown) => shown.push(event) };
    const client = clients.open({ logger, logLevel: 'debug', hooks, retries: false });
    const admin = clients.open({ ...byPassword, logger, logLevel: 'debug' });
    const created = await client.apiKeys.create({ user: username, name: 'canary' });
    const { token } = await admin.sessions.create({ username, password });
    // The system repeats what it was sent.
    for (const secret of [apiKey, password]) {
      const body = JSON.stringify({ err: `refused ${secret}` });
      emulator.faults.add({
        effect: { kind: 'status', when: 'before', status: 422, body, headers: { 'content-type': 'application/json' } },
      });
      shown.push(await failureOf((secret === apiKey ? client : admin).apiKeys.get(1)));
    }
    expect(String(shown.at(-1))).toContain('refused');
    emulator.faults.add({ effect: { kind: 'truncate' } });
    shown.push(created, token, client, admin);
    shown.push(await failureOf(client.apiKeys.get({ user: username, name: 'canary' })), await admin.apiKeys.list());
    await admin.sessions.delete(token);
    const scanner = new CanaryScanner([apiKey, password, created.secret.reveal(), token.reveal()]);
    expect(
      scanner.scan('everything', inspect(shown, { depth: 12, showHidden: true, maxStringLength: null }) + JSON.stringify(shown)),
    ).toEqual([]);
  });
});
