import type { RotationPolicy } from '@keyrack/contracts';
import type { DueTask, Engine, TaskReport } from '@keyrack/engine';
import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const daily: RotationPolicy = {
  rhythm: { kind: 'interval', everyMs: dayMs },
  window: null,
  timeZone: 'UTC',
  jitterMs: 0,
  overlapMs: hourMs,
};

/** At night, by the clock on the wall of Berlin, where an hour is missing on 2026-03-29 and shown twice on 2026-10-25. */
const nightly: RotationPolicy = {
  ...daily,
  rhythm: { kind: 'cron', expression: '30 2 * * *' },
  window: { from: '02:00', until: '05:00' },
  timeZone: 'Europe/Berlin',
};

async function due({ schedule }: Engine): Promise<readonly DueTask[]> {
  const tasks: DueTask[] = [];
  for await (const task of schedule.due({ syncEveryMs: null })) tasks.push(task);
  return tasks;
}

/** Does what is due now, and says what became of it. */
async function work(engine: Engine): Promise<readonly TaskReport[]> {
  const reports: TaskReport[] = [];
  for (const task of await due(engine)) reports.push(await task.run());
  return reports;
}

/** A rack with one key of this policy. */
async function rackWith(rotationPolicy: RotationPolicy, system = new FakeSystem()): Promise<EngineFixture> {
  const rack = await engineFixture(system);
  await rack.engine.keys.issue({ connection: 'fake', name: 'alice', rotationPolicy });
  return rack;
}

/** Works every half hour until the instant, takes every new secret at once, and gives the instants at which a rotation was begun. */
async function rotationsUntil(rack: EngineFixture, untilMs: number): Promise<readonly string[]> {
  const begun: string[] = [];
  const { id } = await rack.onlyKey();
  while (rack.clock.nowMs() < untilMs) {
    for (const task of await due(rack.engine)) {
      if (task.operation === null) begun.push(new Date(rack.clock.nowMs()).toISOString().slice(0, 16));
      await task.run();
      await rack.engine.keys.confirmDelivered(id);
    }
    await rack.clock.advance(30 * minuteMs);
  }
  return begun;
}

const rotations = async ({ engine }: EngineFixture): Promise<number> =>
  (await engine.operations.list({ kinds: ['rotate'] })).items.filter(({ state }) => state !== 'aborted').length;

describe('a rotation policy', () => {
  test('rotates a key when it is due, and keeps the old secret valid until the new one was taken and the overlap is over', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith(daily, system);
    await rack.clock.advance(dayMs - 1);
    expect(await due(rack.engine)).toEqual([]);
    await rack.clock.advance(1);
    expect(await work(rack.engine)).toMatchObject([{ result: 'put aside', problem: expect.stringContaining('keyrack reveal') }]);
    expect(system.keys.size).toBe(2);
    const key = await rack.onlyKey();
    expect(key.rotation).toMatchObject({ nextAtMs: rack.clock.nowMs() + dayMs, failedAttempts: 0, problem: null });
    await rack.clock.advance(5 * hourMs);
    expect(await work(rack.engine)).toEqual([]); // nobody took it
    const secret = await rack.engine.keys.reveal(key.id, { reason: 'it is mine' });
    await rack.engine.keys.confirmDelivered(key.id);
    await rack.clock.advance(hourMs);
    expect(await work(rack.engine)).toMatchObject([{ result: 'done' }]);
    expect([...system.keys.values()].map(({ password }) => password)).toEqual([secret.reveal()]);
  });

  test('makes up once for however many rotations were missed', async () => {
    await using rack = await rackWith(daily);
    await rack.clock.advance(7 * dayMs + 5 * hourMs);
    expect(await work(rack.engine)).toHaveLength(1);
    expect(await work(rack.engine)).toEqual([]);
    expect(await rotations(rack)).toBe(1);
    expect((await rack.onlyKey()).rotation?.nextAtMs).toBe(rack.clock.nowMs() + dayMs);
  });

  test('leaves a rotation out while the secret of the one before was not taken, and says so', async () => {
    await using rack = await rackWith(daily);
    await rack.clock.advance(dayMs);
    await work(rack.engine);
    await rack.clock.advance(dayMs);
    const id = (await rack.engine.operations.list({ kinds: ['rotate'] })).items[0]?.id;
    expect(await work(rack.engine)).toMatchObject([{ result: 'put aside', problem: `rotate ${id} is not finished` }]);
    expect(await work(rack.engine)).toEqual([]);
    expect((await rack.onlyKey()).rotation).toMatchObject({
      problem: `rotate ${id} is not finished`,
      nextAtMs: rack.clock.nowMs() + dayMs,
      failedAttempts: 0,
    });
  });

  test('leaves suspended and revoked keys alone, and takes a resumed one up again', async () => {
    await using rack = await rackWith(daily);
    const { id } = await rack.onlyKey();
    await rack.engine.keys.suspend(id);
    await rack.clock.advance(2 * dayMs);
    expect(await due(rack.engine)).toEqual([]);
    await rack.engine.keys.resume(id);
    const [late] = await due(rack.engine);
    await rack.engine.keys.revoke(id);
    expect(await late?.run()).toMatchObject({ result: 'left' });
    expect(await due(rack.engine)).toEqual([]);
    expect(await rotations(rack)).toBe(0);
  });

  test('begins anew with a change, and ends with one', async () => {
    await using rack = await rackWith(daily);
    const { id } = await rack.onlyKey();
    await rack.clock.advance(hourMs);
    await rack.engine.keys.change(id, { rotationPolicy: { ...daily, rhythm: { kind: 'interval', everyMs: 2 * dayMs } } });
    expect((await rack.onlyKey()).rotation?.nextAtMs).toBe(rack.clock.nowMs() + 2 * dayMs);
    await rack.engine.keys.change(id, { purpose: 'tests' });
    expect((await rack.onlyKey()).rotation?.policy.rhythm).toEqual({ kind: 'interval', everyMs: 2 * dayMs });
    await rack.engine.keys.change(id, { rotationPolicy: null });
    await rack.clock.advance(30 * dayMs);
    expect([(await rack.onlyKey()).rotation, await due(rack.engine)]).toEqual([null, []]);
    await expect(rack.engine.keys.change(id, { rotationPolicy: { ...daily, timeZone: 'Mars/Base' } })).rejects.toThrow('not a time zone');
  });

  test('counts from a rotation that somebody asked for', async () => {
    await using rack = await rackWith(daily);
    await rack.clock.advance(20 * hourMs);
    await rack.engine.keys.rotate((await rack.onlyKey()).id, { overlapMs: 0 });
    await rack.engine.keys.confirmDelivered((await rack.onlyKey()).id);
    await rack.clock.advance(23 * hourMs);
    expect(await due(rack.engine)).toEqual([]);
    await rack.clock.advance(hourMs);
    expect(await due(rack.engine)).toHaveLength(1);
  });

  test('is one rotation for two workers, also for the one that looked before the other had done it', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith(daily, system);
    const other = rack.another('p2');
    await rack.clock.advance(dayMs);
    const [[mine], [same], [late]] = await Promise.all([due(rack.engine), due(other), due(other)]);
    const results = (await Promise.all([mine?.run(), same?.run()])).map((report) => String(report?.result));
    expect(results.toSorted()).toEqual(['left', 'put aside']);
    await rack.engine.keys.confirmDelivered((await rack.onlyKey()).id);
    await rack.clock.advance(hourMs);
    await (await due(rack.engine))[0]?.run();
    expect(await late?.run()).toMatchObject({ result: 'left' });
    expect([await rotations(rack), system.keys.size]).toEqual([1, 1]);
  });
});

describe('a rotation by policy that fails', () => {
  test('before it begins is tried again later and later, and says why', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith(daily, system);
    const worker = rack.another('worker');
    await rack.clock.advance(dayMs);
    system.fail('check', 'down', 'down');
    expect(await work(worker)).toMatchObject([
      { result: 'put aside', problem: 'connection refused', isUnreachable: true, operationId: null },
    ]);
    const first = (await rack.onlyKey()).rotation;
    expect(first).toMatchObject({ failedAttempts: 1, problem: 'connection refused' });
    expect(await due(worker)).toEqual([]);
    await rack.clock.advance(minuteMs);
    await work(worker);
    expect((await rack.onlyKey()).rotation?.failedAttempts).toBe(2);
    await rack.clock.advance(2 * minuteMs);
    await work(worker);
    expect((await rack.onlyKey()).rotation).toMatchObject({ failedAttempts: 0, problem: null, dueAtMs: (first?.dueAtMs ?? 0) + dayMs });
    expect(await rotations(rack)).toBe(1);
    const types = (await rack.engine.audit.list()).items.map(({ type }) => type);
    expect(types.filter((type) => type === 'key.rotation-postponed')).toHaveLength(2);
  });

  test('because the system refuses is begun again after a pause, until it succeeds', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith(daily, system);
    await rack.clock.advance(dayMs);
    system.fail('issue', 'refuse');
    expect(await work(rack.engine)).toMatchObject([{ result: 'aborted' }]);
    expect((await rack.onlyKey()).rotation).toMatchObject({ failedAttempts: 1 });
    expect(await due(rack.engine)).toEqual([]);
    await rack.clock.advance(minuteMs);
    expect(await work(rack.engine)).toMatchObject([{ result: 'put aside' }]);
    expect((await rack.onlyKey()).rotation).toMatchObject({ failedAttempts: 0, problem: null });
    expect(system.keys.size).toBe(2);
  });

  test('after it began goes on as the operation that it is, and is not begun twice', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith(daily, system);
    await rack.clock.advance(dayMs);
    system.fail('issue', 'lose-answer', 'lose-answer');
    system.fail('recover', 'down');
    expect(await work(rack.engine)).toMatchObject([{ result: 'put aside', isUnreachable: true }]);
    await rack.clock.advance(hourMs);
    expect(await work(rack.engine)).toMatchObject([{ result: 'put aside', problem: expect.stringContaining('keyrack reveal') }]);
    expect([await rotations(rack), system.keys.size]).toEqual([1, 2]);
  });
});

describe('with a clock that jumps', () => {
  test.each([-hourMs, hourMs])('by %i ms, a rotation that was done is not done again, and the next one comes once', async (jumpMs) => {
    await using rack = await rackWith(daily);
    const key = await rack.onlyKey();
    await rack.clock.advance(dayMs);
    await work(rack.engine);
    await rack.engine.keys.confirmDelivered(key.id);
    rack.clock.jump(jumpMs);
    const again = await rotationsUntil(rack, rack.clock.nowMs() + dayMs - 2 * hourMs);
    expect(again).toEqual([]);
    expect(await rotations(rack)).toBe(1);
    await rotationsUntil(rack, rack.clock.nowMs() + 4 * hourMs);
    expect(await rotations(rack)).toBe(2);
  });

  test('forwards and back again, an interval comes once', async () => {
    await using rack = await rackWith(daily);
    await rack.clock.advance(dayMs - hourMs);
    rack.clock.jump(hourMs);
    await work(rack.engine);
    await rack.engine.keys.confirmDelivered((await rack.onlyKey()).id);
    rack.clock.jump(-hourMs);
    await rotationsUntil(rack, rack.clock.nowMs() + dayMs);
    expect(await rotations(rack)).toBe(1);
  });

  test('forwards, a predecessor ends when its overlap is over by the instants that were written down, and not before', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith({ ...daily, overlapMs: 3 * hourMs }, system);
    await rack.clock.advance(dayMs);
    await work(rack.engine);
    const takenAtMs = rack.clock.nowMs();
    await rack.engine.keys.confirmDelivered((await rack.onlyKey()).id);
    rack.clock.jump(hourMs);
    await work(rack.engine);
    await rack.clock.advance(2 * hourMs - 1);
    expect([await work(rack.engine), system.keys.size]).toEqual([[], 2]);
    await rack.clock.advance(1);
    expect(rack.clock.nowMs()).toBe(takenAtMs + 3 * hourMs);
    await work(rack.engine);
    expect(system.keys.size).toBe(1);
  });

  test('backwards, a predecessor is kept for longer, never for less', async () => {
    const system = new FakeSystem();
    await using rack = await rackWith(daily, system);
    await rack.clock.advance(dayMs);
    await work(rack.engine);
    await rack.engine.keys.confirmDelivered((await rack.onlyKey()).id);
    rack.clock.jump(-hourMs);
    await rack.clock.advance(2 * hourMs - 1);
    expect([await work(rack.engine), system.keys.size]).toEqual([[], 2]);
    await rack.clock.advance(1);
    await work(rack.engine);
    expect(system.keys.size).toBe(1);
  });
});

describe('on a day on which the clock on the wall changes', () => {
  test('a rotation in the missing hour comes with the first minute that there is, once', async () => {
    await using rack = await rackWith(nightly);
    await rack.clock.advance(Date.parse('2026-03-28T12:00:00Z') - rack.clock.nowMs());
    await rack.engine.keys.change((await rack.onlyKey()).id, { rotationPolicy: nightly });
    expect(await rotationsUntil(rack, Date.parse('2026-03-31T00:00:00Z'))).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
  });

  test('a rotation in the doubled hour comes once', async () => {
    await using rack = await rackWith(nightly);
    await rack.clock.advance(Date.parse('2026-10-24T12:00:00Z') - rack.clock.nowMs());
    await rack.engine.keys.change((await rack.onlyKey()).id, { rotationPolicy: nightly });
    expect(await rotationsUntil(rack, Date.parse('2026-10-27T00:00:00Z'))).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
  });

  test('and a worker that comes late waits for the next window', async () => {
    await using rack = await rackWith(nightly);
    await rack.clock.advance(Date.parse('2026-03-29T03:00:00Z') - rack.clock.nowMs()); // 05:00: the window is over
    expect(await work(rack.engine)).toMatchObject([{ result: 'left' }]);
    expect(await rotationsUntil(rack, Date.parse('2026-03-30T12:00:00Z'))).toEqual(['2026-03-30T00:30']);
  });
});
