import type { AccessKey, KeyVersion, Operation, RevocationReason, StoreSession } from '@keyrack/contracts';
import { Journal, insertStep, newStep } from '../operations/journal.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';

/** What a revocation is about. */
export interface RevokeRequest {
  readonly key: AccessKey;
  /** The credentials to end; each needs an id in the system. */
  readonly versions: readonly KeyVersion[];
  readonly reason: RevocationReason;
  /** The process that will run it; null: whoever comes first. */
  readonly holder: string | null;
}

/** Writes a revocation down within a transaction. From here on it is owed until the system confirms it. */
export async function beginRevoke(context: EngineContext, session: StoreSession, request: RevokeRequest): Promise<Operation> {
  const { key, versions, reason, holder } = request;
  const nowMs = context.clock.nowMs();
  const operation: Operation = {
    id: newId('op', context.random),
    kind: 'revoke',
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
    parameters: { revocationReason: reason },
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    finishedAtMs: null,
  };
  await session.operations.insert(operation);
  for (const [index, version] of versions.entries()) {
    const step = { name: 'revoke', versionId: version.id, intent: { upstreamId: version.upstreamId } };
    await insertStep(session, newStep(context, operation.id, step, index + 1), step);
  }
  await new Journal(context, operation, []).audit(session, 'key.revoke-begun', { name: key.name, reason, versions: versions.length });
  return operation;
}

/** The versions of a key that may be valid upstream. */
export function livingVersions(versions: readonly KeyVersion[]): readonly KeyVersion[] {
  return versions.filter(
    ({ stage, upstreamId }) => upstreamId !== null && (stage === 'prepared' || stage === 'current' || stage === 'previous'),
  );
}
