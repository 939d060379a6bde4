import type { Operation } from '@keyrack/contracts';
import { Journal } from '../operations/journal.ts';
import type { EngineContext } from '../support/context.ts';

/** Whether a rotation waits for somebody to take the new secret. */
export function awaitsDelivery({ kind, state, direction, parameters }: Operation): boolean {
  const { successorMade, deliveredAtMs } = parameters;
  return kind === 'rotate' && state === 'waiting' && direction === 'forward' && successorMade === true && deliveredAtMs === null;
}

/** Writes down that the new secret has reached its consumer: it is the current one now, and the overlap begins. */
export async function confirmDelivery(context: EngineContext, operation: Operation): Promise<Operation> {
  const nowMs = context.clock.nowMs();
  const journal = new Journal(context, operation, []);
  const parameters = { ...operation.parameters, deliveredAtMs: nowMs };
  await journal.write({ parameters, waitUntilMs: nowMs, reason: 'the overlap begins' }, async (session) => {
    const versions = await session.versions.listByKey(operation.keyId);
    for (const version of versions) {
      if (version.stage === 'current') await session.versions.update({ ...version, stage: 'previous', updatedAtMs: nowMs });
      if (version.stage === 'prepared') await session.versions.update({ ...version, stage: 'current', updatedAtMs: nowMs });
    }
    await journal.audit(session, 'key.delivered', { version: versions.at(-1)?.number ?? null });
  });
  return journal.operation;
}
