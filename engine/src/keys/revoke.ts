import type { AccessKey, CallOptions, KeyVersion, Operation, RevocationReason } from '@keyrack/contracts';
import { LifecycleError, RefusedError } from '@keyrack/contracts';
import type { ChangeResult } from '../engine.ts';
import type { Machine, RunResult } from '../operations/machine.ts';
import { supersede } from '../operations/supersede.ts';
import { beginRevoke, livingVersions } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';

/** What `revoke` takes. */
export type RevokeOptions = CallOptions & { readonly reason?: RevocationReason; readonly allowOwnCredential?: boolean };

type Parts = { readonly context: EngineContext; readonly machine: Machine };

/** Ends a key for good. A key whose issue is unfinished is ended by aborting that issue; any other waiting operation makes room. */
export async function revokeKey({ context, machine }: Parts, keyId: string, options: RevokeOptions): Promise<ChangeResult> {
  const { key, versions, unfinished } = await read(context, keyId);
  if (key.origin === 'own' && !options.allowOwnCredential) {
    throw new RefusedError(`"${key.name}" is the credential Keyrack itself works with`, {
      advice: 'To revoke it all the same, add --own-credential.',
    });
  }
  if (key.state === 'revoked' && !unfinished) return { key, operation: null };
  const { operation } = await start({ context, machine }, { key, versions, unfinished }, options);
  return { key: (await read(context, keyId)).key, operation };
}

interface Record {
  readonly key: AccessKey;
  readonly versions: readonly KeyVersion[];
  readonly unfinished: Operation | null;
}

async function start({ context, machine }: Parts, { key, versions, unfinished }: Record, options: RevokeOptions): Promise<RunResult> {
  const reason = options.reason ?? 'asked';
  if (unfinished?.kind === 'revoke') return machine.resume(unfinished, options);
  if (unfinished?.kind === 'issue') {
    const parameters = { ...unfinished.parameters, revocationReason: reason };
    const change = { direction: 'abort' as const, reason: 'revoked before it was issued', parameters };
    return machine.resume(unfinished, { ...options, change, audit: 'key.revoke-begun' });
  }
  const request = { key, versions: livingVersions(versions), reason, holder: context.liveness.self };
  const superseded = unfinished ? await supersede(context, machine, unfinished) : undefined;
  const begun = await context.store.write((session) => beginRevoke(context, session, { ...request, ...(superseded && { superseded }) }));
  return machine.start(begun, options);
}

async function read({ store }: EngineContext, keyId: string): Promise<Record> {
  return store.read(async (session) => {
    const key = await session.keys.get(keyId);
    if (!key) throw new LifecycleError(`The record of key ${keyId} is gone`);
    return { key, versions: await session.versions.listByKey(keyId), unfinished: await session.operations.findUnfinished(keyId) };
  });
}
