import { setTimeout } from 'node:timers/promises';
import {
  KeyConflictError,
  KeyNotFoundError,
  OutcomeUnknownError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import type { IssueIntent, IssueRequest, Provider } from '@keyrack/contracts';
import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineReadyLine } from '@keyrack/emulators';
import { OutlineClient } from '@keyrack/outline';
import { Secret } from '@keyrack/secret';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isVersionIdOf, outlineProvider } from '../src/index.ts';

const rackId = 'k7v2m9xw';
const emulator = await startOutlineEmulator();
const server = new OutlineClient({ apiUrl: emulator.apiUrl, certSha256: emulator.certSha256 });
const random = new SeededRandom();
const clock = new ManualClock();
const request: IssueRequest = { upstreamName: 'alice-krk7v2m9xw000000', limits: {}, expiresAtMs: null, providerOptions: {} };
const opened: Provider[] = [];
const connect = (fields: Readonly<Partial<OutlineReadyLine>> = {}): Provider => {
  const draft = outlineProvider.readConnection({ fields: { ...emulator.readyLine, ...fields }, text: null });
  const made = outlineProvider.connect(draft, { rackId, clock, random });
  opened.push(made);
  return made;
};
let provider = connect();

beforeEach(() => {
  emulator.reset();
  provider = connect();
});
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
});
afterAll(async () => {
  await server.close();
  await emulator.close();
});

const passwordOf = (intent: IssueIntent): Secret => intent.secrets['password'] ?? new Secret('none');

describe('cell "create": PUT with our id and our password', () => {
  test('gives the key an id of this rack, the password it chose, and its limit', async () => {
    const intent = await provider.prepareIssue({ ...request, limits: { dataLimitBytes: 5_000 } });
    const issued = await provider.issueKey(intent);
    expect(isVersionIdOf(rackId, issued.upstreamId)).toBe(true);
    const [key] = emulator.state().keys;
    expect(key).toMatchObject({
      id: intent.upstreamId,
      name: request.upstreamName,
      password: passwordOf(intent).reveal(),
      dataLimit: { bytes: 5_000 },
    });
    expect(key?.accessUrl).toBe(issued.secret.reveal());
  });
});

describe('cell "applied?": GET shows an equal password; 409 alone proves nothing', () => {
  test('settles by looking when its own repetition finds the id taken', async () => {
    emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'after' } });
    const intent = await provider.prepareIssue(request);
    const issued = await provider.issueKey(intent);
    expect(issued.fingerprintSource.equals(passwordOf(intent))).toBe(true);
    expect(emulator.accessLog.entries().map(({ method, status }) => `${method} ${status}`)).toEqual(['PUT null', 'PUT 409', 'GET 200']);
  });

  test('says not applied when the password is taken by another key', async () => {
    const intent = await provider.prepareIssue(request);
    await server.accessKeys.create({ password: passwordOf(intent) });
    const failure = provider.issueKey(intent);
    await expect(failure).rejects.toThrow(KeyConflictError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied' });
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('does not say not applied for a conflict after a lost answer, unless the key is there', async () => {
    const intent = await provider.prepareIssue(request);
    await server.accessKeys.create({ password: passwordOf(intent) });
    emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'before' } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('does not know when the look after a conflict fails', async () => {
    const intent = await provider.prepareIssue(request);
    await provider.issueKey(intent);
    emulator.faults.add({ method: 'GET', times: 9, effect: { kind: 'status', when: 'before', status: 502 } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('never takes a key with another password for its own', async () => {
    const intent = await provider.prepareIssue(request);
    await server.accessKeys.createWithId(intent.upstreamId ?? '', { name: request.upstreamName });
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'conflict' });
    await expect(provider.issueKey(intent)).rejects.toThrow(KeyConflictError);
  });
});

describe('cell "version name or id": 16 decimal digits below 2^53 with the digits of the rack and two to check', () => {
  test('are known for ours, whatever else looks like them', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await provider.prepareIssue(request)).upstreamId ?? ''));
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) {
      expect(id).toMatch(/^[1-8]\d{15}$/);
      expect(Number(id)).toBeLessThan(Number.MAX_SAFE_INTEGER);
      expect(isVersionIdOf(rackId, id)).toBe(true);
      expect(isVersionIdOf('another0', id)).toBe(false);
      const mistyped = `${id.slice(0, -1)}${(Number(id.at(-1)) + 1) % 10}`;
      expect(isVersionIdOf(rackId, mistyped)).toBe(false);
    }
  });

  test('stay when the key is renamed, and are what its use is counted by', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await provider.changeKey(upstreamId, { upstreamName: 'renamed' });
    emulator.feedTraffic({ keyId: upstreamId, bytes: 4_096 });
    expect(await provider.getKey(upstreamId)).toMatchObject({ upstreamId, upstreamName: 'renamed', rackId: null });
    expect((await provider.readUsage(upstreamId)).dataBytes).toBeGreaterThan(0);
  });
});

describe('cell "gone?": 404 NotFound, never ResourceNotFound', () => {
  test('looks for itself, and asks whether the server is the server', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const before = emulator.accessLog.count;
    await provider.revokeKey(upstreamId);
    expect(emulator.accessLog.entries(before).map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      `DELETE /access-keys/${upstreamId} 204`,
      `GET /access-keys/${upstreamId} 404`,
      'GET /server 200',
    ]);
  });

  test('takes the 404 of a wrong secret path for a refused credential, never for absence', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const stranger = connect({ url: `${emulator.origin}/some-other-secret-path` });
    await expect(stranger.revokeKey(upstreamId)).rejects.toThrow(UpstreamRejectedError);
    await expect(stranger.getKey('no-such-key')).rejects.toThrow(UpstreamRejectedError);
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('confirms nothing while nobody can look', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ method: 'GET', path: '/server', times: 9, effect: { kind: 'status', when: 'before', status: 503 } });
    await expect(provider.revokeKey(upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });
});

describe('cell "suspend": data limit 0; the old limit is read before; confirmed only when metrics answer too', () => {
  test('is not confirmed while the server cannot count, and is once it can', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.setPrometheus('down');
    await expect(provider.suspendKey(upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    expect(emulator.state().keys).toMatchObject([{ dataLimit: { bytes: 0 }, accepted: true }]);
    emulator.setPrometheus('up');
    await provider.suspendKey(upstreamId);
    expect(emulator.state().keys).toMatchObject([{ accepted: false }]);
  });

  test.each([null, 0, 5_000, 1e300])('restores a limit of %s bytes', async (bytes) => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    if (bytes !== null) await server.accessKeys.setDataLimit(upstreamId, { bytes });
    const restore = await provider.prepareSuspend(upstreamId);
    expect(restore).toEqual({ dataLimitBytes: bytes });
    await provider.suspendKey(upstreamId);
    await provider.resumeKey(upstreamId, restore);
    expect(emulator.state().keys[0]?.dataLimit?.bytes ?? null).toBe(bytes);
  });

  test('restores nothing that was not written down', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, limits: { dataLimitBytes: 5_000 } }));
    await expect(provider.resumeKey(upstreamId, {})).rejects.toMatchObject({ name: 'InvalidInputError', outcome: 'not-applied' });
    expect(emulator.state().keys).toMatchObject([{ dataLimit: { bytes: 5_000 } }]);
  });
});

describe('cell "expiry": ours', () => {
  test('is neither sent nor imitated, and cannot be changed there', async () => {
    const intent = await provider.prepareIssue({ ...request, expiresAtMs: clock.nowMs() + 60_000 });
    const { upstreamId } = await provider.issueKey(intent);
    expect(provider.capabilities).toMatchObject({ expiry: 'keyrack', change: ['name', 'limits'] });
    expect(await provider.getKey(upstreamId)).toMatchObject({ state: 'active', expiresAtMs: null });
    const before = emulator.accessLog.count;
    await expect(provider.changeKey(upstreamId, { expiresAtMs: 1 })).rejects.toMatchObject({ name: 'CapabilityMissingError' });
    expect(emulator.accessLog.count).toBe(before);
  });
});

describe('cell "limits": data limit, counted per id, so the remainder is carried over', () => {
  test('leaves a successor, which starts at 0, what its predecessor has not used', async () => {
    const limits = { dataLimitBytes: 5_000 };
    const first = await provider.issueKey(await provider.prepareIssue({ ...request, limits }));
    emulator.feedTraffic({ keyId: first.upstreamId, bytes: 1_000 });
    const carriedUsage = await provider.readUsage(first.upstreamId);
    const left = provider.remainingLimits(limits, carriedUsage);
    expect(left).toEqual({ dataLimitBytes: 5_000 - Math.ceil(carriedUsage.dataBytes ?? 0) });
    const successor = await provider.issueKey(await provider.prepareIssue({ ...request, limits: left, carriedUsage }));
    expect(await provider.readUsage(successor.upstreamId)).toMatchObject({ dataBytes: 0 });
    expect(await provider.getKey(successor.upstreamId)).toMatchObject({ limits: left });
  });

  test('edits what a resumption restores while a key is suspended', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, limits: { dataLimitBytes: 5_000 } }));
    const restore = await provider.prepareSuspend(upstreamId);
    await provider.suspendKey(upstreamId);
    const edited = await provider.changeKey(upstreamId, { limits: { dataLimitBytes: 7_000 }, restore });
    expect(edited).toEqual({ dataLimitBytes: 7_000 });
    expect(emulator.state().keys).toMatchObject([{ dataLimit: { bytes: 0 } }]);
    await provider.resumeKey(upstreamId, edited ?? {});
    expect(emulator.state().keys).toMatchObject([{ dataLimit: { bytes: 7_000 } }]);
  });
});

describe('cell "last use": metrics; idle keys absent, cached 5 min, may be 500', () => {
  const issued = async (): Promise<string> => (await provider.issueKey(await provider.prepareIssue(request))).upstreamId;
  const listed = async (): Promise<readonly (number | null)[]> => {
    const found: (number | null)[] = [];
    for await (const { lastUsedAtMs } of provider.listKeys()) found.push(lastUsedAtMs);
    return found;
  };

  beforeEach(() => {
    // The server walks its window in steps of five minutes: this is within one.
    emulator.clock.set(Date.parse('2027-03-10T12:00:30Z'));
    emulator.clock.freeze(true);
  });

  test('is known of a key that had traffic, in a listing and by itself, and of an idle one it is not', async () => {
    const [used] = [await issued(), await issued()];
    const atMs = emulator.clock.nowMs();
    emulator.feedTraffic({ keyId: used, bytes: 4_096 });
    const [first, second] = await listed();
    expect(Math.abs((first ?? 0) - atMs)).toBeLessThan(outlineProvider.capabilities.usageLagSeconds * 1_000);
    expect(second).toBeNull();
    expect((await provider.readUsage(used)).lastUsedAtMs).toBe(first);
  });

  test('is as old as the answer that the server keeps for 5 minutes', async () => {
    const [first, second] = [await issued(), await issued()];
    emulator.feedTraffic({ keyId: first, bytes: 4_096 });
    expect(await listed()).toEqual([expect.any(Number), null]);
    emulator.clock.advance(10_000);
    emulator.feedTraffic({ keyId: second, bytes: 4_096 });
    expect(await listed()).toEqual([expect.any(Number), null]);
    emulator.clock.advance(300_000);
    expect(await listed()).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test.each(['down', 'hanging'] as const)(
    'is not known, and keeps no list waiting, while the metrics are %s',
    { timeout: 20_000 },
    async (mode) => {
      const keyId = await issued();
      emulator.feedTraffic({ keyId, bytes: 4_096 });
      emulator.setPrometheus(mode);
      expect(await listed()).toEqual([null]);
      emulator.setPrometheus('up');
    },
  );

  test('is not known of a server that never carried traffic, and of one that is too old to tell', async () => {
    await issued();
    expect(await listed()).toEqual([null]);
    emulator.faults.add({ path: '/experimental/server/metrics', effect: { kind: 'status', when: 'before', status: 404, body: '' } });
    expect(await listed()).toEqual([null]);
  });

  test('is not known where the server calls two keys by one number', async () => {
    for (const id of ['12', '12abc']) await server.accessKeys.createWithId(id);
    for (const keyId of ['12', '12abc']) emulator.feedTraffic({ keyId, bytes: 4_096 });
    expect(await listed()).toEqual([null, null]);
  });

  test('reads zero for a key that nobody used, and refuses a key that is only in the figures', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    expect(await provider.readUsage(upstreamId)).toEqual({ lastUsedAtMs: null, dataBytes: 0, spendUsd: null, readAtMs: clock.nowMs() });
    emulator.feedTraffic({ keyId: upstreamId, bytes: 4_096 });
    expect((await provider.readUsage(upstreamId)).dataBytes).toBeGreaterThan(0);
    await provider.revokeKey(upstreamId);
    await expect(provider.readUsage(upstreamId)).rejects.toThrow(KeyNotFoundError);
  });

  test('is never taken for zero when the metrics do not answer', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.setPrometheus('down');
    await expect(provider.readUsage(upstreamId)).rejects.toThrow(UpstreamUnavailableError);
    emulator.setPrometheus('up');
  });
});

describe('cell "needs besides a name": nothing', () => {
  test('refuses every option before anything is sent', async () => {
    await provider.issueKey(await provider.prepareIssue(request));
    const before = emulator.accessLog.count;
    expect(provider.capabilities.issueOptions).toEqual([]);
    await expect(provider.prepareIssue({ ...request, providerOptions: { team: 'core' } })).rejects.toMatchObject({
      name: 'InvalidInputError',
    });
    expect(emulator.accessLog.count).toBe(before);
  });
});

describe('an Outline connection', () => {
  test('does not deny a change of which one half was done', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ path: '/access-keys/*/data-limit', effect: { kind: 'hold', when: 'before' } });
    const change = provider.changeKey(upstreamId, { upstreamName: 'renamed', limits: { dataLimitBytes: 1 } });
    while (emulator.faults.held.length === 0) await setTimeout(1);
    expect(emulator.state().keys).toMatchObject([{ name: 'renamed' }]);
    await server.accessKeys.delete(upstreamId);
    emulator.faults.release();
    await expect(change).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('sends nothing to a server with another certificate, and does not try again by itself', async () => {
    const stranger = connect({ certSha256: '0'.repeat(64) });
    const failure = stranger.checkConnection();
    await expect(failure).rejects.toThrow(UpstreamUnavailableError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied', retryable: false });
    expect(emulator.accessLog.entries()).toEqual([]);
  });

  test('connects with a whole access.txt as the credential that is read anew each time', async () => {
    const { settings } = outlineProvider.readConnection({ fields: {}, text: new Secret(emulator.accessText) });
    const draft = { settings, credential: new Secret(emulator.accessText) };
    const made = outlineProvider.connect(draft, { rackId, clock, random });
    opened.push(made);
    expect((await made.checkConnection()).systemIdentity).toBe(emulator.state().serverId);
  });

  test('knows that nothing was done while the server is down', async () => {
    const intent = await provider.prepareIssue(request);
    await emulator.crash();
    try {
      await expect(provider.issueKey(intent)).rejects.toMatchObject({
        name: 'UpstreamUnavailableError',
        outcome: 'not-applied',
        retryable: true,
      });
    } finally {
      await emulator.restart();
    }
    await provider.issueKey(intent);
  });

  test('lists ten thousand keys, each once and in order', async () => {
    const crowded = await startOutlineEmulator({ seedKeys: 10_000 });
    let next = 0;
    for await (const key of connect(crowded.readyLine).listKeys()) if (key.upstreamId === String(next)) next += 1;
    await crowded.close();
    expect(next).toBe(10_000);
  });

  test('leaves errors that are none of the client to be seen', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await expect(provider.getKey('..')).rejects.toMatchObject({ name: 'InvalidInputError', outcome: 'not-applied' });
    await expect(provider.suspendKey('no-such-key')).rejects.toThrow(KeyNotFoundError);
    await expect(provider.suspendKey(upstreamId, { signal: AbortSignal.abort() })).rejects.not.toThrow(OutcomeUnknownError);
  });
});
