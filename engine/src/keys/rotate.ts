import type { CallOptions, KeyVersion, Operation } from '@keyrack/contracts';
import { OutcomeUnknownError, UpstreamRejectedError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { ChangeResult, RotateResult } from '../engine.ts';
import { beginRotation, checkRotation } from '../rotate/begin.ts';
import type { RotateRequest } from '../rotate/begin.ts';
import { awaitsDelivery, confirmDelivery } from '../rotate/deliver.ts';
import type { Parts } from '../support/parts.ts';
import { endedMeanwhile } from './ended-meanwhile.ts';
import { readRecord, refuseUnfinished, withRecord } from './record.ts';
import type { KeyRecord } from './record.ts';

/** Checks whether a key can be rotated now, and gives the version that will be replaced; nothing is sent or written. */
export function planRotation({ context }: Pick<Parts, 'context'>, record: KeyRecord, request: RotateRequest): KeyVersion {
  refuseUnfinished(context, record);
  return checkRotation(record.key, record.versions, request);
}

/** Makes a successor and gives its secret; the predecessor stays valid until the secret was delivered and the overlap is over. */
export async function rotateKey(parts: Parts, keyId: string, request: RotateRequest & CallOptions): Promise<RotateResult> {
  const { context, machine } = parts;
  const begun = await withRecord(context, keyId, (record) => begin(parts, record, request));
  const { operation, error } = await machine.start(begun, request);
  if (operation.state === 'aborted') throw error ?? new Error(operation.reason ?? 'aborted');
  if (!awaitsDelivery(operation)) throw notGiven(operation, error);
  const { key, versions } = await readRecord(context, keyId);
  const successor = versions.findLast(({ stage }) => stage === 'prepared');
  const envelope = successor && (await context.store.read((session) => session.versions.readSecret(successor.id)));
  if (!envelope) throw endedMeanwhile(key);
  return { key, version: successor, operation, secret: context.cipher.open(envelope, `version/${successor.id}`) };
}

async function begin({ context, pool }: Parts, record: KeyRecord, request: RotateRequest & CallOptions): Promise<Operation> {
  const predecessor = planRotation({ context }, record, request);
  const { provider, confirmIdentityOnce } = await pool.open(record.key.connectionId);
  await confirmIdentityOnce(request);
  return beginRotation(context, provider, { ...request, record, predecessor });
}

function notGiven({ id, keyId, reason, parameters }: Operation, cause: Error | null): Error {
  if (parameters['successorMade'] === true) {
    const isRefused = UpstreamRejectedError.isInstance(cause);
    const Kind = isRefused ? UpstreamRejectedError : UpstreamUnavailableError;
    const why = isRefused ? 'the system does not accept it' : `it could not be tried yet: ${reason ?? 'no answer'}`;
    return new Kind(`The new secret was made and is given to nobody: ${why}`, {
      outcome: 'applied',
      retryable: true,
      advice: `The old one stays valid. Try the new one again with keyrack operations resume ${id}, then keyrack reveal shows it; or take it back with: keyrack operations abort ${id} --reason "does not work"`,
      details: { operationId: id, keyId },
      cause,
    });
  }
  return new OutcomeUnknownError(`Nobody knows yet whether the new secret was made: ${reason ?? 'no answer'}`, {
    outcome: 'unknown',
    retryable: true,
    advice: `The old one stays valid. Find out with: keyrack operations resume ${id}`,
    details: { operationId: id, keyId },
    cause,
  });
}

/**
 * Says that the newest secret of a key has reached its consumer; a rotation that waits for that goes on. A key that another process ends
 * meanwhile is ended: then there is nothing to go on with.
 */
export async function confirmKeyDelivered(
  { context, machine }: Pick<Parts, 'context' | 'machine'>,
  keyId: string,
  options: CallOptions,
): Promise<ChangeResult> {
  return withRecord(context, keyId, async ({ key, unfinished }) => {
    if (!unfinished || !awaitsDelivery(unfinished)) return { key, operation: null };
    const delivered = await confirmDelivery(context, unfinished);
    const { operation } = await machine.resume(delivered, options);
    return { key: (await readRecord(context, keyId)).key, operation };
  });
}
