import type { CallOptions, RevocationReason } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';
import type { ChangeResult } from '../engine.ts';
import type { RunResult } from '../operations/machine.ts';
import { supersede } from '../operations/supersede.ts';
import { beginRevoke, livingVersions } from '../revoke/begin.ts';
import type { Parts } from '../support/parts.ts';
import { refuseKeyOfOtherRack } from './other-rack.ts';
import { assertUnchanged, readRecord, withRecord } from './record.ts';
import type { KeyRecord } from './record.ts';

/** What `revoke` takes. */
export type RevokeOptions = CallOptions & { readonly reason?: RevocationReason; readonly allowOwnCredential?: boolean };

/** Ends a key for good. A key whose issue is unfinished is ended by aborting that issue; any other waiting operation makes room. */
export async function revokeKey(
  { context, machine }: Pick<Parts, 'context' | 'machine'>,
  keyId: string,
  options: RevokeOptions,
): Promise<ChangeResult> {
  return withRecord(context, keyId, (record) => revokeRecord({ context, machine }, record, options));
}

async function revokeRecord(
  { context, machine }: Pick<Parts, 'context' | 'machine'>,
  record: KeyRecord,
  options: RevokeOptions,
): Promise<ChangeResult> {
  const { key, unfinished } = record;
  if (key.origin === 'own' && !options.allowOwnCredential) {
    throw new RefusedError(`"${key.name}" is the credential Keyrack itself works with`, {
      advice: 'To revoke it all the same, add --own-credential.',
    });
  }
  if (!unfinished) refuseKeyOfOtherRack(record, context);
  if (key.state === 'revoked' && !unfinished) return { key, operation: null };
  const { operation } = await start({ context, machine }, record, options);
  return { key: (await readRecord(context, key.id)).key, operation };
}

async function start(
  { context, machine }: Pick<Parts, 'context' | 'machine'>,
  record: KeyRecord,
  options: RevokeOptions,
): Promise<RunResult> {
  const { key, versions, unfinished } = record;
  const reason = options.reason ?? 'asked';
  if (unfinished?.kind === 'revoke') return machine.resume(unfinished, options);
  if (unfinished?.kind === 'issue') {
    const parameters = { ...unfinished.parameters, revocationReason: reason };
    const change = { direction: 'abort' as const, reason: 'revoked before it was issued', parameters };
    return machine.resume(unfinished, { ...options, change, audit: 'key.revoke-begun' });
  }
  const request = { key, versions: livingVersions(versions), reason, holder: context.liveness.self };
  const superseded = unfinished ? await supersede(context, machine, unfinished) : undefined;
  const begun = await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    return beginRevoke(context, session, { ...request, ...(superseded && { superseded }) });
  });
  return machine.start(begun, options);
}
