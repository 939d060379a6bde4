import type { AccessKey, KeyVersion, Operation, RevocationReason, StoreSession } from '@keyrack/contracts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import type { EngineContext } from '../support/context.ts';

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
  const operation = newOperation(context, { kind: 'revoke', key, holder, parameters: { revocationReason: reason } });
  const steps = versions.map(({ id: versionId, upstreamId }) => ({ name: 'revoke', versionId, intent: { upstreamId } }));
  const detail = { name: key.name, reason, versions: versions.length };
  await beginOperation(context, session, { operation, steps, event: 'key.revoke-begun', detail });
  return operation;
}

/** The versions of a key that may be valid upstream. */
export function livingVersions(versions: readonly KeyVersion[]): readonly KeyVersion[] {
  return versions.filter(
    ({ stage, upstreamId }) => upstreamId !== null && (stage === 'prepared' || stage === 'current' || stage === 'previous'),
  );
}
