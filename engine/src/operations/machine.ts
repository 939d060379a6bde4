import type { CallOptions, Operation, OperationKind, StoreSession } from '@keyrack/contracts';
import { LifecycleError, StaleEpochError, StoreFailedError } from '@keyrack/contracts';
import type { ConnectionPool } from '../connections/pool.ts';
import { owedSyncReason, owesSync } from '../generations/owed-sync.ts';
import type { EngineContext } from '../support/context.ts';
import { mostFailedAttempts, retryDelayMs } from './backoff.ts';
import { heldElsewhere } from './held-elsewhere.ts';
import type { OperationHandler, OperationRun, Progress } from './handler.ts';
import { Journal } from './journal.ts';
import { RecordChangedError } from './record-changed.ts';

/** What became of a run. */
export interface RunResult {
  readonly operation: Operation;
  /** Why it did not end, or why it was given up; null when it is done. */
  readonly error: Error | null;
}

/** The steps of every kind of operation. */
export interface Handlers {
  readonly handlers: readonly OperationHandler[];
  /** For operations that a restored store was in the middle of. */
  readonly recoverers: readonly OperationHandler[];
}

/** How long an operation waits for the sync that goes before it. */
const unsyncedDelayMs = 60_000;

/** Runs journalled operations: takes them over, advances them step by step, and puts them aside with a reason. */
export class Machine {
  readonly #context: EngineContext;
  readonly #pool: ConnectionPool;
  readonly #handlers: ReadonlyMap<OperationKind, OperationHandler>;
  readonly #recoverers: ReadonlyMap<OperationKind, OperationHandler>;
  readonly #running = new Set<string>();

  constructor(context: EngineContext, pool: ConnectionPool, { handlers, recoverers }: Handlers) {
    this.#context = context;
    this.#pool = pool;
    this.#handlers = new Map(handlers.map((handler) => [handler.kind, handler]));
    this.#recoverers = new Map(recoverers.map((handler) => [handler.kind, handler]));
  }

  /** Runs an operation that this process has just begun. */
  async start(operation: Operation, options: CallOptions = {}): Promise<RunResult> {
    return this.#run(operation, { ...options, resumed: false });
  }

  /**
   * Takes an operation over and runs it. `change` is written with the take-over.
   * @throws {OperationInProgressError} while its holder lives. @throws {RecordChangedError} when another process was quicker.
   */
  async resume(
    operation: Operation,
    options: CallOptions & { readonly change?: Partial<Operation>; readonly audit?: string } = {},
  ): Promise<RunResult> {
    const taken = await this.#take(operation, options);
    const isFinal = taken.state === 'done' || taken.state === 'aborted';
    return isFinal ? { operation: taken, error: null } : this.#run(taken, { ...options, resumed: true });
  }

  /** Whether nobody works on an operation: it was handed back, or its holder is proven dead. */
  async isFree(operation: Operation): Promise<boolean> {
    if (this.#running.has(operation.id)) return false;
    const { holder } = operation;
    return holder === null || holder === this.#context.liveness.self || (await this.#context.liveness.isDead(holder));
  }

  async #take(operation: Operation, options: { readonly change?: Partial<Operation>; readonly audit?: string }): Promise<Operation> {
    if (!(await this.isFree(operation))) {
      throw heldElsewhere(this.#context, operation);
    }
    const { store, liveness, clock } = this.#context;
    return store.write(async (session: StoreSession) => {
      // Read again within the transaction: it may have been settled since it was looked at.
      const current = await session.operations.get(operation.id);
      if (!current) return operation;
      const isFinal = current.state === 'done' || current.state === 'aborted';
      if (isFinal && options.change === undefined) return current;
      if (isFinal || current.epoch !== operation.epoch) throw takenMeanwhile(current);
      const mine = {
        state: 'running' as const,
        holder: liveness.self,
        epoch: operation.epoch + 1,
        waitUntilMs: null,
        updatedAtMs: clock.nowMs(),
      };
      const taken: Operation = { ...current, ...options.change, ...mine };
      await session.operations.update(taken, operation.epoch);
      if (options.audit !== undefined) await new Journal(this.#context, taken, []).audit(session, options.audit);
      return taken;
    });
  }

  async #run(operation: Operation, options: CallOptions & { readonly resumed: boolean }): Promise<RunResult> {
    this.#running.add(operation.id);
    try {
      const steps = await this.#context.store.read((session) => session.operations.steps(operation.id));
      const journal = new Journal(this.#context, operation, steps);
      return await this.#advance(journal, options);
    } finally {
      this.#running.delete(operation.id);
    }
  }

  async #advance(journal: Journal, options: CallOptions & { readonly resumed: boolean }): Promise<RunResult> {
    try {
      const { connectionId } = journal.operation;
      if (await this.#context.store.read((session) => owesSync(session, connectionId)))
        return await this.#wait(journal, { untilMs: this.#context.clock.nowMs() + unsyncedDelayMs, reason: owedSyncReason });
      const run = await this.#prepare(journal, options);
      for (;;) {
        const progress = await this.#handler(journal.operation).advance(run);
        if (progress.kind === 'finished') return { operation: journal.operation, error: progress.cause ?? null };
        if (progress.kind === 'wait') return await this.#wait(journal, progress);
      }
    } catch (error) {
      return this.#postpone(journal, error, options.signal);
    }
  }

  async #prepare(journal: Journal, options: CallOptions & { readonly resumed: boolean }): Promise<OperationRun> {
    const opened = await this.#pool.open(journal.operation.connectionId);
    return {
      context: this.#context,
      journal,
      provider: opened.provider,
      confirmIdentity: () => opened.confirmIdentity(options),
      resumed: options.resumed,
      signal: options.signal,
      sent: 0,
    };
  }

  #handler({ kind, direction }: Operation): OperationHandler {
    const handler = (direction === 'recover' ? this.#recoverers : this.#handlers).get(kind);
    if (!handler)
      throw new LifecycleError(`This version of Keyrack cannot continue an operation of kind ${kind}`, {
        advice: 'Resume it with the version that began it.',
      });
    return handler;
  }

  async #wait(journal: Journal, { untilMs, reason }: Omit<Extract<Progress, { kind: 'wait' }>, 'kind'>): Promise<RunResult> {
    await journal.write({ state: 'waiting', holder: null, waitUntilMs: untilMs, reason, failedAttempts: 0 });
    return { operation: journal.operation, error: null };
  }

  /** Puts an operation aside after a failed try. What was begun stays written down; nothing is given up here. */
  async #postpone(journal: Journal, error: unknown, signal: AbortSignal | undefined): Promise<RunResult> {
    // Someone else holds it now, or nothing can be written: then there is nothing to put aside.
    if (StoreFailedError.isInstance(error)) throw notSettled(journal.operation, error);
    if (!(error instanceof Error) || StaleEpochError.isInstance(error)) throw error;
    const { clock, random, logger } = this.#context;
    const interrupted = signal?.aborted === true;
    const failedAttempts = journal.operation.failedAttempts + (interrupted ? 0 : 1);
    const stuck = failedAttempts >= mostFailedAttempts;
    const waitUntilMs = stuck ? null : clock.nowMs() + (interrupted ? 0 : retryDelayMs(failedAttempts, random));
    const reason = interrupted ? 'interrupted' : error.message;
    await journal.write({ state: stuck ? 'stuck' : 'waiting', holder: null, waitUntilMs, reason, failedAttempts });
    logger?.log('warn', 'operation put aside', { operationId: journal.operation.id, state: journal.operation.state, reason });
    return { operation: journal.operation, error };
  }
}

/** The store did not take what followed from a call, or what was to come after it: that nothing happened nobody can say. */
function notSettled({ id }: Operation, error: StoreFailedError): StoreFailedError {
  const { message, retryable, details } = error;
  const settle = `What was begun is written down; once the store can be written again, keyrack operations resume ${id} settles it.`;
  const advice = error.advice === null ? settle : `${error.advice} ${settle}`;
  return new StoreFailedError(message, { outcome: 'unknown', retryable, advice, details: { ...details, operationId: id }, cause: error });
}

function takenMeanwhile({ id, kind }: Operation): RecordChangedError {
  return new RecordChangedError(`${kind} ${id} was taken up by another process just now`, {
    retryable: true,
    advice: `Look at it with keyrack operations show ${id}, and repeat the command.`,
    details: { operationId: id },
  });
}
