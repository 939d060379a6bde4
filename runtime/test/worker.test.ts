import { setTimeout } from 'node:timers/promises';
import { InvalidInputError, StoreFailedError } from '@keyrack/contracts';
import type { Connection, Operation } from '@keyrack/contracts';
import type { DueTask, Schedule, TaskReport } from '@keyrack/engine';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../src/platform.ts';
import { WakeCalls } from '../src/worker/wake-calls.ts';
import { work as workOn } from '../src/worker/worker.ts';
import type { WorkEvent, WorkOptions } from '../src/worker/worker.ts';

const work = (schedule: Schedule, options: WorkOptions, calls = new WakeCalls(systemClock)): Promise<void> =>
  workOn(schedule, options, calls);

const done: TaskReport = { result: 'done', problem: null, isUnreachable: false, operationId: null };
const unreachable: TaskReport = { result: 'put aside', problem: 'no answer', isUnreachable: true, operationId: null };

/** Only what a worker looks at. */
function task(connection: string, id: string, run: DueTask['run']): DueTask {
  return {
    connection: { id: connection, name: connection } as Connection,
    pace: { maxTasksAtOnce: 4, restUntilMs: null },
    subject: id,
    kind: 'revoke',
    operation: { id, kind: 'revoke' } as Operation,
    run: async (options) => ({ ...(await run(options)), operationId: id }),
  };
}

/** A schedule of tasks that stay due until one of their runs is done. */
function scheduleOf(tasks: readonly DueTask[]): Schedule & { beats: number } {
  const left = new Set(tasks);
  const schedule: Schedule & { beats: number } = {
    beats: 0,
    async *due() {
      for (const due of left)
        yield {
          ...due,
          async run(options) {
            const report = await due.run(options);
            if (report.result === 'done') left.delete(due);
            return report;
          },
        };
    },
    async beat() {
      schedule.beats += 1;
    },
    lastHeartbeat: async () => null,
  };
  return schedule;
}

/** Works until the condition holds. */
async function workUntil(schedule: Schedule, holds: (events: readonly WorkEvent[]) => boolean): Promise<readonly WorkEvent[]> {
  const events: WorkEvent[] = [];
  const end = new AbortController();
  await work(schedule, {
    signal: end.signal,
    pollMs: 5,
    onEvent(event) {
      events.push(event);
      if (holds(events)) end.abort();
    },
  });
  return events;
}

describe('a worker', () => {
  test('does everything that is due, a few at a time for each connection', async () => {
    let running = 0;
    let most = 0;
    const tasks = Array.from({ length: 30 }, (_, index) =>
      task('one', `op${index}`, async () => {
        running += 1;
        most = Math.max(most, running);
        await setTimeout(1);
        running -= 1;
        return done;
      }),
    );
    const schedule = scheduleOf(tasks);
    const events = await workUntil(schedule, ({ length }) => length === 30);
    expect(new Set(events.map((event) => (event.kind === 'task' ? event.operationId : null))).size).toBe(30);
    expect(most).toBe(4);
    expect(schedule.beats).toBe(1);
  });

  test('goes on with the others while one system does not answer, and lets that one rest', async () => {
    let calls = 0;
    const dead = Array.from({ length: 50 }, (_, index) =>
      task('dead', `dead${index}`, async () => {
        calls += 1;
        return unreachable;
      }),
    );
    const living = Array.from({ length: 20 }, (_, index) => task('living', `living${index}`, async () => done));
    const ofLiving = (events: readonly WorkEvent[]): number =>
      events.filter((event) => event.kind === 'task' && event.result === 'done').length;
    const events = await workUntil(scheduleOf([...dead, ...living]), (seen) => ofLiving(seen) === 20);
    expect(events).toContainEqual({ kind: 'pause', connection: 'dead' });
    expect(calls).toBeLessThanOrEqual(8);
  });

  test('never runs one operation twice at once', async () => {
    let running = 0;
    const slow = task('one', 'slow', async () => {
      running += 1;
      if (running > 1) throw new Error('twice at once');
      await setTimeout(60);
      running -= 1;
      return done;
    });
    expect(await workUntil(scheduleOf([slow]), ({ length }) => length === 1)).toHaveLength(1);
  });

  test('finishes what runs when it is stopped, and begins nothing new', async () => {
    const end = new AbortController();
    const finished: string[] = [];
    const tasks = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) =>
      task('one', id, async () => {
        await setTimeout(10);
        end.abort();
        await setTimeout(20);
        finished.push(id);
        return done;
      }),
    );
    await work(scheduleOf(tasks), { signal: end.signal, pollMs: 5 });
    expect(finished).toHaveLength(4);
  });

  test('asks what does not end to hand back what it holds', async () => {
    const end = new AbortController();
    let handedBack = false;
    const hanging = task('one', 'hanging', async ({ signal } = {}) => {
      end.abort();
      await setTimeout(60_000, undefined, signal ? { signal } : {}).catch(() => undefined);
      handedBack = signal?.aborted === true;
      return unreachable;
    });
    await work(scheduleOf([hanging]), { signal: end.signal, pollMs: 5, graceMs: 20 });
    expect(handedBack).toBe(true);
  });

  test('does not look again and again for what it leaves to others', async () => {
    const tasks = Array.from({ length: 10 }, (_, index) =>
      task('one', `op${index}`, async () => {
        await setTimeout(1);
        return { ...done, result: 'left' };
      }),
    );
    const schedule = scheduleOf(tasks);
    let looks = 0;
    const end = new AbortController();
    const counted: Schedule = {
      ...schedule,
      due(options) {
        looks += 1;
        return schedule.due(options);
      },
    };
    const working = work(counted, { signal: end.signal, pollMs: 60_000 });
    await setTimeout(100);
    end.abort();
    await working;
    expect(looks).toBeLessThanOrEqual(2);
  });

  test('that sleeps looks when it is called, at the instant that it is called for, and not before', async () => {
    const calls = new WakeCalls(systemClock);
    const end = new AbortController();
    const looks: number[] = [];
    const schedule: Schedule = {
      ...scheduleOf([]),
      async *due() {
        looks.push(Date.now());
        yield* [];
      },
    };
    const working = work(schedule, { signal: end.signal, pollMs: 60_000 }, calls);
    while (looks.length < 1) await setTimeout(5);
    const laterMs = Date.now() + 300;
    calls.call(laterMs);
    calls.call(Date.now() - 5_000);
    while (looks.length < 3) await setTimeout(5);
    end.abort();
    await working;
    expect(looks[1]).toBeLessThan(laterMs);
    expect(looks[2]).toBeGreaterThanOrEqual(laterMs);
    expect(looks).toHaveLength(3);
  });

  test('tells of a task that failed because the store was away, and does it again', async () => {
    const failures: Error[] = [new StoreFailedError('the server restarts', { retryable: true })];
    const failing = task('one', 'op1', async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return done;
    });
    expect(await workUntil(scheduleOf([failing]), ({ length }) => length === 2)).toMatchObject([
      { kind: 'problem', problem: 'the server restarts' },
      { kind: 'task', operationId: 'op1', result: 'done' },
    ]);
  });

  test('leaves a connection alone whose requests are used up, and says so once', async () => {
    const limited = { ...task('limited', 'op1', async () => done), pace: { maxTasksAtOnce: 4, restUntilMs: 5 } };
    const others = Array.from({ length: 9 }, (_, index) => task('other', `op${index + 2}`, async () => done));
    const events = await workUntil(scheduleOf([limited, ...others]), ({ length }) => length === 10);
    expect(events.filter(({ kind }) => kind === 'limit')).toEqual([{ kind: 'limit', connection: 'limited', untilMs: 5 }]);
    expect(events.some((event) => event.kind === 'task' && event.operationId === 'op1')).toBe(false);
  });

  test('goes on when the store is away for a while, and gives up on what is wrong', async () => {
    const schedule = scheduleOf([task('one', 'op1', async () => done)]);
    const failures: Error[] = [new StoreFailedError('the server restarts', { retryable: true })];
    const failing: Schedule = {
      ...schedule,
      async *due(options) {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        yield* schedule.due(options);
      },
    };
    const events = await workUntil(failing, ({ length }) => length === 2);
    expect(events).toMatchObject([
      { kind: 'problem', problem: 'the server restarts' },
      { kind: 'task', operationId: 'op1' },
    ]);
    failures.push(new InvalidInputError('a defect'));
    await expect(workUntil(failing, () => false)).rejects.toThrow('a defect');
    const broken = scheduleOf([task('one', 'op2', () => Promise.reject(new TypeError('a defect of a task')))]);
    await expect(workUntil(broken, () => false)).rejects.toThrow('a defect of a task');
  });
});
