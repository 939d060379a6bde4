import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { startAuthPIEmulator } from '@keyrack/emulators';
import { Secret } from '@keyrack/secret';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthPIClient, ConfigurationError, ConflictError, MissingSecretError, ValidationError } from '../src/index.ts';
import { failureOf } from './support/failure-of.ts';
import { json, RecordingServer, refusal } from './support/recording-server.ts';

const emulator = await startAuthPIEmulator();
const { url, keyId, keySecret, accountId } = emulator;
const opened: AuthPIClient[] = [];
const connect = (baseUrl = url): AuthPIClient => {
  const client = new AuthPIClient({ baseUrl, apiKey: { id: keyId, secret: keySecret }, accountId, retries: { delayMs: 5 } });
  opened.push(client);
  return client;
};
const made = () => emulator.state().keys.filter(({ id }) => id !== keyId);
const body = { name: 'deploy', restrictions: { scopes: ['users:read'] } };
let authpi = connect();

beforeEach(() => {
  emulator.reset();
  authpi = connect();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(() => emulator.close());

describe('a POST whose answer is lost', () => {
  test('is repeated with its Idempotency-Key, byte for byte, and acts once', async () => {
    emulator.faults.add({ method: 'POST', times: 2, effect: { kind: 'close', when: 'after' } });
    const key = await authpi.apiKeys.create(body);
    expect(key.replayed).toBe(true);
    expect(made()).toMatchObject([{ id: key.id, secrets: [key.secret_plain.reveal()] }]);
  });

  test('goes out each time as it went out first', async () => {
    await using server = await RecordingServer.start((_, response, turn) => {
      if (turn === 0) response.destroy();
      else if (turn === 1) json(response, 503, refusal('unavailable', { retryable: true }));
      else json(response, 201, { data: { id: 'key_2', secret_plain: 's' } });
    });
    await connect(server.url).apiKeys.create({ ...body, metadata: { _note: 'ü' } });
    expect(server.seen).toHaveLength(3);
    expect(new Set(server.values('idempotency-key')).size).toBe(1);
    expect(new Set(server.seen.map((request) => request.body))).toEqual(new Set([JSON.stringify({ ...body, metadata: { _note: 'ü' } })]));
  });

  test('waits for the first request when that is still at work', async () => {
    emulator.faults.add({ method: 'POST', effect: { kind: 'hold', when: 'during', drop: true } });
    const attempt = authpi.apiKeys.create(body);
    while (!emulator.accessLog.entries().some(({ status }) => status === 409)) await setTimeout(1);
    emulator.faults.release();
    expect((await attempt).replayed).toBe(true);
    expect(made()).toHaveLength(1);
  });

  test('is unknown for good once no repetition is answered', async () => {
    emulator.faults.add({ method: 'POST', times: 3, effect: { kind: 'close', when: 'before' } });
    expect(await failureOf(authpi.apiKeys.create(body))).toMatchObject({ outcome: 'unknown', attempts: 3 });
  });

  test('has a key of its own for each call', async () => {
    await using server = await RecordingServer.start((_, response) => json(response, 200, { data: { id: 'key_2' } }));
    const client = connect(server.url);
    for (let turn = 0; turn < 5; turn += 1) await client.apiKeys.block('key_2');
    expect(new Set(server.values('idempotency-key')).size).toBe(5);
  });
});

describe('what has no Idempotency-Key', () => {
  test.each(['PATCH', 'DELETE'])('is never repeated: %s', async (method) => {
    await using server = await RecordingServer.start((_, response) => json(response, 503, refusal('unavailable', { retryable: true })));
    const { apiKeys } = connect(server.url);
    const error = await failureOf(method === 'PATCH' ? apiKeys.update('key_2', { name: 'x' }) : apiKeys.delete('key_2'));
    expect(error).toMatchObject({ status: 503, outcome: 'unknown', attempts: 1 });
    expect(server.seen).toHaveLength(1);
  });
});

describe('a prepared create', () => {
  test('makes one key, however often and from wherever it is sent', async () => {
    const prepared = authpi.apiKeys.prepareCreate(body);
    const written = { idempotencyKey: prepared.idempotencyKey, bodyText: prepared.bodyText.reveal() };
    const first = await authpi.apiKeys.createPrepared(prepared);
    const again = await connect().apiKeys.createPrepared({ ...written, bodyText: new Secret(written.bodyText) });
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.secret_plain.equals(first.secret_plain)).toBe(true);
    expect(made()).toHaveLength(1);
  });

  test('acts a second time when it is sent after the 24 hours, which `replayed` tells', async () => {
    const prepared = authpi.apiKeys.prepareCreate(body);
    await authpi.apiKeys.createPrepared(prepared);
    emulator.clock.advance(24 * 3_600_000);
    expect((await authpi.apiKeys.createPrepared(prepared)).replayed).toBe(false);
    expect(made()).toHaveLength(2);
  });

  test('keeps to its Idempotency-Key, which stands for no other body', async () => {
    const prepared = authpi.apiKeys.prepareCreate(body, { idempotencyKey: 'mine' });
    await authpi.apiKeys.createPrepared(prepared);
    const other = authpi.apiKeys.prepareCreate({ ...body, name: 'other' }, { idempotencyKey: 'mine' });
    expect(await failureOf(authpi.apiKeys.createPrepared(other))).toMatchObject({
      constructor: ValidationError,
      status: 422,
      outcome: 'not-applied',
    });
    expect(made()).toHaveLength(1);
  });

  test('is never shown with its body, which may hold a secret', () => {
    const prepared = authpi.apiKeys.prepareCreate({ ...body, secret: new Secret('of-my-own') });
    expect(JSON.stringify(prepared)).not.toContain('of-my-own');
    expect(prepared.bodyText.reveal()).toContain('"secret":"of-my-own"');
  });
});

describe('a conflict', () => {
  test('with Retry-After leaves the outcome open, and without it is a refusal', async () => {
    for (const [headers, outcome] of [
      [{ 'retry-after': '0' }, 'unknown'],
      [{}, 'not-applied'],
    ] as const) {
      await using server = await RecordingServer.start((_, response) => json(response, 409, refusal('conflict'), headers));
      expect(await failureOf(connect(server.url).apiKeys.create(body))).toMatchObject({ constructor: ConflictError, outcome });
      expect(server.seen).toHaveLength(outcome === 'unknown' ? 3 : 1);
    }
  });
});

describe('an answer without its secret', () => {
  test('is an error with the id of the key that was made, never an empty text', async () => {
    await using server = await RecordingServer.start((_, response) => json(response, 201, { data: { id: 'key_2', secret_plain: '' } }));
    expect(await failureOf(connect(server.url).apiKeys.create(body))).toMatchObject({
      constructor: MissingSecretError,
      id: 'key_2',
      outcome: 'applied',
      message: expect.stringContaining('Remove key_2'),
    });
    expect(server.seen).toHaveLength(1);
  });

  test('is an error without an id when the service repeats an answer whose body it has not kept', async () => {
    emulator.faults.add({ method: 'POST', effect: { kind: 'status', when: 'after', status: 201 } });
    expect(await failureOf(authpi.apiKeys.create(body))).toMatchObject({ constructor: MissingSecretError, id: null, outcome: 'applied' });
  });
});

describe('a call that is made ready', () => {
  test('is the same call each time it goes out, and acts once', async () => {
    const call = await authpi.prepare.issuers.create({ name: 'Main', settings: { access: {} } });
    const first = await authpi.send(call);
    const second = await authpi.send({ ...call });
    expect([first.replayed, second.replayed, second.id === first.id]).toEqual([false, true, true]);
    expect((await authpi.issuers.list()).data).toHaveLength(1);
  });

  test('can be changed before it goes out', async () => {
    const call = await authpi.prepare.issuers.create({ name: 'Main', settings: { access: {} } }, { headers: { 'x-trace': '7' } });
    const { name } = await authpi.send({ ...call, body: { ...call.body, name: 'Other' } });
    expect([name, call.headers['x-trace']]).toEqual(['Other', '7']);
  });

  test('holds no credential, and shows no secret that is in it', async () => {
    const call = await authpi.prepare.issuer('i').users.create({ username: 'bob', password: new Secret('hunter2-hunter2') });
    expect(inspect(call, { depth: 9, showHidden: true }) + JSON.stringify(call)).not.toMatch(
      new RegExp(`hunter2|${keySecret}|authorization`),
    );
  });

  test('leads nowhere else when it was changed', async () => {
    const call = await authpi.prepare.issuer('i').users.get('u');
    for (const changed of [
      { ...call, parameters: { ...call.parameters, user_id: '../..' } },
      { ...call, route: '/other' },
    ])
      expect(await failureOf(authpi.send(changed))).toBeInstanceOf(ConfigurationError);
    expect(emulator.accessLog.entries()).toEqual([]);
  });

  test('is not repeated by itself once its Idempotency-Key was taken out', async () => {
    const { headers: _headers, ...call } = await authpi.prepare.issuers.create({ name: 'Main', settings: { access: {} } });
    emulator.faults.add({ method: 'POST', effect: { kind: 'close', when: 'after' } });
    expect(await failureOf(authpi.send({ ...call, headers: {} }))).toMatchObject({ outcome: 'unknown', attempts: 1 });
  });
});
