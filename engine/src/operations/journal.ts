import type { AuditEntry, JsonObject, Operation, OperationStep, Outcome, StoreSession } from '@keyrack/contracts';
import { StaleEpochError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';

/** Far below the time after which anybody is declared dead. */
const lateMs = 10_000;

/** What may change about an operation while it runs. */
export type OperationChange = Partial<
  Pick<Operation, 'state' | 'direction' | 'holder' | 'waitUntilMs' | 'reason' | 'failedAttempts' | 'parameters' | 'finishedAtMs'>
>;

/** A step that is about to be begun. */
export interface NewStep {
  readonly name: string;
  readonly versionId: string | null;
  readonly intent: JsonObject;
  /** Gives the step's secrets, sealed for its id; absent: it has none. */
  readonly seal?: (stepId: string) => string;
}

/** What goes into the same transaction as a step. */
export interface StepWrite {
  readonly operation?: OperationChange;
  /** The step that takes the place of the settled one: there is no instant without an open step. */
  readonly next?: NewStep;
  readonly work?: (session: StoreSession) => Promise<void>;
}

/**
 * The written record of one operation while this process holds it. Every write carries the epoch, so that a holder who was
 * declared dead and wakes up again cannot settle anything.
 */
export class Journal {
  readonly #context: EngineContext;
  #operation: Operation;
  #steps: readonly OperationStep[];

  constructor(context: EngineContext, operation: Operation, steps: readonly OperationStep[]) {
    this.#context = context;
    this.#operation = operation;
    this.#steps = steps;
  }

  get operation(): Operation {
    return this.#operation;
  }

  get steps(): readonly OperationStep[] {
    return this.#steps;
  }

  /** The newest step of this name. */
  latestStep(name: string): OperationStep | undefined {
    return this.#steps.findLast((step) => step.name === name);
  }

  /** Writes a change of the operation together with whatever belongs to it: all of it, or none. */
  async write(change: OperationChange, work?: (session: StoreSession) => Promise<void>): Promise<void> {
    const next = { ...this.#operation, ...change, updatedAtMs: this.#context.clock.nowMs() };
    await this.#context.store.write(async (session) => {
      await session.operations.update(next, this.#operation.epoch);
      await work?.(session);
    });
    this.#operation = next;
  }

  /** Writes a step down before its call. */
  async begin(step: NewStep, write: Pick<StepWrite, 'operation' | 'work'> = {}): Promise<OperationStep> {
    const begun = this.#nextStep(step);
    await this.write(write.operation ?? {}, async (session) => {
      await insertStep(session, begun, step);
      await write.work?.(session);
    });
    this.#steps = [...this.#steps, begun];
    return begun;
  }

  /** Notes that the call of a step is about to be made once more, and what is known of the calls before. */
  async beginCall(step: OperationStep): Promise<void> {
    await this.#updateStep(step, { lastCallAtMs: this.#context.clock.nowMs() });
  }

  /**
   * Refuses a call that comes long after it was written down, when somebody else holds the operation by now: the process was paused, and
   * declared dead. What happened to the key since may be what the call would undo.
   * @throws {StaleEpochError}
   */
  async confirmHeld(): Promise<void> {
    const { store, clock } = this.#context;
    const { id, epoch, updatedAtMs } = this.#operation;
    if (clock.nowMs() - updatedAtMs < lateMs) return;
    const current = await store.read((session) => session.operations.get(id));
    if (current?.epoch === epoch) return;
    throw new StaleEpochError(`Operation ${id} was taken over by another process while this one was paused`, {
      advice: `Look at it with "keyrack operations show ${id}".`,
      details: { operationId: id, epoch: current?.epoch ?? null, expectedEpoch: epoch },
    });
  }

  /** Notes what is known after a call that settled nothing. */
  async noteProblem(step: OperationStep, outcome: Outcome, problem: string): Promise<void> {
    await this.#updateStep(step, { outcome, error: problem });
  }

  /** Settles a step: its outcome and what follows from it, in one transaction. */
  async settle(step: OperationStep, outcome: Outcome, write: StepWrite = {}): Promise<void> {
    const { next, work } = write;
    const settled = { state: 'settled' as const, outcome, settledAtMs: this.#context.clock.nowMs() };
    const begun = next && this.#nextStep(next);
    await this.#updateStep(step, settled, {
      ...write,
      work: async (session) => {
        await session.operations.forgetStepSecrets(step.id);
        if (begun) await insertStep(session, begun, next);
        await work?.(session);
      },
    });
    if (begun) this.#steps = [...this.#steps, begun];
  }

  /** An audit entry about this operation. */
  entry(type: string, detail: JsonObject = {}): AuditEntry {
    const { keyId, connectionId, id: operationId, actor } = this.#operation;
    return { type, atMs: this.#context.clock.nowMs(), actor, connectionId, keyId, operationId, detail };
  }

  /** Appends an audit entry about this operation within a transaction. */
  async audit(session: StoreSession, type: string, detail: JsonObject = {}): Promise<void> {
    await appendAudit(session, this.entry(type, detail), this.#context.cipher);
  }

  #nextStep(step: NewStep): OperationStep {
    return newStep(this.#context, { operationId: this.#operation.id, number: this.#steps.length + 1 }, step);
  }

  /** Changes a step as it was written last: the caller's own copy may be older. */
  async #updateStep({ id }: OperationStep, change: Partial<OperationStep>, { operation = {}, work }: StepWrite = {}): Promise<void> {
    const changed = this.#steps.map((known) => (known.id === id ? { ...known, ...change } : known));
    await this.write(operation, async (session) => {
      for (const step of changed) if (step.id === id) await session.operations.updateStep(step);
      await work?.(session);
    });
    this.#steps = changed;
  }
}

/** Makes the record of a step that is begun now. */
export function newStep(context: EngineContext, place: Pick<OperationStep, 'operationId' | 'number'>, step: NewStep): OperationStep {
  const nowMs = context.clock.nowMs();
  const { name, versionId, intent } = step;
  return {
    name,
    versionId,
    intent,
    ...place,
    id: newId('step', context.random),
    state: 'begun',
    outcome: null,
    begunAtMs: nowMs,
    lastCallAtMs: nowMs,
    settledAtMs: null,
    error: null,
  };
}

/** Inserts a step with its sealed secrets. */
export async function insertStep(session: StoreSession, step: OperationStep, { seal }: NewStep): Promise<void> {
  await session.operations.insertStep(step, seal?.(step.id) ?? null);
}

/** How an operation ends. */
export function finished(context: EngineContext, state: 'done' | 'aborted', reason: string | null = null): OperationChange {
  return { state, holder: null, waitUntilMs: null, reason, finishedAtMs: context.clock.nowMs() };
}
