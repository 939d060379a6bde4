import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

const overlapMs = 3_600_000;

async function issued(system: FakeSystem, limits = {}): Promise<EngineFixture & { readonly keyId: string }> {
  const rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', limits });
  return { ...rack, keyId: key.id, [Symbol.asyncDispose]: () => rack[Symbol.asyncDispose]() };
}

function passwords(system: FakeSystem): readonly string[] {
  return [...system.keys.values()].map(({ password }) => password);
}

describe('rotate', () => {
  test('keeps both secrets valid until the new one was delivered and the overlap is over', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { keys, operations } = rack.engine;
    const old = passwords(system);
    const { secret, operation } = await keys.rotate(rack.keyId, { overlapMs });
    expect(operation).toMatchObject({ state: 'waiting', waitUntilMs: null });
    await rack.clock.advance(10 * overlapMs);
    await operations.resumeAll();
    expect(passwords(system)).toEqual([...old, secret.reveal()]);
    expect((await keys.list()).items[0]?.currentVersion?.number).toBe(1);
    await keys.confirmDelivered(rack.keyId);
    expect((await keys.list()).items[0]?.currentVersion?.number).toBe(2);
    await rack.clock.advance(overlapMs - 1);
    await operations.resumeAll();
    expect(passwords(system)).toHaveLength(2);
    await rack.clock.advance(1);
    await operations.resumeAll();
    expect(passwords(system)).toEqual([secret.reveal()]);
    const { versions, key } = await keys.show(rack.keyId);
    expect(versions.map(({ stage, secretKept }) => [stage, secretKept])).toEqual([
      ['retired', false],
      ['current', true],
    ]);
    expect(key).toMatchObject({ id: rack.keyId, name: 'alice', state: 'active' });
  });

  test('tries the successor once more before its predecessor ends: that stays while the successor is not accepted', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const old = passwords(system);
    const { version, operation } = await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
    const successor = system.keys.get(String(version.upstreamId));
    if (successor) system.keys.set(successor.id, { ...successor, suspended: true });
    await rack.engine.keys.confirmDelivered(rack.keyId);
    expect(passwords(system)).toEqual(expect.arrayContaining([...old]));
    const waiting = await rack.engine.operations.show(operation.id);
    expect(waiting.operation).toMatchObject({ state: 'waiting', reason: expect.stringContaining('does not accept the new secret') });
    system.fail('probe', 'down');
    await rack.engine.operations.resume(operation.id);
    expect(passwords(system)).toHaveLength(2);
    if (successor) system.keys.set(successor.id, successor);
    expect((await rack.engine.operations.resume(operation.id)).operation.state).toBe('done');
    expect(passwords(system)).toEqual([successor?.password]);
  });

  describe('tries the successor before anybody is given it', () => {
    test('and gives nobody a secret that the system does not accept; the old one stays valid and is what is shown', async () => {
      const system = new FakeSystem();
      await using rack = await issued(system);
      const [old = ''] = passwords(system);
      system.makesDeadKeys = true;
      const rotation = rack.engine.keys.rotate(rack.keyId, { overlapMs });
      await expect(rotation).rejects.toMatchObject({
        code: 'upstream-rejected',
        outcome: 'applied',
        advice: expect.stringContaining('abort'),
      });
      const [operation] = (await rack.engine.operations.list({ kinds: ['rotate'] })).items;
      expect(operation).toMatchObject({ state: 'waiting', reason: expect.stringContaining('does not accept the new secret') });
      expect((await rack.engine.keys.reveal(rack.keyId, { reason: 'x' })).reveal()).toBe(old);
      expect(await rack.engine.keys.confirmDelivered(rack.keyId)).toMatchObject({ operation: null });
      expect(system.keys.size).toBe(2);
    });

    test('and goes on when it is accepted later', async () => {
      const system = new FakeSystem();
      await using rack = await issued(system);
      system.makesDeadKeys = true;
      await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 }).catch(() => undefined);
      const [, successor] = [...system.keys.values()];
      if (successor) system.keys.set(successor.id, { ...successor, suspended: false });
      await rack.clock.advance(60_000);
      const [resumed] = await rack.engine.operations.resumeAll();
      expect(resumed?.operation).toMatchObject({ state: 'waiting', reason: expect.stringContaining('keyrack reveal') });
      expect((await rack.engine.keys.reveal(rack.keyId, { reason: 'x' })).reveal()).toBe(successor?.password);
      expect((await rack.engine.keys.confirmDelivered(rack.keyId)).operation?.state).toBe('done');
      expect(passwords(system)).toEqual([successor?.password]);
    });

    test('and is stuck, for a person to decide, when it is refused ten times; taken back, it leaves the key as it was', async () => {
      const system = new FakeSystem();
      await using rack = await issued(system);
      const old = passwords(system);
      system.makesDeadKeys = true;
      await rack.engine.keys.rotate(rack.keyId, { overlapMs }).catch(() => undefined);
      for (let time = 2; time <= 10; time += 1) {
        await rack.clock.advance(3_600_000);
        await rack.engine.operations.resumeAll();
      }
      const [operation] = (await rack.engine.operations.list({ kinds: ['rotate'] })).items;
      expect(operation).toMatchObject({ state: 'stuck', reason: expect.stringContaining('does not accept the new secret') });
      await rack.engine.operations.abort(operation?.id ?? '', { reason: 'does not work' });
      expect(passwords(system)).toEqual(old);
      expect((await rack.engine.keys.show(rack.keyId)).versions.map(({ stage }) => stage)).toEqual(['current', 'failed']);
    });

    test('and does not take a system that is not there for a secret that does not work', async () => {
      const system = new FakeSystem();
      await using rack = await issued(system);
      system.fail('probe', 'down');
      const rotation = rack.engine.keys.rotate(rack.keyId, { overlapMs });
      await expect(rotation).rejects.toMatchObject({ code: 'upstream-unavailable', outcome: 'applied' });
      const [operation] = (await rack.engine.operations.list({ kinds: ['rotate'] })).items;
      expect(operation).toMatchObject({ state: 'waiting', reason: 'connection refused' });
      expect((await rack.engine.operations.resume(operation?.id ?? '')).operation.reason).toContain('keyrack reveal');
      expect((await rack.engine.audit.list()).items).toContainEqual(tried('accepted'));
    });

    test('and delivers what cannot be tried from here, and says in the trail that it was not', async () => {
      const system = new FakeSystem();
      await using rack = await issued(system);
      system.fail('probe', 'refuse', 'refuse');
      const { secret } = await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
      expect((await rack.engine.audit.list()).items).toContainEqual(tried('untried'));
      expect((await rack.engine.keys.confirmDelivered(rack.keyId)).operation?.state).toBe('done');
      expect(passwords(system)).toEqual([secret.reveal()]);
    });

    test('but not on a system that declares no way to', async () => {
      const system = new FakeSystem('compensate');
      await using rack = await issued(system);
      system.makesDeadKeys = true;
      await rack.engine.keys.rotate(rack.keyId, { overlapMs });
      expect(system.calls).not.toContain('probe');
    });

    const tried = (trial: string): unknown => expect.objectContaining({ type: 'key.successor-tried', detail: { trial } });
  });

  test('retires at once with an overlap of zero, and never before the delivery', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { secret } = await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
    expect(passwords(system)).toHaveLength(2);
    const { operation } = await rack.engine.keys.confirmDelivered(rack.keyId);
    expect(operation?.state).toBe('done');
    expect(passwords(system)).toEqual([secret.reveal()]);
  });

  test('shows the new secret again while it was not delivered', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { secret } = await rack.engine.keys.rotate(rack.keyId, { overlapMs });
    expect((await rack.engine.keys.reveal(rack.keyId, { reason: 'terminal closed' })).reveal()).toBe(secret.reveal());
  });

  test('never keeps the predecessor past the expiry of the key', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', expiresAtMs: rack.clock.nowMs() + 1_000 });
    await rack.engine.keys.rotate(key.id, { overlapMs });
    const { operation } = await rack.engine.keys.confirmDelivered(key.id);
    expect(operation?.waitUntilMs).toBe(key.expiresAtMs);
  });

  test('looks first without sending or writing anything', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const calls = system.calls.length;
    expect(await rack.engine.keys.previewRotate(rack.keyId, { overlapMs })).toMatchObject({ id: rack.keyId });
    expect(system.calls).toHaveLength(calls);
    expect((await rack.engine.operations.list({ kinds: ['rotate'] })).items).toEqual([]);
    await rack.engine.keys.suspend(rack.keyId);
    await expect(rack.engine.keys.previewRotate(rack.keyId, { overlapMs })).rejects.toMatchObject({ code: 'refused' });
  });

  test('notes a retirement of which nobody knows whether it happened', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
    system.fail('revoke', 'lose-answer');
    const { operation } = await rack.engine.keys.confirmDelivered(rack.keyId);
    const { steps } = await rack.engine.operations.show(operation?.id ?? '');
    expect(steps.at(-1)).toMatchObject({ name: 'retire', state: 'begun', outcome: 'unknown' });
  });

  test('refuses a second rotation with the id of the first', async () => {
    await using rack = await issued(new FakeSystem());
    const { operation } = await rack.engine.keys.rotate(rack.keyId, { overlapMs });
    await expect(rack.engine.keys.rotate(rack.keyId, { overlapMs })).rejects.toMatchObject({
      code: 'operation-in-progress',
      details: { operationId: operation.id },
    });
  });

  test.each([true, false])('can be aborted until the predecessor is being retired (delivered: %s)', async (delivered) => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const old = passwords(system);
    const { operation } = await rack.engine.keys.rotate(rack.keyId, { overlapMs });
    if (delivered) await rack.engine.keys.confirmDelivered(rack.keyId);
    await rack.engine.operations.previewAbort(operation.id);
    expect(passwords(system)).toHaveLength(2);
    const { operation: aborted } = await rack.engine.operations.abort(operation.id, { reason: 'consumer failed' });
    expect(aborted.state).toBe('aborted');
    expect(passwords(system)).toEqual(old);
    const { versions } = await rack.engine.keys.show(rack.keyId);
    expect(versions.map(({ stage }) => stage)).toEqual(['current', 'failed']);
  });

  test('cannot be aborted once the predecessor is being retired', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { operation } = await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
    system.fail('revoke', 'down');
    await rack.engine.keys.confirmDelivered(rack.keyId);
    await expect(rack.engine.operations.previewAbort(operation.id)).rejects.toMatchObject({ code: 'refused' });
    await expect(rack.engine.operations.abort(operation.id, { reason: 'too late' })).rejects.toMatchObject({ code: 'refused' });
    expect((await rack.engine.operations.resume(operation.id)).operation.state).toBe('done');
  });

  test('gives the successor what is left of a limit, and counts what both used during the overlap', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system, { dataLimitBytes: 1_000 });
    const [first] = system.keys.keys();
    system.usedBytes.set(String(first), 300);
    const { version } = await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
    expect(system.keys.get(String(version.upstreamId))?.limits).toEqual({ dataLimitBytes: 700 });
    system.usedBytes.set(String(first), 450);
    await rack.engine.keys.confirmDelivered(rack.keyId);
    expect([...system.keys.values()].map(({ limits }) => limits)).toEqual([{ dataLimitBytes: 550 }]);
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ limits: { dataLimitBytes: 1_000 }, drift: 'none' });
  });

  test.each([null, 'lose-answer', 'lose-request'] as const)(
    'counts on the successor what was spent with the predecessor during the overlap (%s)',
    async (fault) => {
      const system = new FakeSystem();
      await using rack = await issued(system, { budgetUsd: 20 });
      const first = String([...system.keys.keys()][0]);
      system.spentUsd.set(first, 7);
      const { version, operation } = await rack.engine.keys.rotate(rack.keyId, { overlapMs: 0 });
      const successor = String(version.upstreamId);
      expect(system.spentUsd.get(successor)).toBe(7);
      system.spentUsd.set(first, 9);
      system.spentUsd.set(successor, 8);
      if (fault !== null) system.fail('change', fault);
      await rack.engine.keys.confirmDelivered(rack.keyId);
      if (fault !== null) await rack.engine.operations.resume(operation.id);
      expect(system.spentUsd.get(successor)).toBe(10);
      expect([...system.keys.keys()]).toEqual([successor]);
      expect((await rack.engine.operations.show(operation.id)).operation.state).toBe('done');
    },
  );

  test('does not take a failed usage reading for zero', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system, { dataLimitBytes: 1_000 });
    system.fail('usage', 'down');
    await expect(rack.engine.keys.rotate(rack.keyId, { overlapMs })).rejects.toMatchObject({ outcome: 'not-applied' });
    expect(system.keys.size).toBe(1);
    expect((await rack.engine.operations.list({ kinds: ['rotate'] })).items).toEqual([]);
  });

  test.each(['lose-request', 'lose-answer'] as const)('settles %s of the successor without touching the predecessor', async (fault) => {
    const system = new FakeSystem('compensate');
    await using rack = await issued(system);
    const [old] = passwords(system);
    system.fail('issue', fault);
    const { secret } = await rack.engine.keys.rotate(rack.keyId, { overlapMs });
    expect(passwords(system)).toEqual([old, secret.reveal()]);
  });

  test('leaves the key as it was when the system certainly did nothing', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const old = passwords(system);
    system.fail('issue', 'refuse');
    await expect(rack.engine.keys.rotate(rack.keyId, { overlapMs })).rejects.toMatchObject({ code: 'upstream-rejected' });
    expect(passwords(system)).toEqual(old);
    expect(await rack.onlyKey()).toMatchObject({ state: 'active' });
  });

  test('makes room for a revocation, which ends every version', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    await rack.engine.keys.rotate(rack.keyId, { overlapMs });
    const { key } = await rack.engine.keys.revoke(rack.keyId, { reason: 'compromised' });
    expect(system.keys.size).toBe(0);
    expect(key).toMatchObject({ state: 'revoked', revocationReason: 'compromised' });
  });

  test('makes room for a revocation while its create may still land: that is waited for and ended too', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('issue', 'delay');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.rotate(rack.keyId, { overlapMs })).rejects.toMatchObject({ outcome: 'unknown' });
    const { operation } = await rack.engine.keys.revoke(rack.keyId);
    expect(operation?.state).toBe('waiting');
    expect(system.keys.size).toBe(0);
    system.landDelayed();
    expect(system.keys.size).toBe(1);
    await rack.clock.advance(36_000);
    await rack.engine.operations.resumeAll();
    expect(system.keys.size).toBe(0);
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked' });
  });
});
