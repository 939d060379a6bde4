import type { AccessKey, CallOptions, KeyVersion, Operation, RevocationReason } from '@keyrack/contracts';
import { LifecycleError, OperationInProgressError, RefusedError } from '@keyrack/contracts';
import type { ChangeResult } from '../engine.ts';
import type { Machine } from '../operations/machine.ts';
import { beginRevoke, livingVersions } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';

/** What `revoke` takes. */
export type RevokeOptions = CallOptions & { readonly reason?: RevocationReason; readonly allowOwnCredential?: boolean };

type Parts = { readonly context: EngineContext; readonly machine: Machine };

/** Ends a key for good. A key whose issue is unfinished is ended by aborting that issue; a revocation that is owed is taken up again. */
export async function revokeKey({ context, machine }: Parts, keyId: string, options: RevokeOptions): Promise<ChangeResult> {
  const { key, versions, unfinished } = await read(context, keyId);
  if (key.origin === 'own' && !options.allowOwnCredential) {
    throw new RefusedError(`"${key.name}" is the credential Keyrack itself works with`, {
      advice: 'To revoke it all the same, add --own-credential.',
    });
  }
  if (unfinished) return takeUp({ context, machine }, unfinished, options);
  if (key.state === 'revoked') return { key, operation: null };
  const request = { key, versions: livingVersions(versions), reason: options.reason ?? 'asked', holder: context.liveness.self };
  const begun = await context.store.write((session) => beginRevoke(context, session, request));
  const { operation } = await machine.start(begun, options);
  return { key: (await read(context, keyId)).key, operation };
}

async function takeUp({ context, machine }: Parts, unfinished: Operation, options: RevokeOptions): Promise<ChangeResult> {
  if (unfinished.kind !== 'issue' && unfinished.kind !== 'revoke') {
    throw new OperationInProgressError(`The key has an unfinished operation: ${unfinished.kind} ${unfinished.id}`, {
      details: { operationId: unfinished.id },
    });
  }
  const parameters = { ...unfinished.parameters, revocationReason: options.reason ?? 'asked' };
  const abort = {
    ...options,
    change: { direction: 'abort' as const, reason: 'revoked before it was issued', parameters },
    audit: 'key.revoke-begun',
  };
  const { operation } = await machine.resume(unfinished, unfinished.kind === 'issue' ? abort : options);
  return { key: (await read(context, unfinished.keyId)).key, operation };
}

async function read(
  { store }: EngineContext,
  keyId: string,
): Promise<{ readonly key: AccessKey; readonly versions: readonly KeyVersion[]; readonly unfinished: Operation | null }> {
  return store.read(async (session) => {
    const key = await session.keys.get(keyId);
    if (!key) throw new LifecycleError(`The record of key ${keyId} is gone`);
    return { key, versions: await session.versions.listByKey(keyId), unfinished: await session.operations.findUnfinished(keyId) };
  });
}
