import type { DueTask, Engine } from '@keyrack/engine';
import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

const hourMs = 3_600_000;

async function due({ schedule }: Engine, syncEveryMs: number | null = null): Promise<readonly DueTask[]> {
  const tasks: DueTask[] = [];
  for await (const task of schedule.due({ syncEveryMs })) tasks.push(task);
  return tasks;
}

describe('the schedule', () => {
  test('gives the revocation of a key that is past its expiry, once, and the key is gone when it was run', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice', expiresAtMs: rack.clock.nowMs() + hourMs });
    expect(await due(rack.engine)).toEqual([]);
    await rack.clock.advance(hourMs);
    const [task, ...others] = await due(rack.engine);
    expect(task?.operation).toMatchObject({ kind: 'revoke', state: 'running' });
    expect(others).toEqual([]);
    expect(await task?.run()).toMatchObject({ result: 'done', problem: null, isUnreachable: false });
    expect(system.keys.size).toBe(0);
    expect(await rack.onlyKey()).toMatchObject({ state: 'revoked', revocationReason: 'expired' });
    expect(await due(rack.engine)).toEqual([]);
  });

  test('gives a retirement when its overlap is over, and not before', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    const { secret } = await rack.engine.keys.rotate(key.id, { overlapMs: hourMs });
    expect(await due(rack.engine)).toEqual([]); // not delivered: no time brings it on
    await rack.engine.keys.confirmDelivered(key.id);
    await rack.clock.advance(hourMs - 1);
    expect(await due(rack.engine)).toEqual([]);
    await rack.clock.advance(1);
    const [task] = await due(rack.engine);
    expect(await task?.run()).toMatchObject({ result: 'done' });
    expect([...system.keys.values()].map(({ password }) => password)).toEqual([secret.reveal()]);
  });

  test('reports a system that does not answer, and gives its operation again when it waited', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice' });
    system.fail('revoke', 'down', 'lose-answer');
    await rack.engine.keys.revoke(key.id);
    expect(await due(rack.engine)).toEqual([]);
    await rack.clock.advance(hourMs);
    const [task] = await due(rack.engine);
    expect(await task?.run()).toMatchObject({ result: 'put aside', isUnreachable: true, problem: 'no answer' });
    await rack.clock.advance(hourMs);
    const [again] = await due(rack.engine);
    expect(await again?.run()).toMatchObject({ result: 'done' });
  });

  test('leaves an operation to the process that holds it, until that is proven dead', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const held = rack.another('p2');
    system.fail('issue', 'hold');
    const issuing = held.keys.issue({ connection: 'fake', name: 'alice' });
    await system.untilHeld();
    expect(await due(rack.another('p3'))).toEqual([]);
    const [task] = await due(rack.another('p4', ['p2']));
    expect(task?.operation).toMatchObject({ kind: 'issue', holder: 'p2' });
    expect(await task?.run()).toMatchObject({ result: 'done' });
    system.releaseHeld();
    await issuing.catch(() => undefined);
    expect(system.keys.size).toBe(1);
  });

  test('lets one of two workers do a task, whichever comes first', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await rack.engine.keys.issue({ connection: 'fake', name: 'alice', expiresAtMs: rack.clock.nowMs() + hourMs });
    await rack.clock.advance(hourMs);
    const [first, second] = await Promise.all([due(rack.another('p2')), due(rack.another('p3'))]);
    const results = await Promise.all([...first, ...second].map((task) => task.run()));
    expect(results.map(({ result }) => result).toSorted()).toEqual(['done', ...results.slice(1).map(() => 'left')]);
    expect(system.keys.size).toBe(0);
  });

  test('gives a sync to one worker when the last one is long enough ago', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const other = rack.another('p2');
    const [task] = await due(rack.engine, hourMs);
    const [same] = await due(other, hourMs);
    expect(task).toMatchObject({ operation: null, connection: { name: 'fake' } });
    const results = (await Promise.all([task?.run(), same?.run()])).map((report) => String(report?.result));
    expect(results.toSorted()).toEqual(['done', 'left']);
    expect(await due(rack.engine, hourMs)).toEqual([]);
    await rack.clock.advance(hourMs);
    expect(await due(rack.engine, null)).toEqual([]);
    expect(await due(rack.engine, hourMs)).toHaveLength(1);
  });

  test('does not wait for ever for a worker that died while it synced', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('list', 'hold');
    const [task] = await due(rack.another('p2'), hourMs);
    const dying = task?.run();
    await system.untilHeld();
    const [early] = await due(rack.engine, hourMs);
    expect(await early?.run()).toMatchObject({ result: 'left' });
    await rack.clock.advance(600_000);
    const [late] = await due(rack.engine, hourMs);
    expect(await late?.run()).toMatchObject({ result: 'done' });
    system.releaseHeld();
    await dying;
  });

  test('opens a connection anew that another process has changed', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const worker = rack.another('worker');
    await (await due(worker, hourMs))[0]?.run();
    const opened = system.credentials.length;
    await rack.clock.advance(hourMs);
    await rack.engine.connections.update('fake', { input: { fields: {}, text: null } });
    const afterUpdate = system.credentials.length;
    await (await due(worker, hourMs))[0]?.run();
    expect(afterUpdate).toBeGreaterThan(opened);
    expect(system.credentials.length).toBe(afterUpdate + 1);
  });

  test('remembers when a worker was last alive', async () => {
    await using rack = await engineFixture(new FakeSystem());
    expect(await rack.engine.schedule.lastHeartbeat()).toBeNull();
    await rack.engine.schedule.beat();
    expect(await rack.another('p2').schedule.lastHeartbeat()).toEqual({ atMs: rack.clock.nowMs() });
  });
});
