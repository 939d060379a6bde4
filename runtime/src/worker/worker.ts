import { setTimeout } from 'node:timers/promises';
import { LifecycleError } from '@keyrack/contracts';
import type { OperationKind } from '@keyrack/contracts';
import type { DueTask, Schedule, TaskReport } from '@keyrack/engine';
import { Lane } from './lane.ts';
import type { WakeCalls } from './wake-calls.ts';

/** What a worker tells of its work. */
export type WorkEvent =
  | {
      readonly kind: 'task';
      readonly connection: string;
      /** What kind of operation it was, or `sync`. */
      readonly task: OperationKind | 'sync';
      readonly operationId: string | null;
      readonly result: TaskReport['result'];
      readonly problem: string | null;
    }
  /** The system did not answer several times in a row; its tasks wait half a minute. */
  | { readonly kind: 'pause'; readonly connection: string }
  /** The requests that the system allows are used up; its tasks wait until then. */
  | { readonly kind: 'limit'; readonly connection: string; readonly untilMs: number }
  /** Due work could not be looked for, such as while the store is away; it goes on. */
  | { readonly kind: 'problem'; readonly problem: string };

/** How a worker works. */
export interface WorkOptions {
  /** Ends the work: nothing new is begun, and what runs is finished or handed back. */
  readonly signal: AbortSignal;
  /** Reads every system whose last sync is older, in milliseconds; null: none. @default 900000 */
  readonly syncEveryMs?: number | null;
  /** How often due work is looked for, in milliseconds. @default 5000 */
  readonly pollMs?: number;
  /** How long what runs may take to end after the signal, in milliseconds, before it is handed back. @default 20000 */
  readonly graceMs?: number;
  readonly onEvent?: (event: WorkEvent) => void;
}

const heartbeatMs = 30_000;
const breathMs = 250;
/** A queue at its limit waits after each task; it is told now and then. */
const limitToldEveryMs = 600_000;

/**
 * Does what is due until the signal comes: expiry, retirements whose time has come, owed revocations, interrupted operations, syncs. Any
 * number of workers may work on one store: an operation is taken by whoever comes first.
 * @param calls - when to look before the next poll.
 */
export async function work(schedule: Schedule, options: WorkOptions, calls: WakeCalls): Promise<void> {
  const { signal, pollMs = 5_000, graceMs = 20_000 } = options;
  const worker = new Worker(schedule, options);
  let lastBeatMs = -Infinity;
  while (!signal.aborted) {
    try {
      if (performance.now() - lastBeatMs >= heartbeatMs) {
        await schedule.beat();
        lastBeatMs = performance.now();
      }
      calls.look();
      await worker.startDue();
    } catch (error) {
      // A store that is away for a while is no reason to give up; anything that is not ours to foresee is.
      if (!isPassing(error)) throw error;
      options.onEvent?.({ kind: 'problem', problem: error.message });
    }
    const awake = new AbortController();
    const ending = AbortSignal.any([signal, awake.signal]);
    await Promise.race([setTimeout(pollMs, undefined, { signal: ending }).catch(() => undefined), calls.next(ending), worker.moreRoom()]);
    awake.abort();
  }
  await worker.finish(graceMs);
}

function isPassing(error: unknown): error is LifecycleError {
  return LifecycleError.isInstance(error) && error.retryable;
}

class Worker {
  readonly #schedule: Schedule;
  readonly #options: WorkOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #running = new Map<string, Promise<void>>();
  /** When it was told that a connection has to wait, by its id. */
  readonly #limits = new Map<string, number>();
  readonly #handBack = new AbortController();
  /** Whether something was done since due work was looked for last. */
  #hasProgress = false;
  /** Whether due work was left for want of room. */
  #isBehind = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(schedule: Schedule, options: WorkOptions) {
    this.#schedule = schedule;
    this.#options = options;
  }

  /** Starts what is due, as far as there is room. */
  async startDue(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    const { signal, syncEveryMs = 900_000 } = this.#options;
    this.#isBehind = false;
    this.#hasProgress = false;
    for await (const task of this.#schedule.due({ syncEveryMs })) {
      if (signal.aborted) return;
      if (this.#running.has(task.subject)) continue;
      const lane = this.#lane(task);
      const { maxTasksAtOnce, restUntilMs } = task.pace;
      if (restUntilMs !== null) this.#tellLimit(task, restUntilMs);
      else if (lane.hasRoom(maxTasksAtOnce)) this.#start(lane, task);
      else if (!lane.isResting) this.#isBehind = true;
    }
  }

  /** Resolves when a task ends while others wait for room; else never. */
  async moreRoom(): Promise<void> {
    if (!this.#isBehind) return new Promise(() => undefined);
    // All may have ended while due work was looked for.
    if (this.#running.size > 0) await Promise.race(this.#running.values());
    // What was left to others may be due for a moment longer: whoever looks at once does nothing but look.
    if (!this.#hasProgress) await setTimeout(breathMs);
  }

  /** Waits for what runs; after the grace it is asked to hand back what it holds. */
  async finish(graceMs: number): Promise<void> {
    const timer = new AbortController();
    const late = setTimeout(graceMs, undefined, { signal: timer.signal }).then(
      () => this.#handBack.abort(),
      () => undefined,
    );
    await Promise.all(this.#running.values());
    timer.abort();
    await late;
    if (this.#failure) throw this.#failure.error;
  }

  #lane({ connection }: DueTask): Lane {
    const lane = this.#lanes.get(connection.id) ?? new Lane(() => this.#tell({ kind: 'pause', connection: connection.name }));
    this.#lanes.set(connection.id, lane);
    return lane;
  }

  #start(lane: Lane, task: DueTask): void {
    const { subject } = task;
    const running = lane
      .run(task, this.#handBack.signal)
      .then((report) => this.#report(task, report))
      .catch((error: unknown) => {
        // The store may be away for a while: what was begun is in the journal, and due again.
        if (isPassing(error)) this.#tell({ kind: 'problem', problem: error.message });
        else this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(subject));
    this.#running.set(subject, running);
  }

  #report({ connection, kind: task }: DueTask, report: TaskReport | null): void {
    if (report === null || report.result === 'left') return;
    this.#hasProgress = true;
    const { result, problem, operationId } = report;
    this.#tell({ kind: 'task', connection: connection.name, task, operationId, result, problem });
  }

  #tellLimit({ connection: { id, name } }: DueTask, untilMs: number): void {
    const nowMs = performance.now();
    if (nowMs - (this.#limits.get(id) ?? -Infinity) < limitToldEveryMs) return;
    this.#limits.set(id, nowMs);
    this.#tell({ kind: 'limit', connection: name, untilMs });
  }

  #tell(event: WorkEvent): void {
    this.#options.onEvent?.(event);
  }
}
