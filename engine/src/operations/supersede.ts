import type { JsonObject, Operation, OperationStep, StoreSession } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';
import { openIntent, sealIntent } from './create/sealed-intent.ts';
import { heldElsewhere } from './held-elsewhere.ts';
import { finished, Journal } from './journal.ts';
import type { NewStep } from './journal.ts';
import type { Machine } from './machine.ts';

/** A waiting operation that makes room for one that must not wait. */
export interface Superseded {
  /** Ends it, within the transaction that begins the other one. */
  close(session: StoreSession): Promise<void>;
  /** What the other one has to finish in its place: a create that may still land. */
  readonly steps: readonly NewStep[];
}

/**
 * Stops a waiting operation at its next step, for a revocation or a suspension. One that a living process works on is left alone.
 * @throws {OperationInProgressError}
 */
export async function supersede(context: EngineContext, machine: Machine, waiting: Operation): Promise<Superseded> {
  if (!(await machine.isFree(waiting))) {
    throw heldElsewhere(context, waiting);
  }
  return context.store.read((session) => supersededBy(context, session, waiting));
}

/** The same for an operation that nobody works on, within a transaction. */
export async function supersededBy(context: EngineContext, session: StoreSession, waiting: Operation): Promise<Superseded> {
  const all = await session.operations.steps(waiting.id);
  const steps = all.filter(({ name, state }) => state === 'begun' && (name === 'create' || name === 'await-create'));
  const envelopes: (string | null)[] = [];
  for (const { id } of steps) envelopes.push(await session.operations.readStepSecrets(id));
  return {
    steps: steps.map((step, index) => awaitCreate(context, step, envelopes[index] ?? null)),
    async close(within) {
      const taken = { ...waiting, epoch: waiting.epoch + 1 };
      await within.operations.update({ ...taken, ...finished(context, 'aborted', 'superseded') }, waiting.epoch);
      await new Journal(context, taken, []).audit(within, `key.${waiting.kind}-superseded`);
    },
  };
}

/** The same intent under another step, sealed for that one. `sentAtMs` is when it may have been sent last. */
function awaitCreate({ cipher }: EngineContext, step: OperationStep, envelope: string | null): NewStep {
  const intent = openIntent(cipher, step, envelope);
  const plain: JsonObject = { ...step.intent, sentAtMs: step.intent['sentAtMs'] ?? step.lastCallAtMs ?? step.begunAtMs };
  return { name: 'await-create', versionId: step.versionId, intent: plain, seal: (stepId) => sealIntent(cipher, intent, stepId) };
}
