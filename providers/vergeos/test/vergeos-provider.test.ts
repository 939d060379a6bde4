import { KeyConflictError, UpstreamRejectedError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { IssueRequest, ObservedKey, Provider } from '@keyrack/contracts';
import { startVergeOSEmulator } from '@keyrack/emulators';
import type { VergeOSEmulator } from '@keyrack/emulators';
import { Secret } from '@keyrack/secret';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { vergeosProvider } from '../src/index.ts';
import { send } from './vergeos-harness.ts';

const emulator = await startVergeOSEmulator();
const clock = new ManualClock();
const random = new SeededRandom();
const request: IssueRequest = { upstreamName: 'alice-krk7v2m9xw000000', limits: {}, expiresAtMs: null, providerOptions: {} };
const opened: Provider[] = [];
type Fields = Parameters<typeof vergeosProvider.readConnection>[0]['fields'];
const connect = (fields: Fields = {}, system: VergeOSEmulator = emulator): Provider => {
  const draft = vergeosProvider.readConnection({ fields: { ...system.readyLine, ...fields }, text: null });
  const made = vergeosProvider.connect(draft, { rackId: 'k7v2m9xw', clock, random });
  opened.push(made);
  return made;
};
const listed = async (from: Provider): Promise<readonly ObservedKey[]> => {
  const keys: ObservedKey[] = [];
  for await (const key of from.listKeys()) keys.push(key);
  return keys;
};
const ownOf = async (from: Provider) => (await listed(from)).filter(({ own }) => own).map(({ upstreamName }) => upstreamName);
const use = (name: string) => {
  const secret = emulator.state().keys.find((key) => key.name === name)?.secret ?? '';
  return send(emulator, { method: 'GET', path: '/system', secret: { reveal: () => secret } });
};
let provider: Provider;

beforeEach(() => {
  emulator.reset();
  provider = connect();
});
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
});
afterAll(() => emulator.close());

describe('a connection to VergeOS', () => {
  test('is recognised by the name of the cloud and the making of the oldest user', async () => {
    const { systemIdentity, ...rest } = await provider.checkConnection();
    expect(systemIdentity).toMatch(/^emulator, user 1 of \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(rest).toEqual({ systemName: 'emulator', systemVersion: '26.1.8' });
    await send(emulator, { method: 'POST', path: '/users', body: { name: 'ci', password: 'not-a-secret' } });
    await emulator.crash();
    await emulator.restart();
    expect((await connect({ apiKey: null }).checkConnection()).systemIdentity).toBe(systemIdentity);
  });

  test('is another one after the system was installed anew, under the same address and name', async () => {
    const { systemIdentity } = await provider.checkConnection();
    emulator.clock.advance(1_000);
    const laterMs = emulator.clock.nowMs();
    emulator.reset();
    emulator.clock.set(laterMs);
    await using anew = await startVergeOSEmulator({ startAtMs: laterMs });
    const report = await connect({}, anew).checkConnection();
    expect(report.systemName).toBe('emulator');
    expect(report.systemIdentity).not.toBe(systemIdentity);
  });

  test('logs in with the key where there is one, and with the password where there is not', async () => {
    await provider.checkConnection();
    expect(emulator.state().keys[0]?.row['lastlogin_stamp']).not.toBe(0);
    emulator.reset();
    const { username, password } = emulator;
    for (const fields of [{ apiKey: null }, { apiKey: null, password: null, credential: new Secret(`${username}:${password}\n`) }]) {
      await connect(fields).checkConnection();
      expect(emulator.state().keys[0]?.row['lastlogin_stamp']).toBe(0);
    }
    await connect({ apiKey: null, password: null, credential: new Secret(`${emulator.apiKey}\n`) }).checkConnection();
    expect(emulator.state().keys[0]?.row['lastlogin_stamp']).not.toBe(0);
  });

  test('sends nothing to a system with another certificate, and does not try again by itself', async () => {
    const failure = connect({ certSha256: '0'.repeat(64) }).checkConnection();
    await expect(failure).rejects.toThrow(UpstreamUnavailableError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied', retryable: false });
    expect(emulator.accessLog.entries()).toEqual([]);
  });

  test('is refused by a user who may not see users, with what to do', async () => {
    await send(emulator, { method: 'POST', path: '/users', body: { name: 'ci', password: 'not-a-secret', type: 'vdi' } });
    const failure = connect({ apiKey: null, username: 'ci', password: 'not-a-secret' }).checkConnection();
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied' });
    const wrong = connect({ apiKey: 'not-a-key' }).checkConnection();
    await expect(wrong).rejects.toThrow(UpstreamRejectedError);
    await expect(wrong).rejects.toMatchObject({ advice: expect.stringContaining('credential') });
  });

  test('knows that nothing was done while the system is down', async () => {
    const intent = await provider.prepareIssue(request);
    await emulator.crash();
    const later = connect(); // what is sent over an older connection may have arrived, for all that anybody can tell
    try {
      await expect(later.issueKey(intent)).rejects.toMatchObject({
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

describe('the key that the connection uses', () => {
  test('is the one that was used last, which is by asking', async () => {
    for (const name of ['first', 'second'])
      await send(emulator, { method: 'POST', path: '/user_api_keys', body: { user: 1, name, expires_type: 'never' } });
    await use('first');
    emulator.clock.advance(5_000);
    expect(await ownOf(provider)).toEqual(['emulator']);
    emulator.clock.advance(5_000);
    await use('second');
    expect(await ownOf(provider)).toEqual(['emulator']);
  });

  test('is among all that were used in the same second, until a later look tells them apart', async () => {
    await send(emulator, { method: 'POST', path: '/user_api_keys', body: { user: 1, name: 'other', expires_type: 'never' } });
    emulator.clock.freeze(true);
    await use('other');
    expect(await ownOf(provider)).toEqual(['emulator', 'other']);
    emulator.clock.advance(1_000);
    expect(await ownOf(provider)).toEqual(['emulator']);
    await use('other');
    expect(await ownOf(provider)).toEqual(['emulator']);
  });

  test('is the one that all looks have in common', async () => {
    for (const name of ['first', 'second']) {
      await send(emulator, { method: 'POST', path: '/user_api_keys', body: { user: 1, name, expires_type: 'never' } });
    }
    emulator.clock.freeze(true);
    await use('first');
    expect(await ownOf(provider)).toEqual(['emulator', 'first']);
    emulator.clock.advance(1_000);
    await use('second');
    expect(await ownOf(provider)).toEqual(['emulator']);
  });

  test('is the one that a person named', async () => {
    await send(emulator, { method: 'POST', path: '/user_api_keys', body: { user: 1, name: 'other', expires_type: 'never' } });
    emulator.clock.freeze(true);
    await use('other');
    expect(await ownOf(connect({ apiKeyName: 'emulator' }))).toEqual(['emulator']);
  });

  test('is none where the connection logs in with a password, or with a key that is not shown', async () => {
    await use('emulator');
    expect(await ownOf(connect({ apiKey: null }))).toEqual([]);
    expect(await ownOf(connect({ apiKeyName: 'gone' }))).toEqual([]);
  });
});

describe('keys on VergeOS', () => {
  test('cannot take the name of another one of their user', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const failure = provider.changeKey(upstreamId, { upstreamName: 'emulator' });
    await expect(failure).rejects.toThrow(KeyConflictError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied' });
  });

  test('are changed once although the answer is lost', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'after' } });
    expect(await provider.changeKey(upstreamId, { upstreamName: 'renamed' })).toBeNull();
    emulator.faults.add({ method: 'PUT', times: 9, effect: { kind: 'close', when: 'after' } });
    await expect(provider.changeKey(upstreamId, { upstreamName: 'again' })).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      outcome: 'unknown',
    });
  });

  test.each(['..', '', '0', '1e3', '7/../8', '99999999999999999', 'no-such-key'])(
    'are never asked for under an id that can be none: "%s"',
    async (upstreamId) => {
      const before = emulator.accessLog.count;
      for (const act of [
        provider.getKey(upstreamId),
        provider.revokeKey(upstreamId),
        provider.readUsage(upstreamId),
        provider.changeKey(upstreamId, {}),
      ]) {
        await expect(act).rejects.toMatchObject({ name: 'InvalidInputError', outcome: 'not-applied' });
      }
      expect(emulator.accessLog.count).toBe(before);
    },
  );

  test('are listed ten thousand at once, each once and in order, in eleven requests', async () => {
    await using crowded = await startVergeOSEmulator({ seedKeys: 9_999 });
    const keys = await listed(connect({ apiKey: null }, crowded));
    expect(keys.map(({ upstreamId }) => Number(upstreamId))).toEqual(crowded.state().keys.map(({ key }) => key));
    expect(keys).toHaveLength(10_000);
    expect(crowded.accessLog.count).toBe(11);
  });

  test('are asked about a thousand times within an hour and then no more, which is said before anything is sent', async () => {
    // The budget is the client's; here it is shown to reach the engine as a refusal that can be tried again later.
    const before = emulator.accessLog.count;
    const sent = () => emulator.accessLog.count - before;
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    while (sent() < 1_000) await provider.readUsage(upstreamId);
    const failure = provider.readUsage(upstreamId);
    await expect(failure).rejects.toThrow(UpstreamUnavailableError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied', retryable: true, details: { reason: 'request-budget' } });
    expect(sent()).toBe(1_000);
  });
});
