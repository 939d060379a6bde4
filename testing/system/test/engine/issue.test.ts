import { KeyConflictError, LifecycleError, OutcomeUnknownError, StoreFailedError } from '@keyrack/contracts';
import type { Store } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { engineFixture, only } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

const request = { connection: 'fake', name: 'alice' };
/** A little more than the fake system's request budget and the engine's margin together. */
const quietTimeMs = 36_000;

describe('issue', () => {
  test('writes the key down before the system is asked for it', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    let recordedAtCall = 0;
    const watching = rack.another('process-2', [], (store) => ({
      ...store,
      read: (work) => store.read(work),
      async write(work) {
        const result = await store.write(work);
        if (!system.calls.includes('issue')) recordedAtCall = await store.read((session) => session.keys.count({}));
        return result;
      },
    }));
    await watching.keys.issue(request);
    expect(recordedAtCall).toBe(1);
    expect(system.calls.filter((call) => call === 'issue')).toHaveLength(1);
  });

  test('gives the secret that the system made valid, and keeps it', async () => {
    await using rack = await engineFixture(new FakeSystem());
    const { key, secret, version } = await rack.engine.keys.issue(request);
    const upstream = only([...rack.system.keys.values()]);
    expect(key.state).toBe('active');
    expect(secret.reveal()).toBe(upstream.password);
    expect(version.upstreamId).toBe(upstream.id);
    expect(upstream.name).toMatch(/^alice-krtestrack[0-9a-z]{6}$/);
    expect((await rack.engine.keys.reveal(key.id, { reason: 'test' })).reveal()).toBe(upstream.password);
  });

  test('shows no secret and keeps the operation open when it cannot be settled', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const failing = rack.another('process-2', [], (store) => failingAfter(store, () => system.calls.includes('issue')));
    await expect(failing.keys.issue(request)).rejects.toThrow('disk full');
    expect((await rack.onlyOperation()).state).toBe('running');
    const results = await rack.another('process-3', ['process-2']).operations.resumeAll();
    expect(results.map(({ operation }) => operation.state)).toEqual(['done']);
    expect(system.keys.size).toBe(1);
    expect((await rack.onlyKey()).state).toBe('active');
  });

  test.each(['not-applied', 'unknown'] as const)(
    'keeps the operation open when the store fails for a moment after the key was made (%s)',
    async (outcome) => {
      const system = new FakeSystem();
      await using rack = await engineFixture(system);
      let failures = 0;
      const failing = rack.another('process-2', [], (store) => ({
        ...store,
        read: (work) => store.read(work),
        async write(work) {
          if (!system.calls.includes('issue') || failures > 0) return store.write(work);
          failures += 1;
          if (outcome === 'unknown') await store.write(work);
          throw new StoreFailedError('the connection was cut', { outcome, retryable: true });
        },
      }));
      await expect(failing.keys.issue(request)).rejects.toMatchObject({ code: 'store-failed', outcome: 'unknown' });
      expect((await rack.onlyOperation()).state).toBe(outcome === 'unknown' ? 'done' : 'running');
      await rack.another('process-3', ['process-2']).operations.resumeAll();
      expect(await rack.onlyOperation()).toMatchObject({ state: 'done', direction: 'forward' });
      expect(system.keys.size).toBe(1);
      expect((await rack.onlyKey()).state).toBe('active');
      expect((await rack.engine.audit.list()).items.filter(({ type }) => type === 'key.issued')).toHaveLength(1);
    },
  );

  test.each(['lose-request', 'lose-answer'] as const)('settles %s by looking, with one key and its secret', async (fault) => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', fault);
    const { secret } = await rack.engine.keys.issue(request);
    expect(secret.reveal()).toBe(only([...system.keys.values()]).password);
    expect(system.calls.indexOf('recover')).toBeGreaterThan(system.calls.indexOf('issue'));
  });

  test('says that the outcome is not known while nobody answers, and finds out later', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'lose-answer');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue(request)).rejects.toSatisfy(
      (error) => OutcomeUnknownError.isInstance(error) && error.outcome === 'unknown',
    );
    const waiting = await rack.onlyOperation();
    expect(waiting).toMatchObject({ state: 'waiting', holder: null });
    const { operation } = await rack.engine.operations.resume(waiting.id);
    expect(operation.state).toBe('done');
    expect((await rack.onlyKey()).state).toBe('active');
  });

  test('frees the name when the system certainly did nothing', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'down', 'refuse');
    await expect(rack.engine.keys.issue(request)).rejects.toMatchObject({ code: 'upstream-unavailable', outcome: 'not-applied' });
    await expect(rack.engine.keys.issue(request)).rejects.toMatchObject({ code: 'upstream-rejected', outcome: 'not-applied' });
    await rack.engine.keys.issue(request);
    const states = (await rack.engine.keys.list()).items.map(({ key }) => key.revocationReason ?? key.state);
    expect(states.toSorted()).toEqual(['active', 'issue-failed', 'issue-failed']);
  });

  test('takes another id when something else stands under the chosen one', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.keys.set('id-1', { id: 'id-1', name: 'stranger', password: 'strange', limits: {} });
    const { version } = await rack.engine.keys.issue(request);
    expect(version.upstreamId).toBe('id-2');
    expect(system.keys.get('id-1')?.name).toBe('stranger');
  });

  test('revokes and makes again what exists without its secret', async () => {
    const system = new FakeSystem('compensate');
    await using rack = await engineFixture(system);
    system.fail('issue', 'lose-answer');
    const { secret, version } = await rack.engine.keys.issue(request);
    const upstream = only([...system.keys.values()]);
    expect(secret.reveal()).toBe(upstream.password);
    expect(version.upstreamId).toBe(upstream.id);
    expect(system.calls).toEqual(['check', 'check', 'issue', 'recover', 'check', 'revoke', 'issue']);
  });

  test('refuses a second living key of the same name, a past expiry, an unknown limit and a bad name before anything is sent', async () => {
    await using rack = await engineFixture(new FakeSystem());
    await rack.engine.keys.issue(request);
    const sent = rack.system.calls.length;
    const { keys } = rack.engine;
    await expect(keys.issue(request)).rejects.toSatisfy((error) => KeyConflictError.isInstance(error));
    await expect(keys.issue({ ...request, name: 'bob', expiresAtMs: rack.clock.nowMs() })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(keys.issue({ ...request, name: 'bob', limits: { requestsPerMinute: 5 } })).rejects.toMatchObject({
      code: 'capability-missing',
    });
    await expect(keys.issue({ ...request, name: 'a/b' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(keys.issue({ ...request, connection: 'fak' })).rejects.toMatchObject({ code: 'connection-not-found' });
    expect(rack.system.calls).toHaveLength(sent);
  });

  test('is given up after five ids that belong to somebody else', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    for (let number = 1; number < 10; number += 1)
      system.keys.set(`id-${number}`, { id: `id-${number}`, name: 's', password: 's', limits: {} });
    await expect(rack.engine.keys.issue(request)).rejects.toMatchObject({ code: 'key-conflict', outcome: 'not-applied' });
    expect(system.calls.filter((call) => call === 'issue')).toHaveLength(5);
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked', revocationReason: 'issue-failed' });
  });

  test('does not trust a refusal while an earlier request may still land', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'delay', 'refuse');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue(request)).rejects.toMatchObject({ outcome: 'unknown' });
    const { id } = await rack.onlyOperation();
    const { operation } = await rack.engine.operations.resume(id);
    expect(operation).toMatchObject({ state: 'waiting', direction: 'abort' });
    system.landDelayed();
    await rack.clock.advance(quietTimeMs);
    await rack.engine.operations.resumeAll();
    expect(system.keys.size).toBe(0);
    expect((await rack.onlyOperation()).state).toBe('aborted');
  });

  test('is left alone when it was finished since somebody looked at it', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue(request);
    const done = await rack.onlyOperation();
    const stale = { ...done, state: 'waiting' as const, holder: null, finishedAtMs: null };
    const sent = system.calls.length;
    const late = rack.another('process-2', [], (store) => ({
      ...store,
      write: (work) => store.write(work),
      read: (work) => store.read((session) => work({ ...session, operations: { ...session.operations, get: async () => stale } })),
    }));
    expect((await late.operations.resume(done.id)).operation.state).toBe('done');
    expect(system.calls).toHaveLength(sent);
  });

  test('is taken from another process only with proof that it is dead', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const failing = rack.another('process-2', [], (store) => failingAfter(store, () => system.calls.includes('issue')));
    await expect(failing.keys.issue(request)).rejects.toThrow('');
    const { id } = await rack.onlyOperation();
    await expect(rack.engine.operations.resume(id)).rejects.toMatchObject({ code: 'operation-in-progress' });
    expect(await rack.engine.operations.resumeAll()).toEqual([]);
    const { operation } = await rack.another('process-3', ['process-2']).operations.resume(id);
    expect(operation).toMatchObject({ state: 'done', epoch: 2 });
  });
});

describe('abort of an issue', () => {
  test('waits until a delayed request can no longer land, and revokes it when it did', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'delay');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue(request)).rejects.toThrow(LifecycleError);
    const { id } = await rack.onlyOperation();
    const early = await rack.engine.operations.abort(id, { reason: 'not needed' });
    expect(early.operation.state).toBe('waiting');
    system.landDelayed();
    expect(system.keys.size).toBe(1);
    await rack.clock.advance(quietTimeMs);
    const late = await rack.engine.operations.resume(id);
    expect(late.operation.state).toBe('aborted');
    expect(system.keys.size).toBe(0);
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked', revocationReason: 'issue-failed' });
  });

  test('counts the quiet time from the last request, not from the first', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'lose-request', 'delay', 'delay');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue(request)).rejects.toMatchObject({ outcome: 'unknown' });
    const { id } = await rack.onlyOperation();
    await rack.clock.advance(quietTimeMs);
    await rack.engine.operations.resume(id);
    const { operation } = await rack.engine.operations.abort(id, { reason: 'not needed' });
    expect(operation.state).toBe('waiting');
  });

  test('revokes what landed without its secret', async () => {
    const system = new FakeSystem('compensate');
    await using rack = await engineFixture(system);
    system.fail('issue', 'lose-answer');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue(request)).rejects.toMatchObject({ outcome: 'unknown' });
    const { id } = await rack.onlyOperation();
    await rack.clock.advance(quietTimeMs);
    expect((await rack.engine.operations.abort(id, { reason: 'not needed' })).operation.state).toBe('aborted');
    expect(system.keys.size).toBe(0);
  });

  test('keeps a tombstone: a create that lands after the abort is revoked again after the next sync', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'delay');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue(request)).rejects.toThrow('');
    const { id } = await rack.onlyOperation();
    await rack.clock.advance(quietTimeMs);
    expect((await rack.engine.operations.abort(id, { reason: 'not needed' })).operation.state).toBe('aborted');
    await rack.clock.advance(1_000);
    system.landDelayed();
    const [result] = await rack.engine.inventory.sync();
    expect(result).toMatchObject({ kind: 'synced', report: { reappeared: 1, foreign: 0 } });
    await rack.engine.operations.resumeAll();
    expect(system.keys.size).toBe(0);
  });
});

/** A store whose disk is full from the moment `isFull` says so. */
function failingAfter(store: Store, isFull: () => boolean): Store {
  return {
    read: (work) => store.read(work),
    write: (work) => (isFull() ? Promise.reject(new Error('disk full')) : store.write(work)),
    inspect: () => store.inspect(),
    close: () => store.close(),
  };
}
