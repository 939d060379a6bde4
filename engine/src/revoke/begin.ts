import type { AccessKey, KeyVersion, Operation, RevocationReason, StoreSession } from '@keyrack/contracts';
import type { NewStep } from '../operations/journal.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import type { Superseded } from '../operations/supersede.ts';
import type { EngineContext } from '../support/context.ts';

/** What a revocation is about. */
export interface RevokeRequest {
  readonly key: AccessKey;
  /** The credentials to end; each needs an id in the system. */
  readonly versions: readonly KeyVersion[];
  readonly reason: RevocationReason;
  /** The process that will run it; null: whoever comes first. */
  readonly holder: string | null;
  /** End these versions only: others of the key live on. @default false */
  readonly keepKey?: boolean;
  /** What it takes over from an operation that made room for it. */
  readonly superseded?: Superseded;
}

/** Writes a revocation down within a transaction. From here on it is owed until the system confirms it. */
export async function beginRevoke(context: EngineContext, session: StoreSession, request: RevokeRequest): Promise<Operation> {
  const { key, versions, reason, holder, superseded, keepKey = false } = request;
  await superseded?.close(session);
  const operation = newOperation(context, { kind: 'revoke', key, holder, parameters: { revocationReason: reason, keepKey } });
  const steps = [...versions.map(revokeStep), ...(superseded?.steps ?? [])];
  const detail = { name: key.name, reason, versions: versions.length, ...(keepKey && { keepKey }) };
  await beginOperation(context, session, { operation, steps, event: 'key.revoke-begun', detail });
  return operation;
}

/** The step that ends one credential. */
export function revokeStep({ id: versionId, upstreamId }: KeyVersion): NewStep {
  return { name: 'revoke', versionId, intent: { upstreamId } };
}

/** The versions of a key that may be valid upstream. */
export function livingVersions(versions: readonly KeyVersion[]): readonly KeyVersion[] {
  return versions.filter(
    ({ stage, upstreamId }) => upstreamId !== null && (stage === 'prepared' || stage === 'current' || stage === 'previous'),
  );
}
