import type { Operation } from '@keyrack/contracts';
import { Journal } from '../operations/journal.ts';
import { RecordChangedError } from '../operations/record-changed.ts';
import type { EngineContext } from '../support/context.ts';

/** Whether a rotation waits for somebody to take the new secret. One that was not tried yet is nobody's to take. */
export function awaitsDelivery({ kind, state, direction, parameters }: Operation): boolean {
  const { successorMade, successorTried, deliveredAtMs } = parameters;
  const isMade = successorMade === true && successorTried !== false;
  return kind === 'rotate' && state === 'waiting' && direction === 'forward' && isMade && deliveredAtMs === null;
}

/**
 * Writes down that the new secret has reached its consumer: it is the current one now, and the overlap begins.
 * @throws {RecordChangedError} when another process took the rotation up meanwhile, or wrote the same down.
 */
export async function confirmDelivery(context: EngineContext, operation: Operation): Promise<Operation> {
  const nowMs = context.clock.nowMs();
  const delivered = { waitUntilMs: nowMs, reason: 'the overlap begins', updatedAtMs: nowMs };
  return context.store.write(async (session) => {
    // Read again within the transaction: told twice, the new secret would make room for itself.
    const current = await session.operations.get(operation.id);
    if (!current || current.epoch !== operation.epoch || !awaitsDelivery(current))
      throw new RecordChangedError('The rotation was taken up by another process just now', {
        retryable: true,
        advice: `Look at it with keyrack operations show ${operation.id}.`,
        details: { operationId: operation.id },
      });
    const next = { ...current, ...delivered, parameters: { ...current.parameters, deliveredAtMs: nowMs } };
    await session.operations.update(next, current.epoch);
    const versions = await session.versions.listByKey(operation.keyId);
    for (const version of versions) {
      if (version.stage === 'current') await session.versions.update({ ...version, stage: 'previous', updatedAtMs: nowMs });
      if (version.stage === 'prepared') await session.versions.update({ ...version, stage: 'current', updatedAtMs: nowMs });
    }
    await new Journal(context, next, []).audit(session, 'key.delivered', { version: versions.at(-1)?.number ?? null });
    return next;
  });
}
