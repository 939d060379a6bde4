import { setTimeout } from 'node:timers/promises';
import { AuthPIClient } from '@keyrack/authpi';
import {
  CapabilityMissingError,
  KeyConflictError,
  KeyNotFoundError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import type { IssueIntent, IssueRequest, Provider } from '@keyrack/contracts';
import { startAuthPIEmulator } from '@keyrack/emulators';
import type { AuthPIReadyLine } from '@keyrack/emulators';
import { Secret } from '@keyrack/secret';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authpiProvider } from '../src/index.ts';
import { RecordingProxy } from './recording-proxy.ts';

const rackId = 'k7v2m9xw';
const hourMs = 3_600_000;
const emulator = await startAuthPIEmulator();
const others = new AuthPIClient({ baseUrl: emulator.url, apiKey: { id: emulator.keyId, secret: emulator.keySecret } });
const random = new SeededRandom();
const clock = new ManualClock();
const request: IssueRequest = {
  upstreamName: 'alice-krk7v2m9xw000000',
  limits: { scopes: ['users:read'] },
  expiresAtMs: null,
  providerOptions: {},
};
const keysPath = `/v1/accounts/${emulator.accountId}/api-keys`;
const opened: Provider[] = [];
const logged: string[] = [];
const logger = { log: (level: string, message: string) => void logged.push(`${level}: ${message}`) };
const connect = (fields: Readonly<Partial<AuthPIReadyLine>> = {}): Provider => {
  const draft = authpiProvider.readConnection({ fields: { ...emulator.readyLine, ...fields }, text: null });
  const made = authpiProvider.connect(draft, { rackId, clock, random, logger });
  opened.push(made);
  return made;
};
/** Lets the time of both sides go on. */
const wait = async (durationMs: number): Promise<void> => {
  emulator.clock.advance(durationMs);
  await clock.advance(durationMs);
};
const calls = (after = 0): readonly string[] => emulator.accessLog.entries(after).map(({ method, status }) => `${method} ${status}`);
const made = () => emulator.state().keys.filter(({ id }) => id !== emulator.keyId);
const living = () => made().filter(({ status }) => status !== 'revoked');
let provider = connect();

beforeEach(() => {
  emulator.reset();
  logged.length = 0;
  provider = connect();
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(async () => {
  await others.close();
  await emulator.close();
});

/** Sends an intent whose answer is lost, every repetition included. */
async function loseAnswer(intent: IssueIntent, when: 'before' | 'after' = 'after'): Promise<void> {
  const rule = emulator.faults.add({ method: 'POST', times: 9, effect: { kind: 'close', when } });
  await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  emulator.faults.remove(rule);
}

describe('cell "create": POST with Idempotency-Key, body stored byte for byte', () => {
  test('sends what was written down and nothing else, also when answers are lost, again and after a restart', async () => {
    await using proxy = await RecordingProxy.start(emulator.url);
    provider = connect({ url: proxy.url });
    const intent = await provider.prepareIssue({
      ...request,
      upstreamName: `Zoë 日本 ${request.upstreamName}`,
      expiresAtMs: 1_900_000_000_000,
    });
    await loseAnswer(intent);
    await provider.issueKey(intent);
    await connect({ url: proxy.url }).recoverIssue(JSON.parse(JSON.stringify(intent)) as IssueIntent);
    const posts = proxy.seen.filter(({ line }) => line.startsWith('POST'));
    expect(posts).toHaveLength(5);
    for (const { line, body, idempotencyKey } of posts)
      expect({ line, body, idempotencyKey }).toEqual({
        line: `POST ${keysPath}`,
        body: intent.request['body'],
        idempotencyKey: intent.request['idempotencyKey'],
      });
    expect(made()).toHaveLength(1);
  });

  test('prepares every request under an Idempotency-Key of its own', async () => {
    const keys = new Set<unknown>();
    for (let turn = 0; turn < 50; turn += 1) keys.add((await provider.prepareIssue(request)).request['idempotencyKey']);
    expect(keys.size).toBe(50);
    for (const key of keys) expect(key).toMatch(/^keyrack-[0-9a-z]{26}$/);
  });

  test('does not know what becomes of a request that another one with its key is still at work on (409 with Retry-After)', async () => {
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({ method: 'POST', effect: { kind: 'hold', when: 'during' } });
    const first = provider.issueKey(intent);
    while (emulator.faults.held.length === 0) await setTimeout(1);
    const controller = new AbortController();
    const second = connect().issueKey(intent, { signal: controller.signal });
    while (!logged.includes('warn: call is tried again')) await setTimeout(1);
    expect(calls()).toContain('POST 409');
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown', retryable: true });
    emulator.faults.release();
    const { upstreamId, secret } = await first;
    const recovery = await provider.recoverIssue(intent);
    expect(recovery).toMatchObject({ kind: 'applied', issued: { upstreamId } });
    expect(recovery.kind === 'applied' && recovery.issued.secret.equals(secret)).toBe(true);
    expect(made()).toHaveLength(1);
  });

  test('leaves what the state forbids (409 without Retry-After) to another request', async () => {
    const body = JSON.stringify({ error: 'conflict', error_description: 'There are too many keys.', retryable: false });
    const headers = { 'Content-Type': 'application/json' };
    emulator.faults.add({ method: 'POST', effect: { kind: 'status', when: 'before', status: 409, body, headers } });
    const failure = provider.issueKey(await provider.prepareIssue(request));
    await expect(failure).rejects.toThrow(KeyConflictError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied' });
  });

  test('hands out both halves, with the secret as what identifies it', async () => {
    const { upstreamId, secret, fingerprintSource } = await provider.issueKey(await provider.prepareIssue(request));
    const [plain] = made()[0]?.secrets ?? [];
    expect(secret.reveal()).toBe(`${upstreamId}:${plain}`);
    expect(fingerprintSource.reveal()).toBe(plain);
  });

  test('names the key that was made without a secret, for as long as it is there', async () => {
    const intent = await provider.prepareIssue(request);
    const answer = (id: string) => JSON.stringify({ data: { id, name: 'x' } });
    const headers = { 'Content-Type': 'application/json' };
    await provider.issueKey(intent);
    const { id } = made()[0] ?? { id: '' };
    emulator.faults.add({ method: 'POST', times: 2, effect: { kind: 'status', when: 'after', status: 201, body: answer(id), headers } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({
      name: 'IssuedWithoutSecretError',
      outcome: 'applied',
      details: { upstreamId: id },
    });
    await others.apiKeys.revoke(id);
    emulator.faults.clear();
    emulator.faults.add({ method: 'POST', effect: { kind: 'status', when: 'after', status: 201, body: answer(id), headers } });
    await expect(provider.issueKey(intent)).rejects.toThrow(KeyConflictError);
  });
});

describe('cell "applied?": replay within 23 h of the first send, then page the whole list by marker; read status after any replay', () => {
  test.each([0, 1, 22.9])('gives the lost secret again after %d hours, and makes nothing', async (hours) => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    await wait(hours * hourMs);
    const recovery = await connect().recoverIssue(intent);
    const [key] = made();
    expect(recovery).toMatchObject({ kind: 'applied', issued: { upstreamId: key?.id } });
    expect(recovery.kind === 'applied' && recovery.issued.secret.reveal()).toBe(`${key?.id}:${key?.secrets[0]}`);
    expect(made()).toHaveLength(1);
  });

  test.each([23, 24, 1_000])('says after %d hours that the secret is lost, and sends nothing that could make a key', async (hours) => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    await wait(hours * hourMs);
    const before = emulator.accessLog.count;
    expect(await connect().recoverIssue(intent)).toEqual({ kind: 'secret-lost', upstreamId: made()[0]?.id });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'applied' });
    expect(calls(before)).toEqual(['GET 200', 'GET 200']);
    expect(made()).toHaveLength(1);
  });

  test('takes a clock that was set back for a window that is over', async () => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    const earlier = { ...intent, request: { ...intent.request, preparedAtMs: clock.nowMs() + 1 } };
    expect(await provider.recoverIssue(earlier)).toMatchObject({ kind: 'secret-lost' });
  });

  test('sends nothing after the window, also when the key was never made: another request is prepared, with a window of its own', async () => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent, 'before');
    await wait(23 * hourMs);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    const before = emulator.accessLog.count;
    const failure = provider.issueKey(intent);
    await expect(failure).rejects.toThrow(KeyConflictError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied' });
    expect(calls(before)).toEqual(['GET 200']);
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    expect(made().map(({ id }) => id)).toEqual([upstreamId]);
  });

  test.each([23.5, 30])('revokes what is lost after %d hours and makes one that works, as the engine does it', async (hours) => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    await wait(hours * hourMs);
    const recovery = await provider.recoverIssue(intent);
    await provider.revokeKey(recovery.kind === 'secret-lost' ? recovery.upstreamId : '');
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    await expect(provider.issueKey(intent)).rejects.toThrow(KeyConflictError);
    const issued = await provider.issueKey(await provider.prepareIssue({ ...request, upstreamName: 'alice-krk7v2m9xw000001' }));
    expect(living().map(({ id, secrets }) => `${id}:${secrets[0]}`)).toEqual([issued.secret.reveal()]);
  });

  test('finds the key on the last page of many, and says absent only after the last one', async () => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    await Promise.all(Array.from({ length: 230 }, (_, index) => others.apiKeys.create({ name: `other ${index}`, restrictions: {} })));
    const before = emulator.accessLog.count;
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'applied', issued: { upstreamName: request.upstreamName } });
    expect(calls(before)).toEqual(['GET 200', 'GET 200', 'GET 200', 'POST 201', 'GET 200']);
    const another = await provider.prepareIssue({ ...request, upstreamName: 'alice-krk7v2m9xw000001' });
    expect(await provider.recoverIssue(another)).toEqual({ kind: 'absent' });
  });

  test('finds the key by its tag when somebody has renamed it', async () => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    await others.apiKeys.update(made()[0]?.id ?? '', { name: 'renamed' });
    await wait(25 * hourMs);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'secret-lost', upstreamId: made()[0]?.id });
  });

  test('does not say absent for a list that the service could not read whole', async () => {
    const intent = await provider.prepareIssue(request);
    const body = JSON.stringify({ data: [], has_more: false, next_cursor: null, invalid_count: 2 });
    const headers = { 'Content-Type': 'application/json' };
    emulator.faults.add({ method: 'GET', path: keysPath, effect: { kind: 'status', when: 'before', status: 200, body, headers } });
    await expect(provider.recoverIssue(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('never gives the secret of a key that has ended since', async () => {
    const intent = await provider.prepareIssue(request);
    const { upstreamId } = await provider.issueKey(intent);
    await others.apiKeys.revoke(upstreamId);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    await expect(provider.issueKey(intent)).rejects.toThrow(KeyConflictError);
    await others.apiKeys.delete(upstreamId);
    await expect(provider.issueKey(intent)).rejects.toThrow(KeyConflictError);
    expect(living()).toEqual([]);
  });

  test('never gives the secret of a key that ends while it is asked for', async () => {
    const intent = await provider.prepareIssue(request);
    const { upstreamId } = await provider.issueKey(intent);
    emulator.faults.add({ method: 'POST', path: keysPath, effect: { kind: 'hold', when: 'before' } });
    const recovery = provider.recoverIssue(intent);
    while (emulator.faults.held.length === 0) await setTimeout(1);
    await others.apiKeys.revoke(upstreamId);
    emulator.faults.release();
    expect(await recovery).toMatchObject({ kind: 'conflict' });
  });

  test('leaves one key when the service has forgotten the first request', async () => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    const first = made()[0]?.id;
    emulator.clock.advance(25 * hourMs);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'secret-lost', upstreamId: first });
    expect(living().map(({ id }) => id)).toEqual([first]);
  });

  test('says that the secret is lost when the answer comes again without it', async () => {
    const intent = await provider.prepareIssue(request);
    await loseAnswer(intent);
    emulator.faults.add({ method: 'POST', effect: { kind: 'status', when: 'after', status: 201 } });
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'secret-lost', upstreamId: made()[0]?.id });
  });

  test('makes one key of a request that lands late, after the same one was sent again', async () => {
    const intent = await provider.prepareIssue(request);
    const rule = emulator.faults.add({ method: 'POST', times: 9, effect: { kind: 'hold', when: 'before', drop: true } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ outcome: 'unknown' });
    emulator.faults.remove(rule);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    const { upstreamId } = await provider.issueKey(intent);
    emulator.faults.release();
    while (emulator.accessLog.entries().some(({ status, fault }) => status === null && fault === null)) await setTimeout(1);
    expect(made().map(({ id }) => id)).toEqual([upstreamId]);
  });
});

describe('cell "version name or id": name and tags', () => {
  test('puts the marker into the name and among the tags', async () => {
    await provider.issueKey(await provider.prepareIssue(request));
    expect(made()[0]?.fields).toMatchObject({ name: request.upstreamName, tags: ['keyrack-k7v2m9xw-000000'] });
  });

  test('keeps the tag when the name is changed', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await provider.changeKey(upstreamId, { upstreamName: 'bob-krk7v2m9xw000000' });
    expect(made()[0]?.fields).toMatchObject({ name: 'bob-krk7v2m9xw000000', tags: ['keyrack-k7v2m9xw-000000'] });
  });
});

describe('cell "gone?": status revoked, or 404 while whoami works', () => {
  test('takes a revoked key for gone without asking further, and a deleted one after asking who it is', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await provider.revokeKey(upstreamId);
    expect(made()).toMatchObject([{ status: 'revoked' }]);
    let before = emulator.accessLog.count;
    expect(await provider.getKey(upstreamId)).toBeNull();
    expect(calls(before)).toEqual(['GET 200']);
    await others.apiKeys.delete(upstreamId);
    before = emulator.accessLog.count;
    expect(await provider.getKey(upstreamId)).toBeNull();
    expect(calls(before)).toEqual(['GET 404', 'GET 200']);
  });

  test.each<[string, number, object | undefined]>([
    ['is not answered', 503, undefined],
    ['reaches another account', 200, { data: { type: 'api_key', accounts: [{ account_id: 'acc_other', org_id: 'o', scopes: [] }] } }],
    ['reaches no account', 200, { data: { type: 'api_key', accounts: [] } }],
  ])('confirms nothing by a 404 while whoami %s', async (_, status, answer) => {
    const body = answer === undefined ? '' : JSON.stringify(answer);
    const headers = { 'Content-Type': 'application/json' };
    emulator.faults.add({ path: '/v1/me', times: 9, effect: { kind: 'status', when: 'before', status, body, headers } });
    await expect(provider.getKey('key_0')).rejects.toMatchObject({ outcome: 'not-applied' });
    await expect(provider.revokeKey('key_0')).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('revokes an expired key too, since its expiry could be moved', async () => {
    const { upstreamId } = await provider.issueKey(
      await provider.prepareIssue({ ...request, expiresAtMs: emulator.state().nowMs + 60_000 }),
    );
    emulator.clock.advance(61_000);
    expect((await provider.getKey(upstreamId))?.state).toBe('expired');
    await provider.revokeKey(upstreamId);
    expect(made()).toMatchObject([{ status: 'revoked' }]);
  });
});

describe('cell "suspend": block', () => {
  test('blocks and unblocks', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const restore = await provider.prepareSuspend(upstreamId);
    await provider.suspendKey(upstreamId);
    expect(made()).toMatchObject([{ status: 'blocked' }]);
    await provider.resumeKey(upstreamId, restore);
    expect(made()).toMatchObject([{ status: 'active' }]);
  });

  test('leaves a key blocked that others had blocked before', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await others.apiKeys.block(upstreamId);
    const restore = await provider.prepareSuspend(upstreamId);
    await provider.suspendKey(upstreamId);
    await provider.resumeKey(upstreamId, restore);
    expect(made()).toMatchObject([{ status: 'blocked' }]);
  });

  test('restores nothing that was not written down', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await provider.suspendKey(upstreamId);
    await expect(provider.resumeKey(upstreamId, {})).rejects.toMatchObject({ name: 'InvalidInputError', outcome: 'not-applied' });
    expect(made()).toMatchObject([{ status: 'blocked' }]);
  });

  test('is not confirmed by an answer alone, only by what the service shows afterwards', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const told = { status: 200, body: '{"data":{}}', headers: { 'Content-Type': 'application/json' } };
    emulator.faults.add({ method: 'POST', effect: { kind: 'status', when: 'before', ...told } });
    await expect(provider.suspendKey(upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    await provider.suspendKey(upstreamId);
    emulator.faults.add({ method: 'POST', effect: { kind: 'status', when: 'before', ...told } });
    await expect(provider.resumeKey(upstreamId, { outOfUse: false })).rejects.toMatchObject({ outcome: 'unknown' });
    expect(made()).toMatchObject([{ status: 'blocked' }]);
  });

  test('is not confirmed while nobody can look, and a revoked key is not there', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const rule = emulator.faults.add({ method: 'GET', times: 9, effect: { kind: 'status', when: 'before', status: 503 } });
    await expect(provider.suspendKey(upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    emulator.faults.remove(rule);
    await others.apiKeys.revoke(upstreamId);
    for (const act of [provider.suspendKey(upstreamId), provider.resumeKey(upstreamId, { outOfUse: false })])
      await expect(act).rejects.toThrow(KeyNotFoundError);
  });
});

describe('cell "expiry": expires_at', () => {
  test('ends the key to the millisecond, and can be moved and taken away', async () => {
    const expiresAtMs = emulator.state().nowMs + 60_001;
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, expiresAtMs }));
    expect(made()[0]?.fields).toMatchObject({ expires_at: expiresAtMs });
    await provider.changeKey(upstreamId, { expiresAtMs: expiresAtMs + 1 });
    expect((await provider.getKey(upstreamId))?.expiresAtMs).toBe(expiresAtMs + 1);
    emulator.clock.advance(61_000);
    expect((await provider.getKey(upstreamId))?.state).toBe('expired');
    await provider.changeKey(upstreamId, { expiresAtMs: null });
    expect(await provider.getKey(upstreamId)).toMatchObject({ expiresAtMs: null, state: 'active' });
  });
});

describe('cell "limits": scopes, addresses', () => {
  test('lets the key do what its scopes say, from the addresses that may', async () => {
    const limits = { scopes: ['api-keys:read'], allowedAddresses: ['127.0.0.0/8'] };
    const { secret } = await provider.issueKey(await provider.prepareIssue({ ...request, limits }));
    const [id = '', plain = ''] = secret.reveal().split(':');
    await using consumer = new AuthPIClient({ baseUrl: emulator.url, apiKey: { id, secret: plain }, accountId: emulator.accountId });
    expect((await consumer.apiKeys.list()).data.length).toBeGreaterThan(0);
    await expect(consumer.apiKeys.create({ name: 'more', restrictions: {} })).rejects.toMatchObject({ status: 403 });
    await provider.changeKey(id, { limits: { ...limits, allowedAddresses: ['192.0.2.0/24'] } });
    await expect(consumer.apiKeys.list()).rejects.toMatchObject({ status: 403 });
    await provider.changeKey(id, { limits: { scopes: limits.scopes } });
    expect((await provider.getKey(id))?.limits).toEqual({ scopes: limits.scopes });
    await consumer.apiKeys.list();
  });

  test('changes nothing that somebody else changes at the same moment', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ method: 'PATCH', effect: { kind: 'hold', when: 'before' } });
    const change = provider.changeKey(upstreamId, { limits: { scopes: ['users:write'] } });
    while (emulator.faults.held.length === 0) await setTimeout(1);
    await others.apiKeys.update(upstreamId, { description: 'theirs' });
    emulator.faults.release();
    await expect(change).rejects.toMatchObject({ name: 'UpstreamRejectedError', outcome: 'not-applied', retryable: true });
    expect(made()[0]?.fields).toMatchObject({ description: 'theirs', restrictions: { scopes: ['users:read'] } });
  });

  test('says that a revoked key is not there when it is asked to change it', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await others.apiKeys.revoke(upstreamId);
    for (const change of [{ upstreamName: 'x' }, { limits: {} }, { expiresAtMs: null }])
      await expect(provider.changeKey(upstreamId, change)).rejects.toThrow(KeyNotFoundError);
  });
});

describe('cell "last use": none', () => {
  test('is refused, never given as never', async () => {
    await expect(provider.readUsage('key_0')).rejects.toThrow(CapabilityMissingError);
  });
});

describe('cell "needs besides a name": restrictions', () => {
  test('makes a key that may do nothing when no scope is given, and says so unless that is meant', async () => {
    const { secret } = await provider.issueKey(await provider.prepareIssue({ ...request, limits: {} }));
    expect(made()[0]?.fields).toMatchObject({ restrictions: { scopes: [] } });
    expect(authpiProvider.issueNotes?.({})).toEqual([expect.stringContaining('without scopes may do nothing')]);
    expect(authpiProvider.issueNotes?.({ scopes: [] })).toEqual([]);
    expect(authpiProvider.issueNotes?.({ scopes: ['users:read'] })).toEqual([]);
    expect(await provider.probeSecret(secret)).toBe(true);
  });
});

describe('the connection itself', () => {
  test('is the account, and is refused when its key does not reach that', async () => {
    expect(await provider.checkConnection()).toEqual({ systemIdentity: emulator.accountId, systemName: null, systemVersion: null });
    await expect(connect({ accountId: emulator.addAccount() }).checkConnection()).rejects.toThrow(UpstreamRejectedError);
  });

  test('finds its account by itself, and asks for it once', async () => {
    const { accountId: _, ...line } = emulator.readyLine;
    const draft = authpiProvider.readConnection({ fields: line, text: null });
    const lone = authpiProvider.connect(draft, { rackId, clock, random });
    opened.push(lone);
    for (let turn = 0; turn < 3; turn += 1) await lone.getKey(emulator.keyId);
    expect(emulator.accessLog.entries().filter(({ path }) => path === '/v1/me')).toHaveLength(1);
  });

  test('knows the key that it works with, also when that is named by a credential kept elsewhere', async () => {
    const { settings } = authpiProvider.readConnection({ fields: { ...emulator.readyLine }, text: null });
    for (const text of [`${emulator.keyId}:${emulator.keySecret}\n`, JSON.stringify(emulator.readyLine)]) {
      const kept = authpiProvider.connect({ settings, credential: new Secret(text) }, { rackId, clock, random });
      opened.push(kept);
      expect((await kept.getKey(emulator.keyId))?.own).toBe(true);
    }
  });

  test('shows keys of which the service tells next to nothing, and refuses one without an id', async () => {
    const told = (data: unknown) => {
      const body = JSON.stringify({ data });
      emulator.faults.add({
        effect: { kind: 'status', when: 'before', status: 200, body, headers: { 'Content-Type': 'application/json' } },
      });
    };
    const bare = { upstreamName: '', state: 'active', limits: {}, expiresAtMs: null, createdAtMs: null, own: false };
    told([{ id: 'key_1', name: 7, status: null, scopes: 'x', ip_allowlist: {}, expires_at: 'soon', created_at: null, tags: 7 }]);
    const listed = [];
    for await (const key of provider.listKeys()) listed.push(key);
    expect(listed).toMatchObject([{ upstreamId: 'key_1', ...bare }]);
    told({ id: 'key_1', restrictions: null });
    expect(await provider.getKey('key_1')).toMatchObject({ upstreamId: 'key_1', ...bare });
    told({ name: 'no id' });
    await expect(provider.getKey('key_1')).rejects.toThrow(UpstreamUnavailableError);
    told([{ id: 'key_1', tags: 7 }]);
    expect(await provider.recoverIssue(await provider.prepareIssue(request))).toEqual({ kind: 'absent' });
  });

  test('cannot try a key that is not let in from here, and says no to what is no key', async () => {
    const limits = { allowedAddresses: ['192.0.2.0/24'] };
    const { secret } = await provider.issueKey(await provider.prepareIssue({ ...request, limits }));
    await expect(provider.probeSecret(secret)).rejects.toThrow(UpstreamRejectedError);
    expect(await provider.probeSecret(new Secret('sk-1234'))).toBe(false);
  });
});
