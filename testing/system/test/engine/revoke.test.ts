import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

const expiryMs = 3_600_000;

async function issued(system: FakeSystem): Promise<EngineFixture> {
  const rack = await engineFixture(system);
  await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  return rack;
}

describe('revoke', () => {
  test('ends the key upstream and forgets its secret', async () => {
    await using rack = await issued(new FakeSystem());
    const { id } = await rack.onlyKey();
    const { key, operation } = await rack.engine.keys.revoke(id);
    expect(operation?.state).toBe('done');
    expect(key).toMatchObject({ state: 'revoked', revocationReason: 'asked' });
    expect(rack.system.keys.size).toBe(0);
    const { versions } = await rack.engine.keys.show(id);
    expect(versions).toMatchObject([{ stage: 'retired', secretKept: false }]);
    await expect(rack.engine.keys.reveal(id, { reason: 'test' })).rejects.toMatchObject({ code: 'secret-unavailable' });
  });

  test('stays owed until the system confirms it, and cannot be taken back', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('revoke', 'lose-request');
    const { id } = await rack.onlyKey();
    const first = await rack.engine.keys.revoke(id);
    expect(first.operation?.state).toBe('waiting');
    expect(first.key.state).toBe('active');
    await expect(rack.engine.operations.abort(first.operation?.id ?? '', { reason: 'changed my mind' })).rejects.toMatchObject({
      code: 'refused',
    });
    const second = await rack.engine.keys.revoke(id);
    expect(second.operation).toMatchObject({ id: first.operation?.id, state: 'done' });
    expect(second.key.state).toBe('revoked');
  });

  test('notes what is known of a call that settled nothing, and never knows more than after an unheard one', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { id } = await rack.onlyKey();
    system.fail('revoke', 'down', 'lose-answer', 'down');
    const { operation } = await rack.engine.keys.revoke(id);
    const step = async (): Promise<unknown> => (await rack.engine.operations.show(operation?.id ?? '')).steps[0];
    expect(await step()).toMatchObject({ state: 'begun', outcome: 'not-applied', error: 'connection refused' });
    await rack.engine.operations.resume(operation?.id ?? '');
    expect(await step()).toMatchObject({ state: 'begun', outcome: 'unknown', error: 'no answer' });
    await rack.engine.operations.resume(operation?.id ?? '');
    expect(await step()).toMatchObject({ state: 'begun', outcome: 'unknown', error: 'connection refused' });
    await rack.engine.operations.resume(operation?.id ?? '');
    expect(await step()).toMatchObject({ state: 'settled', outcome: 'applied' });
  });

  test('is stuck after many tries, is never given up, and can be resumed', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('revoke', ...Array.from({ length: 10 }, () => 'down' as const));
    const { id } = await rack.onlyKey();
    await rack.engine.keys.revoke(id);
    for (let tries = 1; tries < 10; tries += 1) {
      await rack.clock.advance(11 * 60_000);
      await rack.engine.operations.resumeAll();
    }
    const [operation] = (await rack.engine.operations.list({ states: ['stuck'] })).items;
    expect(operation).toMatchObject({ kind: 'revoke', waitUntilMs: null });
    expect(await rack.engine.operations.resumeAll()).toEqual([]);
    expect((await rack.engine.operations.resumeAll({ includeStuck: true })).map(({ problem }) => problem)).toEqual([null]);
    expect(system.keys.size).toBe(0);
  });

  test('does not believe a system that is not the one that was added', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { id } = await rack.onlyKey();
    system.identity = 'reinstalled';
    system.keys.clear();
    const { key, operation } = await rack.engine.keys.revoke(id);
    expect(operation?.state).toBe('waiting');
    expect(operation?.reason).toContain('another system');
    expect(key.state).toBe('active');
    const [sync] = await rack.engine.inventory.sync();
    expect(sync).toMatchObject({ kind: 'failed', error: { code: 'system-identity-changed' } });
  });

  test('of a key whose issue is not settled ends that issue', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('issue', 'lose-answer');
    system.fail('recover', 'down');
    await expect(rack.engine.keys.issue({ connection: 'fake', name: 'alice' })).rejects.toThrow('');
    const { id } = await rack.onlyKey();
    await rack.engine.keys.revoke(id);
    expect(system.keys.size).toBe(0);
    await rack.clock.advance(36_000);
    await rack.engine.operations.resumeAll();
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked', revocationReason: 'asked' });
  });

  test('happens by itself at the expiry of a key on a system that has none', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice', expiresAtMs: rack.clock.nowMs() + expiryMs });
    await rack.clock.advance(expiryMs - 1);
    expect(await rack.engine.operations.resumeAll()).toEqual([]);
    await rack.clock.advance(1);
    await rack.engine.operations.resumeAll();
    expect(system.keys.size).toBe(0);
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked', revocationReason: 'expired' });
  });

  test('is settled once, also when its first holder was declared dead and wakes up again', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('revoke', 'hold');
    const { id } = await rack.onlyKey();
    const paused = rack.engine.keys.revoke(id);
    await system.untilHeld();
    const [operation] = (await rack.engine.operations.list({ kinds: ['revoke'] })).items;
    const taken = await rack.another('process-2', ['process-1']).operations.resume(operation?.id ?? '');
    expect(taken.operation).toMatchObject({ state: 'done', epoch: 2 });
    const settled = await rack.engine.audit.verify();
    system.releaseHeld();
    await expect(paused).rejects.toMatchObject({ code: 'stale-epoch' });
    expect(await rack.engine.audit.verify()).toEqual(settled);
  });
});
