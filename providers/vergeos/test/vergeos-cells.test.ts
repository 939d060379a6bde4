import { setTimeout } from 'node:timers/promises';
import {
  CapabilityMissingError,
  InvalidInputError,
  IssuedWithoutSecretError,
  KeyConflictError,
  OutcomeUnknownError,
  UpstreamRejectedError,
} from '@keyrack/contracts';
import type { IssueRequest, Provider } from '@keyrack/contracts';
import { startVergeOSEmulator } from '@keyrack/emulators';
import type { VergeOSReadyLine } from '@keyrack/emulators';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { vergeosProvider } from '../src/index.ts';
import { send } from './vergeos-harness.ts';

const emulator = await startVergeOSEmulator();
const clock = new ManualClock();
const random = new SeededRandom();
const name = 'alice-krk7v2m9xw000000';
const request: IssueRequest = { upstreamName: name, limits: {}, expiresAtMs: null, providerOptions: {} };
const json = { 'content-type': 'application/json' };
const opened: Provider[] = [];
const connect = (fields: Readonly<Partial<Record<keyof VergeOSReadyLine | 'apiKeyName', string | null>>> = {}): Provider => {
  const draft = vergeosProvider.readConnection({ fields: { ...emulator.readyLine, ...fields }, text: null });
  const made = vergeosProvider.connect(draft, { rackId: 'k7v2m9xw', clock, random });
  opened.push(made);
  return made;
};
const rowsNamed = (wanted: string) => emulator.state().keys.filter((key) => key.name === wanted);
const requests = (after = 0): readonly string[] =>
  emulator.accessLog.entries(after).map(({ method, path, status }) => `${method} ${path.split('?')[0]} ${status}`);
let provider = connect();

beforeEach(() => {
  emulator.reset();
  provider = connect();
});
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
});
afterAll(() => emulator.close());

describe('cell "create": POST under our name', () => {
  test('create: POST under our name, for the user that the intent names', async () => {
    const intent = await provider.prepareIssue(request);
    expect(intent).toMatchObject({ upstreamId: null, upstreamName: name, secrets: {}, request: { user: 1 } });
    const before = emulator.accessLog.count;
    const issued = await provider.issueKey(intent);
    expect(requests(before)).toEqual(['POST /api/v4/user_api_keys 201']);
    expect(rowsNamed(name)).toMatchObject([{ key: Number(issued.upstreamId), userKey: 1, secret: issued.secret.reveal() }]);
    expect(issued.fingerprintSource.equals(issued.secret)).toBe(true);
  });

  test('create: what else is wanted is asked for in the same request', async () => {
    const expiresAtMs = Math.ceil(Date.now() / 1_000) * 1_000 + 60_000;
    const limits = { allowedAddresses: ['10.0.0.0/8'], deniedAddresses: ['192.0.2.1', '::1'] };
    await provider.issueKey(await provider.prepareIssue({ ...request, limits, expiresAtMs }));
    expect(rowsNamed(name)[0]?.row).toMatchObject({
      ip_allow_list: '10.0.0.0/8',
      ip_deny_list: '192.0.2.1,::1',
      expires: expiresAtMs / 1_000,
      expires_type: 'date',
    });
  });

  test.each(['response.token', 'private_key', 'token', 'key'] as const)('create: finds the secret in %s too', async (place) => {
    emulator.setSecretPlace(place);
    const issued = await provider.issueKey(await provider.prepareIssue(request));
    emulator.setSecretPlace('response.private_key');
    expect(rowsNamed(name)[0]?.secret).toBe(issued.secret.reveal());
  });

  test('create: a key whose answer holds no secret is named, so that it can be removed', async () => {
    emulator.setSecretPlace('none');
    const failure = provider.issueKey(await provider.prepareIssue(request));
    await expect(failure).rejects.toThrow(IssuedWithoutSecretError);
    emulator.setSecretPlace('response.private_key');
    await expect(failure).rejects.toMatchObject({ outcome: 'applied', details: { upstreamId: String(rowsNamed(name)[0]?.key) } });
  });

  test('create: an answer that names no key costs nobody its secret', async () => {
    const body = JSON.stringify({ response: { private_key: 'canary-secret' } });
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({
      method: 'POST',
      effect: { kind: 'status', when: 'after', status: 201, body, headers: json },
    });
    const issued = await provider.issueKey(intent);
    expect([issued.upstreamId, issued.secret.reveal()]).toEqual([String(rowsNamed(name)[0]?.key), 'canary-secret']);
  });

  test('create: is certainly not done when the user is gone or the right is missing', async () => {
    await send(emulator, { method: 'POST', path: '/users', body: { name: 'ci', password: 'not-a-secret' } });
    const intent = await provider.prepareIssue({ ...request, providerOptions: { 'upstream-user': 'ci' } });
    const ci = Number(intent.request['user']);
    await send(emulator, { method: 'DELETE', path: `/users/${ci}` });
    const failure = provider.issueKey(intent);
    await expect(failure).rejects.toThrow(UpstreamRejectedError);
    await expect(failure).rejects.toMatchObject({ outcome: 'not-applied', retryable: false });
  });
});

describe('cell "applied?": find by exact name; its secret is lost, so revoke it and create again under the same name', () => {
  test('applied?: after a lost answer it is found by its exact name among the user’s keys, its secret is lost, and it is made again under the same name', async () => {
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({ method: 'POST', effect: { kind: 'close', when: 'after' } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    const [lost] = rowsNamed(name);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'secret-lost', upstreamId: String(lost?.key) });
    await provider.revokeKey(String(lost?.key));
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    const issued = await provider.issueKey(intent);
    expect(rowsNamed(name)).toMatchObject([{ key: Number(issued.upstreamId), secret: issued.secret.reveal() }]);
    expect(issued.upstreamId).not.toBe(String(lost?.key));
  });

  test('applied?: the 409 is the fence: a repetition makes no second key, and its outcome is not known', async () => {
    const intent = await provider.prepareIssue(request);
    const { upstreamId } = await provider.issueKey(intent);
    const before = emulator.accessLog.count;
    const repeated = provider.issueKey(intent);
    await expect(repeated).rejects.toThrow(OutcomeUnknownError);
    await expect(repeated).rejects.not.toThrow(KeyConflictError);
    await expect(repeated).rejects.toMatchObject({ outcome: 'unknown', retryable: true });
    expect(requests(before).at(-1)).toBe('POST /api/v4/user_api_keys 409');
    expect(rowsNamed(name).map(({ key }) => String(key))).toEqual([upstreamId]);
  });

  test('applied?: the 409 is the fence: a late request that lands after the repetition changes nothing', async () => {
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({ method: 'POST', effect: { kind: 'hold', when: 'before', drop: true } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    const issued = await provider.issueKey(intent);
    emulator.faults.release();
    while (!requests().includes('POST /api/v4/user_api_keys 409')) await setTimeout(1);
    expect(rowsNamed(name)).toMatchObject([{ key: Number(issued.upstreamId), secret: issued.secret.reveal() }]);
  });

  test('applied?: a late request that lands before the repetition holds it off, and is then replaced', async () => {
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({ method: 'POST', effect: { kind: 'hold', when: 'before', drop: true } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    emulator.faults.release();
    while (rowsNamed(name).length === 0) await setTimeout(1);
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'secret-lost' });
  });

  test('applied?: a request that the system takes twice makes one key', async () => {
    const intent = await provider.prepareIssue(request);
    emulator.faults.add({ method: 'POST', effect: { kind: 'twice', answer: 'second' } });
    await expect(provider.issueKey(intent)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    expect(rowsNamed(name)).toHaveLength(1);
    expect(await provider.recoverIssue(intent)).toMatchObject({ kind: 'secret-lost' });
  });

  test('applied?: the key of another user with the same name is not taken for it', async () => {
    await send(emulator, { method: 'POST', path: '/users', body: { name: 'ci', password: 'not-a-secret' } });
    await send(emulator, { method: 'POST', path: '/user_api_keys', body: { user: 2, name, expires_type: 'never' } });
    const intent = await provider.prepareIssue(request);
    expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
    await provider.issueKey(intent);
    expect(rowsNamed(name).map(({ userKey }) => userKey)).toEqual([2, 1]);
  });

  test.each([String.raw`it's {a} "b" \ ' or name ne '`, '{everything}', "x' or user ge 0 or name eq 'x"])(
    'applied?: is asked for exactly, whatever stands in the name: %s',
    async (unusual) => {
      const intent = await provider.prepareIssue({ ...request, upstreamName: unusual });
      expect(await provider.recoverIssue(intent)).toEqual({ kind: 'absent' });
      const { upstreamId } = await provider.issueKey(intent);
      expect(await provider.recoverIssue(intent)).toEqual({ kind: 'secret-lost', upstreamId });
    },
  );
});

describe('cell "version name or id": name suffix', () => {
  test('version name or id: the name is the key’s, with its suffix, and fits in characters and in bytes', async () => {
    const longest = name.padStart(128, 'n');
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, upstreamName: longest }));
    expect((await provider.getKey(upstreamId))?.upstreamName).toBe(longest);
    const before = emulator.accessLog.count;
    for (const upstreamName of ['', `n${longest}`, 'é'.repeat(65)]) {
      await expect(provider.prepareIssue({ ...request, upstreamName })).rejects.toThrow(InvalidInputError);
    }
    expect(emulator.accessLog.count).toBe(before);
  });
});

describe('cell "gone?": 404 while the list answers', () => {
  test('gone?: 404 while the list answers', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const before = emulator.accessLog.count;
    await provider.revokeKey(upstreamId);
    expect(requests(before)).toEqual([
      `DELETE /api/v4/user_api_keys/${upstreamId} 200`,
      `GET /api/v4/user_api_keys/${upstreamId} 404`,
      'GET /api/v4/user_api_keys 200',
    ]);
    expect(await provider.getKey(upstreamId)).toBeNull();
  });

  test('gone?: not while the list does not answer, whatever else does', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({
      method: 'GET',
      path: '/api/v4/user_api_keys',
      times: 99,
      effect: { kind: 'status', when: 'before', status: 404, body: '{"err":"Resource not found"}', headers: json },
    });
    await expect(provider.revokeKey(upstreamId)).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      outcome: 'unknown',
      retryable: true,
    });
    await expect(provider.getKey(upstreamId)).rejects.toThrow(UpstreamRejectedError);
    await expect(provider.listKeys()[Symbol.asyncIterator]().next()).rejects.toThrow(UpstreamRejectedError);
  });

  test('gone?: a lost answer and a late one end in the same certainty', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ method: 'DELETE', effect: { kind: 'close', when: 'after' } });
    await provider.revokeKey(upstreamId);
    const second = await provider.issueKey(await provider.prepareIssue(request));
    emulator.faults.add({ method: 'DELETE', times: 3, effect: { kind: 'hold', when: 'before', drop: true } });
    await expect(provider.revokeKey(second.upstreamId)).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcome: 'unknown' });
    emulator.faults.clear();
    await provider.revokeKey(second.upstreamId);
    await provider.revokeKey(second.upstreamId);
    expect(rowsNamed(name)).toEqual([]);
  });
});

describe('cell "suspend": none, refused', () => {
  test('suspend: none: refused before anything is sent, with what can be done instead', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const before = emulator.accessLog.count;
    for (const act of [provider.prepareSuspend(upstreamId), provider.suspendKey(upstreamId), provider.resumeKey(upstreamId, {})]) {
      await expect(act).rejects.toThrow(CapabilityMissingError);
      await expect(act).rejects.toMatchObject({ outcome: 'not-applied', advice: expect.stringContaining('Revoke') });
    }
    expect(emulator.accessLog.count).toBe(before);
  });
});

describe('cell "expiry": expires, expires_type date', () => {
  test('expiry: expires with expires_type date, in whole seconds and never late; without one it never expires', async () => {
    const expiresAtMs = Math.ceil(Date.now() / 1_000) * 1_000 + 60_999;
    const { upstreamId, secret } = await provider.issueKey(await provider.prepareIssue({ ...request, expiresAtMs }));
    expect(rowsNamed(name)[0]?.row).toMatchObject({ expires_type: 'date', expires: (expiresAtMs - 999) / 1_000 });
    expect((await provider.getKey(upstreamId))?.expiresAtMs).toBe(expiresAtMs - 999);
    emulator.clock.advance(62_000);
    expect(await send(emulator, { method: 'GET', path: '/system', secret })).toBe(401);
    await provider.changeKey(upstreamId, { expiresAtMs: null });
    expect(rowsNamed(name)[0]?.row).toMatchObject({ expires_type: 'never', expires: 0 });
    expect(await send(emulator, { method: 'GET', path: '/system', secret })).toBe(200);
  });

  test('expiry: a key past its expiry shows as expired', async () => {
    const nowMs = Date.now();
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, expiresAtMs: nowMs + 60_000 }));
    const later = new ManualClock(nowMs + 61_000);
    const draft = vergeosProvider.readConnection({ fields: { ...emulator.readyLine }, text: null });
    const made = vergeosProvider.connect(draft, { rackId: 'k7v2m9xw', clock: later, random });
    opened.push(made);
    expect((await made.getKey(upstreamId))?.state).toBe('expired');
    expect((await provider.getKey(upstreamId))?.state).toBe('active');
  });
});

describe('cell "limits": addresses', () => {
  test('limits: addresses, changed in one request and given back as they were written', async () => {
    const limits = { allowedAddresses: ['10.0.0.0/8', '2001:db8::/32'], deniedAddresses: ['192.0.2.1'] };
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue({ ...request, limits }));
    expect((await provider.getKey(upstreamId))?.limits).toEqual(limits);
    const before = emulator.accessLog.count;
    await provider.changeKey(upstreamId, { upstreamName: 'renamed', limits: { allowedAddresses: ['127.0.0.1'] }, expiresAtMs: null });
    expect(requests(before)).toEqual([`PUT /api/v4/user_api_keys/${upstreamId} 200`]);
    expect(await provider.getKey(upstreamId)).toMatchObject({ upstreamName: 'renamed', limits: { allowedAddresses: ['127.0.0.1'] } });
    await provider.changeKey(upstreamId, { limits: {} });
    expect((await provider.getKey(upstreamId))?.limits).toEqual({});
  });

  test('limits: what is no address, and what is allowed and denied at once, is refused before anything is sent', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    const before = emulator.accessLog.count;
    for (const limits of [
      { allowedAddresses: ['10.0.0.0/33'] },
      { deniedAddresses: [''] },
      { allowedAddresses: ['10.0.0.0/8'], deniedAddresses: ['10.0.0.1'] },
    ]) {
      await expect(provider.prepareIssue({ ...request, limits })).rejects.toThrow(InvalidInputError);
      await expect(provider.changeKey(upstreamId, { limits })).rejects.toThrow(InvalidInputError);
    }
    expect(emulator.accessLog.count).toBe(before);
  });
});

describe('cell "last use": lastlogin', () => {
  test('last use: lastlogin, null until it is used', async () => {
    const { upstreamId, secret } = await provider.issueKey(await provider.prepareIssue(request));
    expect(await provider.readUsage(upstreamId)).toEqual({ lastUsedAtMs: null, dataBytes: null, spendUsd: null, readAtMs: clock.nowMs() });
    expect((await provider.getKey(upstreamId))?.lastUsedAtMs).toBeNull();
    await send(emulator, { method: 'GET', path: '/system', secret });
    const lastUsedAtMs = (await provider.readUsage(upstreamId)).lastUsedAtMs ?? 0;
    expect(Math.abs(lastUsedAtMs - Date.now())).toBeLessThan(60_000);
    expect((await provider.getKey(upstreamId))?.lastUsedAtMs).toBe(lastUsedAtMs);
  });

  test('last use: looking at a key is no use of it', async () => {
    const { upstreamId } = await provider.issueKey(await provider.prepareIssue(request));
    for await (const key of provider.listKeys()) expect(key.upstreamId).not.toBe('');
    await provider.getKey(upstreamId);
    expect((await provider.readUsage(upstreamId)).lastUsedAtMs).toBeNull();
  });
});

describe('cell "needs besides a name": a user', () => {
  test('needs besides a name: a user, by name or $key; by default the connection’s own', async () => {
    for (const user of ['ci', '2'])
      await send(emulator, { method: 'POST', path: '/users', body: { name: user, password: 'not-a-secret' } });
    const userOf = async (given?: string | number) => {
      const providerOptions = given === undefined ? {} : { 'upstream-user': given };
      return (await provider.prepareIssue({ ...request, providerOptions })).request['user'];
    };
    // A name comes before a $key: user 3 is called 2.
    expect([await userOf(), await userOf('ci'), await userOf('2'), await userOf('1'), await userOf(1)]).toEqual([1, 2, 3, 1, 1]);
    for (const nobody of ['nobody', 'CI', '4711', '', true, null, ['ci']]) {
      await expect(provider.prepareIssue({ ...request, providerOptions: { 'upstream-user': nobody } })).rejects.toThrow(InvalidInputError);
    }
    expect(emulator.state().keys).toHaveLength(1);
  });

  test('needs besides a name: an API key alone does not tell whose it is, so somebody has to say it', async () => {
    const nameless = connect({ username: null, password: null });
    const before = emulator.accessLog.count;
    await expect(nameless.prepareIssue(request)).rejects.toMatchObject({ name: 'InvalidInputError', details: { field: 'upstream-user' } });
    expect(emulator.accessLog.count).toBe(before);
    expect((await nameless.prepareIssue({ ...request, providerOptions: { 'upstream-user': emulator.username } })).request['user']).toBe(1);
  });

  test('needs besides a name: the key acts as that user, with that user’s rights', async () => {
    await send(emulator, { method: 'POST', path: '/users', body: { name: 'ci', password: 'not-a-secret', type: 'api' } });
    const { secret } = await provider.issueKey(await provider.prepareIssue({ ...request, providerOptions: { 'upstream-user': 'ci' } }));
    expect(rowsNamed(name)).toMatchObject([{ userName: 'ci' }]);
    await expect(
      send(emulator, { method: 'POST', path: '/user_api_keys', body: { user: 2, name: 'n', expires_type: 'never' }, secret }),
    ).rejects.toThrow('403');
  });
});
