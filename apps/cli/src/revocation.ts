import type { AccessKey, Operation, RevocationReason } from '@keyrack/contracts';
import { OutcomeUnknownError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { exitCode } from './exit-code.ts';
import type { Failure } from './failure.ts';
import { explain } from './failure.ts';
import type { RevocationRecord } from './records/revocation-record.ts';

/** How keys are to be revoked. */
export interface RevocationRequest {
  readonly reason: RevocationReason;
  readonly allowOwnCredential: boolean;
  readonly signal: AbortSignal;
}

/** What became of one key. */
export interface Revocation {
  readonly record: RevocationRecord;
  /** What a person is told when it is not done; null when it is. */
  readonly failure: Failure | null;
}

/** Revokes one key. Never throws for what the system or the rack says. @param connection - the connection's name */
export async function revokeOne(
  rack: Rack,
  key: AccessKey,
  request: RevocationRequest & { readonly connection: string },
): Promise<Revocation> {
  const { connection, reason, allowOwnCredential, signal } = request;
  const { id, name } = key;
  try {
    const { key: after, operation } = await rack.keys.revoke(id, { reason, allowOwnCredential, signal });
    const record = { id, name, connection, state: after.state, operationId: operation?.id ?? null };
    if (operation === null || operation.state === 'done' || operation.state === 'aborted') {
      return { record: { ...record, result: 'revoked', problem: null }, failure: null };
    }
    return {
      record: { ...record, result: 'owed', problem: operation.reason },
      failure: await owed(rack, `${connection}/${name}`, operation),
    };
  } catch (error) {
    const failure = explain(error);
    return { record: { id, name, connection, state: key.state, result: 'failed', operationId: null, problem: failure.message }, failure };
  }
}

async function owed(rack: Rack, key: string, operation: Operation): Promise<Failure> {
  const { steps } = await rack.operations.show(operation.id);
  const advice = `It stays owed and cannot be forgotten: keyrack operations resume ${operation.id} tries again, as does the next command that changes something.`;
  const message = `The revocation of ${key} is written down, but not confirmed: ${operation.reason ?? 'the system gave no answer'}`;
  const unknown = steps.some(({ state, outcome }) => state === 'begun' && outcome === 'unknown');
  if (unknown) return explain(new OutcomeUnknownError(message, { outcome: 'unknown', advice, details: { operationId: operation.id } }));
  return { message, advice, outcome: 'It counts as revoked only when the system confirms it.', exitCode: exitCode.partly };
}
