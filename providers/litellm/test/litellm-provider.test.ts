import { setTimeout } from 'node:timers/promises';
import { KeyConflictError, KeyNotFoundError, UpstreamRejectedError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { Clock, IssueIntent, IssueRequest, Provider } from '@keyrack/contracts';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import type { LiteLLMReadyLine } from '@keyrack/emulators';
import { LiteLLMClient } from '@keyrack/litellm';
import { Secret } from '@keyrack/secret';
import { SeededRandom } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { litellmProvider } from '../src/index.ts';

const rackId = 'k7v2m9xw';
const emulator = await startLiteLLMEmulator();
const proxy = new LiteLLMClient({ baseUrl: emulator.url, apiKey: emulator.apiKey });
const random = new SeededRandom();
const clock: Clock = { nowMs: () => emulator.clock.nowMs(), sleep: async (durationMs) => setTimeout(durationMs) };
const request: IssueRequest = { upstreamName: 'alice-krk7v2m9xw000000', limits: {}, expiresAtMs: null, providerOptions: {} };
const hourMs = 3_600_000;
const opened: Provider[] = [];
const connect = (fields: Readonly<Partial<LiteLLMReadyLine>> = {}): Provider => {
  const draft = litellmProvider.readConnection({ fields: { ...emulator.readyLine, ...fields }, text: null });
  const made = litellmProvider.connect(draft, { rackId, clock, random });
  opened.push(made);
  return made;
};
let provider = connect();

beforeEach(() => {
  emulator.reset();
  // Time stands still, so that instants can be compared.
  emulator.clock.freeze(true);
  provider = connect();
});
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
});
afterAll(async () => {
  await proxy.close();
  await emulator.close();
});

const keyOf = (intent: IssueIntent): Secret => intent.secrets['key'] ?? new Secret('none');
const calls = (after = 0): readonly string[] =>
  emulator.accessLog.entries(after).map(({ method, path, status }) => `${method} ${path.replace(/\?.*/, '')} ${status}`);
const used = (cost: number, token: string): void => emulator.use(token, { cost, atMs: emulator.clock.nowMs() - 10_000 });

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const listed: Item[] = [];
  for await (const item of items) listed.push(item);
  return listed;
}

/** Sends an intent whose request is held back somewhere on its way; it lands when the emulator releases it. */
async function sendLate(intent: IssueIntent): Promise<void> {
  emulator.faults.add({ path: '/key/generate', times: 9, effect: { kind: 'hold', when: 'before', drop: true } });
  await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  for (const { id } of emulator.faults.pending) emulator.faults.remove(id);
}

async function land(): Promise<void> {
  emulator.faults.release();
  while (emulator.accessLog.entries().some((call) => call.status === null && call.fault === null)) await setTimeout(1);
}

describe('cell "create": generate with our secret and alias', () => {
  test('makes the key that was prepared, and believes its own look and not the answer', async () => {
    const intent = await provider.prepareIssue({ ...request, limits: { budgetUsd: 5, models: ['gpt-4o'] } });
    const issued = await provider.issueKey(intent);
    expect(issued.upstreamId).toBe(intent.upstreamId);
    expect(issued.secret.equals(keyOf(intent))).toBe(true);
    expect(emulator.state().keys).toMatchObject([
      { token: intent.upstreamId, secret: issued.secret.reveal(), key_alias: request.upstreamName, max_budget: 5, models: ['gpt-4o'] },
    ]);
    expect(calls()).toEqual(['POST /key/generate 200', 'GET /key/info 200']);
  });

  test('does not take the agreement to a generate that changed nothing for a new key', async () => {
    const intent = await provider.prepareIssue(request);
    await provider.issueKey(intent);
    const { token } = await proxy.keys.update(intent.upstreamId ?? '', { key_alias: 'renamed by others' });
    const issued = await provider.issueKey(intent);
    expect(issued).toMatchObject({ upstreamId: token, upstreamName: 'renamed by others' });
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('does not know what to think of a key that was made and is not shown', async () => {
    const intent = await provider.prepareIssue(request);
    const body = JSON.stringify({ error: { message: 'Key not found in database', type: 'not_found_error', param: 'key', code: '404' } });
    const headers = { 'content-type': 'application/json' };
    emulator.faults.add({ path: '/key/info', times: 9, effect: { kind: 'status', when: 'before', status: 404, body, headers } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });
});

describe('cell "applied?": info by hash; deleted counts as absent; an identical repeat may be refused for its alias: look by hash', () => {
  test('settles by looking when its own repetition finds the name taken', async () => {
    emulator.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'after' } });
    const intent = await provider.prepareIssue(request);
    const issued = await provider.issueKey(intent);
    expect(issued.secret.equals(keyOf(intent))).toBe(true);
    expect(calls()).toEqual(['POST /key/generate null', 'POST /key/generate 400', 'GET /key/info 200']);
  });

  test('says not applied when another key has the name', async () => {
    const intent = await provider.prepareIssue(request);
    await proxy.keys.generate({ key_alias: request.upstreamName });
    await expect(provider.issueKey(intent)).rejects.toThrow(KeyConflictError);
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ outcome: 'not-applied' });
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'conflict' });
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('does not say not applied for a taken name after a lost answer, unless the key is there', async () => {
    const intent = await provider.prepareIssue(request);
    await proxy.keys.generate({ key_alias: request.upstreamName });
    emulator.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'before' } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('does not know when the look after the answer fails', async () => {
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({ path: '/key/info', times: 9, effect: { kind: 'status', when: 'before', status: 502 } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    emulator.faults.clear();
    expect(await connect().recoverIssue(intent)).toMatchObject({ kind: 'applied' });
  });

  test('takes a key that was made and deleted for absent', async () => {
    const intent = await provider.prepareIssue(request);
    const { upstreamId } = await provider.issueKey(intent);
    await proxy.keys.delete({ keys: [upstreamId] });
    expect((await proxy.keys.info(upstreamId)).status).toBe('deleted');
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
  });

  test('finds a create that lands after it was given up, and can end it then', async () => {
    const intent = await provider.prepareIssue(request);
    await sendLate(intent);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    await land();
    const found = await provider.recoverIssue(intent);
    expect(found).toMatchObject({ kind: 'applied', issued: { upstreamId: intent.upstreamId } });
    await provider.revokeKey(intent.upstreamId ?? '');
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
  });

  test('finds a key that a late create brings back to life after its revocation, shows it, and can end it again', async () => {
    const intent = await provider.prepareIssue(request);
    await sendLate(intent);
    const { upstreamId } = await provider.issueKey(intent);
    await provider.revokeKey(upstreamId);
    expect(await provider.getKey(upstreamId)).toBeNull();
    await land();
    expect(await provider.getKey(upstreamId)).toMatchObject({ upstreamId, state: 'active' });
    expect((await all(provider.listKeys())).map((key) => key.upstreamId)).toEqual([upstreamId]);
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'applied' });
    await provider.revokeKey(upstreamId);
    expect(await provider.getKey(upstreamId)).toBeNull();
    expect(emulator.state().deletedKeys).toHaveLength(2);
  });
});

describe('cell "version name or id": alias suffix, metadata.keyrack (merged and re-read on adoption)', () => {
  test('marks the key in its alias and in its metadata, and keeps both when it is renamed', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await provider.changeKey(upstreamId, { upstreamName: 'bob-krk7v2m9xw000000' });
    const key = await proxy.keys.info(upstreamId);
    expect(key).toMatchObject({ key_alias: 'bob-krk7v2m9xw000000', metadata: { keyrack: { rack: rackId } } });
  });

  test('marks a key of other hands beside what its metadata hold already, and nothing else of it changes', async () => {
    const { token } = await proxy.keys.generate({ key_alias: 'bob', metadata: { cost_center: 'core' }, model_rpm_limit: { 'gpt-4o': 3 } });
    const before = await provider.getKey(token);
    expect(before).toMatchObject({ rackId: null });
    const { metadata } = await proxy.keys.info(token);
    expect(await provider.changeKey(token, { rackId })).toBeNull();
    expect(await provider.getKey(token)).toEqual({ ...before, rackId });
    expect((await proxy.keys.info(token)).metadata).toEqual({ ...metadata, keyrack: { rack: rackId } });
  });

  test('does not take a marker for set when somebody else wrote the metadata at the same moment', async () => {
    const { token } = await proxy.keys.generate({ key_alias: 'bob', metadata: { cost_center: 'core' } });
    emulator.faults.add({ path: '/key/update', effect: { kind: 'hold', when: 'after' } });
    const marking = provider.changeKey(token, { rackId });
    while (emulator.faults.held.length === 0) await setTimeout(5);
    await proxy.keys.update(token, { metadata: { cost_center: 'other' } });
    emulator.faults.release();
    await expect(marking).rejects.toMatchObject({ outcome: 'unknown', retryable: true });
    expect(await provider.getKey(token)).toMatchObject({ rackId: null });
  });

  test('refuses a name that is taken, and changes nothing of the key then', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    await proxy.keys.generate({ key_alias: 'taken' });
    const change = { upstreamName: 'taken', limits: { budgetUsd: 1 }, expiresAtMs: clock.nowMs() + hourMs };
    await expect(provider.changeKey(upstreamId, change)).rejects.toMatchObject({ name: 'KeyConflictError', outcome: 'not-applied' });
    expect(await provider.getKey(upstreamId)).toMatchObject({ upstreamName: request.upstreamName, limits: {}, expiresAtMs: null });
  });
});

describe('cell "gone?": status deleted, or 404 not_found_error; other proxies follow within 60 s', () => {
  test('other proxies follow within 60 s, as the capability says: the end is confirmed by the proxy that was asked', async () => {
    await using second = await emulator.startSecondProxy();
    const asks = async (origin: string): Promise<number> => {
      const headers = { authorization: `Bearer ${issued.secret.reveal()}`, 'content-type': 'application/json', connection: 'close' };
      const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] });
      return (await fetch(`${origin}/v1/chat/completions`, { method: 'POST', headers, body })).status;
    };
    const issued = await provider.issueKey(await provider.prepareIssue(request));
    expect([await asks(emulator.url), await asks(second.origin)]).toEqual([200, 200]);
    await provider.revokeKey(issued.upstreamId);
    expect([await asks(emulator.url), await asks(second.origin)]).toEqual([401, 200]);
    const lagMs = (litellmProvider.capabilities.endLagSeconds ?? 0) * 1_000;
    emulator.clock.advance(lagMs - 1);
    expect(await asks(second.origin)).toBe(200);
    emulator.clock.advance(1);
    expect(await asks(second.origin)).toBe(401);
  });

  test('any proxy that is asked says at once that a key is gone which another one has deleted', async () => {
    await using second = await emulator.startSecondProxy();
    const other = connect({ url: second.origin });
    const { upstreamId, secret } = await provider.issueKey(await provider.prepareIssue(request));
    expect(await other.probeSecret(secret)).toBe(true);
    await provider.revokeKey(upstreamId);
    expect(await other.getKey(upstreamId)).toBeNull();
    await other.revokeKey(upstreamId);
  });

  test('deletes, then looks for itself', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const before = emulator.accessLog.count;
    await provider.revokeKey(upstreamId);
    expect(calls(before)).toEqual(['POST /key/delete 200', 'GET /key/info 200']);
    expect(emulator.state()).toMatchObject({ keys: [], deletedKeys: [{ row: { token: upstreamId } }] });
  });

  test('takes a key that the archive does not know either for gone', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.reset();
    await provider.revokeKey(upstreamId);
    expect(calls()).toEqual(['POST /key/delete 404', 'GET /key/info 404']);
  });

  test('does not take the router of another program for the word of the proxy', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const stranger = connect({ url: `${emulator.url}/v1` });
    await expect(stranger.getKey(upstreamId)).rejects.toThrow(UpstreamRejectedError);
    await expect(stranger.revokeKey(upstreamId)).rejects.toThrow(UpstreamRejectedError);
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('confirms nothing while nobody can look', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ path: '/key/info', times: 9, effect: { kind: 'status', when: 'before', status: 503 } });
    await expect(provider.revokeKey(upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });

  test('takes no key for gone that its own team hides, or that the proxy without its database does not know', async () => {
    const { token } = await proxy.keys.generate({ team_id: 'never-was' });
    expect(await provider.getKey(token)).toMatchObject({ upstreamId: token });
    const unplugged = await startLiteLLMEmulator({ database: false });
    const blind = connect(unplugged.readyLine);
    await expect(blind.getKey(token)).rejects.toThrow(UpstreamUnavailableError);
    await expect(blind.revokeKey(token)).rejects.toThrow(UpstreamUnavailableError);
    await expect(blind.checkConnection()).rejects.toThrow(UpstreamUnavailableError);
    await blind.close();
    await unplugged.close();
  });
});

describe('cell "suspend": block', () => {
  test('keeps everything else of a key, and works for keys with secrets that only their hash can name', async () => {
    const odd = await proxy.keys.generate({ key: 'sk-odd characters/ä?', key_alias: 'odd', max_budget: 7, duration: '1h' });
    expect(await provider.prepareSuspend(odd.token)).toEqual({});
    await provider.suspendKey(odd.token);
    expect(await provider.getKey(odd.token)).toMatchObject({ state: 'suspended', limits: { budgetUsd: 7 } });
    await provider.changeKey(odd.token, { limits: { budgetUsd: 8 }, restore: {} });
    expect(await provider.getKey(odd.token)).toMatchObject({ state: 'suspended', limits: { budgetUsd: 8 } });
    await provider.resumeKey(odd.token, {});
    expect(await provider.getKey(odd.token)).toMatchObject({ state: 'active', upstreamName: 'odd', limits: { budgetUsd: 8 } });
  });

  test('is repeated when its answer is lost', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ path: '/key/block', effect: { kind: 'close', when: 'after' } });
    await provider.suspendKey(upstreamId);
    emulator.faults.add({ path: '/key/unblock', effect: { kind: 'close', when: 'after' } });
    await provider.resumeKey(upstreamId, {});
    expect(emulator.state().keys).toMatchObject([{ blocked: false }]);
  });

  test('is not believed when the proxy shows something else', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const body = JSON.stringify({ token: upstreamId, blocked: false });
    const headers = { 'content-type': 'application/json' };
    emulator.faults.add({ path: '/key/block', effect: { kind: 'status', when: 'before', status: 200, body, headers } });
    await expect(provider.suspendKey(upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
  });
});

describe('cell "expiry": duration, relative, computed at each send from the absolute instant, rounded down; read back', () => {
  /** Whether a key ends when it should: up to two seconds early, and never late. */
  const endsAt = async (upstreamId: string | null, wantedMs: number): Promise<boolean> => {
    const { expiresAtMs } = (await provider.getKey(upstreamId ?? '')) ?? {};
    return typeof expiresAtMs === 'number' && expiresAtMs <= wantedMs && expiresAtMs > wantedMs - 2_000;
  };

  test('is what was asked for, also when the intent is sent much later', async () => {
    const expiresAtMs = clock.nowMs() + hourMs + 1;
    const intent = await provider.prepareIssue({ ...request, expiresAtMs });
    emulator.clock.advance(hourMs / 2);
    const { upstreamId } = await provider.issueKey(intent);
    expect(await endsAt(upstreamId, expiresAtMs)).toBe(true);
  });

  test('never sends the same duration twice', async () => {
    const intent = await provider.prepareIssue({ ...request, expiresAtMs: clock.nowMs() + hourMs });
    emulator.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'before' } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    expect(calls()).toEqual(['POST /key/generate null']);
  });

  test('is set right where a request came late, by those who look', async () => {
    const expiresAtMs = clock.nowMs() + hourMs;
    const intent = await provider.prepareIssue({ ...request, expiresAtMs });
    await sendLate(intent);
    emulator.clock.advance(60_000);
    await land();
    expect((await provider.getKey(intent.upstreamId ?? ''))?.expiresAtMs).toBeGreaterThan(expiresAtMs);
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'applied' });
    expect(await endsAt(intent.upstreamId, expiresAtMs)).toBe(true);
  });

  test('lets the key expire, shows it as expired, and can be taken back', async () => {
    const { upstreamId, secret } = await provider.issueKey(
      await provider.prepareIssue({ ...request, expiresAtMs: clock.nowMs() + hourMs }),
    );
    expect(await provider.probeSecret(secret)).toBe(true);
    emulator.clock.advance(hourMs);
    expect(await provider.getKey(upstreamId)).toMatchObject({ state: 'expired' });
    expect(await provider.probeSecret(secret)).toBe(false);
    await provider.changeKey(upstreamId, { expiresAtMs: null });
    expect(await provider.getKey(upstreamId)).toMatchObject({ state: 'active', expiresAtMs: null });
    expect(await provider.probeSecret(secret)).toBe(true);
  });

  test('does not get round a limit on how long keys may live', async () => {
    const strict = await startLiteLLMEmulator({ strict: { upperbound_key_generate_params: { duration: '30d' } } });
    strict.clock.set(clock.nowMs());
    const bounded = connect(strict.readyLine);
    const { upstreamId } = await bounded.issueKey(await bounded.prepareIssue({ ...request, expiresAtMs: clock.nowMs() + hourMs }));
    await expect(bounded.changeKey(upstreamId, { expiresAtMs: null })).rejects.toMatchObject({
      name: 'UpstreamRejectedError',
      outcome: 'not-applied',
    });
    expect((await bounded.getKey(upstreamId))?.expiresAtMs).not.toBeNull();
    await bounded.close();
    await strict.close();
  });
});

describe('cell "limits": budgets, rates, models; a successor starts with what its predecessor has spent', () => {
  test('carries the spending over, and the budget starts anew when it should', async () => {
    emulator.clock.set(Date.UTC(2026, 10, 21));
    const limits = { budgetUsd: 10, budgetPeriod: '30d' };
    const first = await provider.issueKey(await provider.prepareIssue({ ...request, limits }));
    used(4, first.upstreamId);
    emulator.clock.advance(1);
    const carriedUsage = await provider.readUsage(first.upstreamId);
    const successor = {
      ...request,
      upstreamName: 'alice-krk7v2m9xw000001',
      limits: provider.remainingLimits(limits, carriedUsage),
      carriedUsage,
    };
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(successor));
    expect(emulator.state().keys).toMatchObject([{ spend: 4 }, { token: upstreamId, spend: 4, max_budget: 10 }]);
    expect(await provider.readUsage(upstreamId)).toMatchObject({ spendUsd: 4 });
    emulator.clock.set(Date.UTC(2026, 11, 1, 0, 0, 1));
    expect(await provider.readUsage(upstreamId)).toMatchObject({ spendUsd: 0 });
    expect(await provider.getKey(upstreamId)).toMatchObject({ limits });
  });

  test('removes what is not named any more', async () => {
    const limits = {
      budgetUsd: 1,
      budgetPeriod: '1d',
      requestsPerMinute: 2,
      tokensPerMinute: 3,
      maxParallelRequests: 4,
      models: ['gpt-4o'],
    };
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, limits }));
    expect(await provider.getKey(upstreamId)).toMatchObject({ limits });
    await provider.changeKey(upstreamId, { limits: { requestsPerMinute: 5 } });
    expect((await provider.getKey(upstreamId))?.limits).toEqual({ requestsPerMinute: 5 });
  });
});

describe('cell "last use": last_active, 10 s late', () => {
  test('shows a use only after the proxy has written it down, within the declared lag', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    expect(await provider.readUsage(upstreamId)).toEqual({ lastUsedAtMs: null, dataBytes: null, spendUsd: 0, readAtMs: clock.nowMs() });
    const usedAtMs = clock.nowMs();
    emulator.use(upstreamId, { cost: 0.5 });
    expect(await provider.readUsage(upstreamId)).toMatchObject({ lastUsedAtMs: null, spendUsd: 0 });
    emulator.clock.advance(provider.capabilities.usageLagSeconds * 1_000);
    const { lastUsedAtMs, spendUsd } = await provider.readUsage(upstreamId);
    expect(spendUsd).toBe(0.5);
    // The proxy notes when it wrote the use down, which is never before the use itself.
    expect(lastUsedAtMs).toBeGreaterThanOrEqual(usedAtMs);
    expect(lastUsedAtMs).toBeLessThanOrEqual(clock.nowMs());
    await provider.revokeKey(upstreamId);
    await expect(provider.readUsage(upstreamId)).rejects.toThrow(KeyNotFoundError);
  });
});

describe('cell "needs besides a name": nothing', () => {
  test('refuses every option before anything is sent', async () => {
    const before = emulator.accessLog.count;
    expect(provider.capabilities.issueOptions).toEqual([]);
    await expect(provider.prepareIssue({ ...request, providerOptions: { team_id: 'core' } })).rejects.toMatchObject({
      name: 'InvalidInputError',
    });
    expect(emulator.accessLog.count).toBe(before);
  });
});

describe('connecting to LiteLLM', () => {
  test('tells the version, and takes the address for the identity, which the proxy does not have', async () => {
    expect(await provider.checkConnection()).toEqual({ systemIdentity: emulator.url, systemName: null, systemVersion: '1.106.2' });
    expect((await connect({ url: `${emulator.url}/` }).checkConnection()).systemIdentity).toBe(emulator.url);
  });

  test('says that a key is not enough which may not see the keys', async () => {
    const { key } = await proxy.keys.generate({ key_alias: 'of nobody' });
    await expect(connect({ apiKey: key.reveal() }).checkConnection()).rejects.toMatchObject({
      name: 'UpstreamRejectedError',
      advice: expect.stringContaining('master key'),
    });
  });

  test('knows its own key among the others, and no other one', async () => {
    await fetch(`${emulator.url}/user/new`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: 'keyrack', user_role: 'proxy_admin', auto_create_key: false }),
    });
    const { key, token } = await proxy.keys.generate({ user_id: 'keyrack', key_alias: 'keyrack itself' });
    await proxy.keys.generate({ key_alias: 'of others' });
    const admin = connect({ apiKey: key.reveal() });
    const keys = await all(admin.listKeys());
    expect(keys.map(({ upstreamId, own }) => [upstreamId === token, own])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(await admin.getKey(token)).toMatchObject({ own: true });
  });

  test('tries a key without counting as a use, and is not put off by one that was made for models only', async () => {
    const { key, token } = await proxy.keys.generate({ key_type: 'llm_api' });
    expect(await provider.probeSecret(key)).toBe(true);
    await proxy.keys.block(token);
    expect(await provider.probeSecret(key)).toBe(false);
    emulator.clock.advance(60_000);
    expect(await proxy.keys.info(token)).toMatchObject({ last_active: null });
    expect(await provider.probeSecret(new Secret('no key at all'))).toBe(false);
    await expect(provider.probeSecret(new Secret('sk-line\nbreak'))).rejects.toMatchObject({ name: 'InvalidInputError' });
  });

  test('lists thousands of keys, each once and oldest first', async () => {
    const crowded = await startLiteLLMEmulator({ seedKeys: 2_500 });
    const expected = crowded.state().keys.map((key) => key.token);
    const listed: string[] = [];
    for await (const key of connect(crowded.readyLine).listKeys()) listed.push(key.upstreamId);
    await crowded.close();
    expect(listed).toEqual(expected);
  });

  test('knows that nothing was done while the proxy is down', async () => {
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
});
