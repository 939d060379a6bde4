import type { AccessKey, CallOptions, KeyVersion } from '@keyrack/contracts';
import { OutcomeUnknownError } from '@keyrack/contracts';
import type { ChangeResult, RotateResult } from '../engine.ts';
import { beginRotation, checkRotation } from '../rotate/begin.ts';
import type { RotateRequest } from '../rotate/begin.ts';
import { awaitsDelivery, confirmDelivery } from '../rotate/deliver.ts';
import type { Parts } from '../support/parts.ts';
import { readRecord, refuseUnfinished } from './record.ts';
import type { KeyRecord } from './record.ts';

/** Checks whether a key can be rotated now, and gives it with the version that will be replaced; nothing is sent or written. */
export async function planRotation(
  { context }: Pick<Parts, 'context'>,
  keyId: string,
  request: RotateRequest,
): Promise<{ readonly key: AccessKey; readonly record: KeyRecord; readonly predecessor: KeyVersion }> {
  const record = await readRecord(context, keyId);
  refuseUnfinished(context, record);
  return { key: record.key, record, predecessor: checkRotation(record.key, record.versions, request) };
}

/** Makes a successor and gives its secret; the predecessor stays valid until the secret was delivered and the overlap is over. */
export async function rotateKey(
  { context, pool, machine }: Parts,
  keyId: string,
  request: RotateRequest & CallOptions,
): Promise<RotateResult> {
  const { key, record, predecessor } = await planRotation({ context }, keyId, request);
  const { provider, confirmIdentityOnce } = await pool.open(key.connectionId);
  await confirmIdentityOnce(request);
  const begun = await beginRotation(context, provider, { ...request, record, predecessor });
  const { operation, error } = await machine.start(begun, request);
  if (operation.state === 'aborted') throw error ?? new Error(operation.reason ?? 'aborted');
  if (!awaitsDelivery(operation)) {
    throw new OutcomeUnknownError(`Nobody knows yet whether the new secret was made: ${operation.reason ?? 'no answer'}`, {
      outcome: 'unknown',
      retryable: true,
      advice: `The old one stays valid. Find out with: keyrack operations resume ${operation.id}`,
      details: { operationId: operation.id, keyId },
      cause: error,
    });
  }
  const successor = (await readRecord(context, keyId)).versions.findLast(({ stage }) => stage === 'prepared');
  const envelope = successor && (await context.store.read((session) => session.versions.readSecret(successor.id)));
  if (!envelope) throw new Error('A rotation that awaits its delivery has a successor with its secret');
  return { key, version: successor, operation, secret: context.cipher.open(envelope, `version/${successor.id}`) };
}

/** Says that the newest secret of a key has reached its consumer; a rotation that waits for that goes on. */
export async function confirmKeyDelivered(
  { context, machine }: Pick<Parts, 'context' | 'machine'>,
  keyId: string,
  options: CallOptions,
): Promise<ChangeResult> {
  const { key, unfinished } = await readRecord(context, keyId);
  if (!unfinished || !awaitsDelivery(unfinished)) return { key, operation: null };
  const delivered = await confirmDelivery(context, unfinished);
  const { operation } = await machine.resume(delivered, options);
  return { key: (await readRecord(context, keyId)).key, operation };
}
