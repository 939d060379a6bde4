import type { AccessKey, JsonObject, Operation, OperationKind, StoreSession } from '@keyrack/contracts';
import { refuseUnsynced } from '../generations/owed-sync.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';
import { Journal, insertStep, newStep } from './journal.ts';
import type { NewStep } from './journal.ts';

/** What a new operation is about. */
export interface OperationRequest {
  readonly kind: OperationKind;
  readonly key: AccessKey;
  /** The process that will run it; null: whoever comes first. */
  readonly holder: string | null;
  readonly parameters?: JsonObject;
}

/** Makes the record of an operation that is begun now. */
export function newOperation(context: EngineContext, { kind, key, holder, parameters = {} }: OperationRequest): Operation {
  const nowMs = context.clock.nowMs();
  return {
    id: newId('op', context.random),
    kind,
    keyId: key.id,
    connectionId: key.connectionId,
    state: 'running',
    direction: 'forward',
    epoch: 1,
    holder,
    waitUntilMs: null,
    reason: null,
    failedAttempts: 0,
    actor: context.actor,
    parameters,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    finishedAtMs: null,
  };
}

/** What is written with an operation in the transaction that begins it. */
export interface Beginning {
  readonly steps: readonly NewStep[];
  /** The audit event. */
  readonly event: string;
  readonly detail: JsonObject;
}

/**
 * Writes an operation down with its first steps and its audit event, within a transaction. From here on it cannot be lost.
 * @throws {RefusedError} for anything but a revocation, on a system that was not read since the store was restored.
 */
export async function beginOperation(
  context: EngineContext,
  session: StoreSession,
  begun: { readonly operation: Operation } & Beginning,
): Promise<void> {
  const { operation, steps, event, detail } = begun;
  if (operation.kind !== 'revoke') await refuseUnsynced(session, operation.connectionId);
  await session.operations.insert(operation);
  for (const [index, step] of steps.entries())
    await insertStep(session, newStep(context, { operationId: operation.id, number: index + 1 }, step), step);
  await new Journal(context, operation, []).audit(session, event, detail);
}
