import type { Engine } from '@keyrack/engine';
import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';
import { beforeFirstWrite, interleave } from '../../src/interleave.ts';

/** A rack with one key, and a second process that decides before the first one writes, and writes afterwards. */
interface Scene extends EngineFixture {
  readonly keyId: string;
  second(first: () => Promise<unknown>): Engine;
}

async function scene(system = new FakeSystem()): Promise<Scene> {
  const rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
  return {
    ...rack,
    keyId: key.id,
    second: (first) => rack.another('process-2', [], beforeFirstWrite(first)),
    [Symbol.asyncDispose]: () => rack[Symbol.asyncDispose](),
  };
}

describe('two processes that at once', () => {
  test('revoke one key both find it revoked, by one revocation', async () => {
    await using rack = await scene();
    const { keys } = rack.second(() => rack.engine.keys.revoke(rack.keyId));
    const { key, operation } = await keys.revoke(rack.keyId);
    expect({ state: key.state, operation }).toEqual({ state: 'revoked', operation: null });
    expect((await rack.engine.operations.list({ kinds: ['revoke'] })).items).toHaveLength(1);
  });

  test('revoke one key answer alike while the first still works on it: the revocation is named, and it may be asked again', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    system.fail('revoke', 'hold');
    let first: Promise<unknown> = Promise.resolve();
    const { keys } = rack.second(async () => {
      first = rack.engine.keys.revoke(rack.keyId);
      await system.untilHeld();
    });
    const [raced, sequential] = await Promise.allSettled([keys.revoke(rack.keyId)]).then(async ([result]) => [
      result,
      ...(await Promise.allSettled([rack.another('process-3').keys.revoke(rack.keyId)])),
    ]);
    const operationId = (await rack.engine.operations.list({ kinds: ['revoke'] })).items[0]?.id;
    const reason = expect.objectContaining({ code: 'operation-in-progress', retryable: true });
    for (const result of [raced, sequential]) expect(result).toMatchObject({ status: 'rejected', reason });
    for (const result of [raced, sequential]) expect(result).toMatchObject({ reason: { details: { operationId } } });
    system.releaseHeld();
    await first;
    expect((await keys.revoke(rack.keyId)).key.state).toBe('revoked');
  });

  test('take up one owed revocation end it once, and none of them fails', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    system.fail('revoke', 'down');
    const { operation } = await rack.engine.keys.revoke(rack.keyId);
    const id = operation?.id ?? '';
    const { operations } = rack.second(() => rack.engine.operations.resume(id));
    expect(await operations.resume(id)).toMatchObject({ operation: { state: 'done' }, problem: null });
    expect((await operations.show(id)).operation.epoch).toBe(2);
  });

  test('advance what is due leave to each other what the other has taken', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    system.fail('revoke', 'down', 'hold');
    await rack.engine.keys.revoke(rack.keyId);
    await rack.clock.advance(60_000);
    let first: Promise<unknown> = Promise.resolve();
    const { operations } = rack.second(async () => {
      first = rack.engine.operations.resumeAll();
      await system.untilHeld();
    });
    expect(await operations.resumeAll()).toEqual([]);
    system.releaseHeld();
    await first;
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked' });
  });

  test('suspend one key for two reasons keep both', async () => {
    await using rack = await scene();
    const { keys } = rack.second(() => rack.engine.keys.suspend(rack.keyId, { reason: 'holiday' }));
    const { operation } = await keys.suspend(rack.keyId, { reason: 'compromised' });
    expect(operation?.state).toBe('done');
    expect((await rack.onlyKey()).suspensionReasons).toEqual(['holiday', 'compromised']);
  });

  test('suspend one key keep the reason of the second also when the first ends in between', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    system.fail('suspend', 'down');
    const { operation } = await rack.engine.keys.suspend(rack.keyId, { reason: 'holiday' });
    const { keys } = rack.second(() => rack.engine.operations.resume(operation?.id ?? ''));
    await keys.suspend(rack.keyId, { reason: 'compromised' });
    expect((await rack.onlyKey()).suspensionReasons).toEqual(['holiday', 'compromised']);
  });

  test('resume a key and revoke it leave it revoked, also where only one of several reasons was to go', async () => {
    await using rack = await scene();
    for (const reason of ['holiday', 'compromised']) await rack.engine.keys.suspend(rack.keyId, { reason });
    const { keys } = rack.second(() => rack.engine.keys.revoke(rack.keyId));
    await expect(keys.resume(rack.keyId, { reason: 'holiday' })).rejects.toMatchObject({ code: 'refused' });
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked', suspensionReasons: [] });
  });

  test('rotate one key make one successor; the second is refused with the id of the first', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    const { keys } = rack.second(() => rack.engine.keys.rotate(rack.keyId, { overlapMs: 1_000 }));
    const refused = keys.rotate(rack.keyId, { overlapMs: 1_000 });
    await expect(refused).rejects.toMatchObject({ code: 'operation-in-progress', message: expect.stringContaining('rotate op_') });
    expect(system.keys.size).toBe(2);
    expect((await rack.engine.operations.list({ kinds: ['rotate'] })).items).toHaveLength(1);
  });

  test('say that a new secret was delivered leave it current', async () => {
    await using rack = await scene();
    await rack.engine.keys.rotate(rack.keyId, { overlapMs: 1_000 });
    const { keys } = rack.second(() => rack.engine.keys.confirmDelivered(rack.keyId));
    await keys.confirmDelivered(rack.keyId);
    const { versions } = await rack.engine.keys.show(rack.keyId);
    expect(versions.map(({ stage }) => stage)).toEqual(['previous', 'current']);
  });

  test.each(['suspend', 'rotate', 'adopt'] as const)(
    '%s and revoke one key: what the system does not have any more is known to be revoked',
    async (verb) => {
      const system = new FakeSystem();
      await using rack = await engineFixture(system);
      system.keys.set('bob', { id: 'bob', name: 'bob', password: 'p', limits: { dataLimitBytes: 1 } });
      await rack.engine.inventory.sync();
      const { id } = await rack.onlyKey();
      if (verb !== 'adopt') await rack.engine.keys.adopt(id);
      const afterLook = interleave({ kind: 'read', number: 1, side: 'after' }, () => rack.engine.keys.revoke(id));
      const { keys } = rack.another('process-2', [], afterLook);
      const acted = verb === 'rotate' ? keys.rotate(id, { overlapMs: 0 }) : keys[verb](id);
      await expect(acted).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('revoked') });
    },
  );

  test('adopt one key make it ours once; the second is told that it is', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    system.keys.set('bob', { id: 'bob', name: 'bob', password: 'p', limits: {} });
    await rack.engine.inventory.sync();
    const { id } = await rack.engine.keys.find('bob');
    const { keys } = rack.second(() => rack.engine.keys.adopt(id));
    await expect(keys.adopt(id)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('adopted already') });
  });

  test('rename one key alike both succeed', async () => {
    await using rack = await scene();
    const { keys } = rack.second(() => rack.engine.keys.change(rack.keyId, { name: 'bob' }));
    expect((await keys.change(rack.keyId, { name: 'bob' })).key.name).toBe('bob');
  });

  test('issue or rotate a key and revoke it: a secret that was ended before it could be shown is not shown, and that is said', async () => {
    const system = new FakeSystem();
    await using rack = await scene(system);
    const ended = { code: 'refused', outcome: 'applied', message: expect.stringContaining('ended by another process') };
    const revoke = async (name: string): Promise<unknown> => rack.engine.keys.revoke((await rack.engine.keys.find(name)).id);
    const rotating = rack.another(
      'process-2',
      [],
      interleave({ kind: 'write', number: 4, side: 'after' }, () => revoke('alice')),
    );
    await expect(rotating.keys.rotate(rack.keyId, { overlapMs: 1_000 })).rejects.toMatchObject(ended);
    const issuing = rack.another(
      'process-3',
      [],
      interleave({ kind: 'write', number: 2, side: 'after' }, () => revoke('bob')),
    );
    await expect(issuing.keys.issue({ connection: 'fake', name: 'bob' })).rejects.toMatchObject(ended);
    expect(system.keys.size).toBe(0);
  });
});
