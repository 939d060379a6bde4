import type { CallOptions, KeyRotation, Operation } from '@keyrack/contracts';
import { OperationInProgressError, StaleEpochError, StoreFailedError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import { assertUnchanged, readRecord } from '../keys/record.ts';
import type { KeyRecord } from '../keys/record.ts';
import { beginRotation, checkRotation } from '../rotate/begin.ts';
import { afterFailure, afterLeavingOut, intoWindow, isRotationDue } from '../rotation-policy/rotation-policy.ts';
import { callOptions } from '../support/call-options.ts';
import type { EngineContext } from '../support/context.ts';
import type { Parts } from '../support/parts.ts';
import { left, reportFailure, reportOf } from './task.ts';
import type { TaskReport } from './task.ts';

/**
 * Begins the rotation that a key's policy asks for, unless it is not due any more. With its beginning, the instant of the next one is
 * written down, in one transaction: whoever looks afterwards, with whatever clock, finds nothing due.
 */
export async function rotateByPolicy(parts: Parts, keyId: string, options: CallOptions = {}): Promise<TaskReport> {
  const { context, machine } = parts;
  try {
    const record = await readRecord(context, keyId);
    const { rotation } = record.key;
    const nowMs = context.clock.nowMs();
    if (rotation === null || !isRotationDue(record.key, nowMs)) return left;
    const moved = intoWindow(rotation, nowMs);
    if (moved) return await moveTo(context, record, moved);
    if (record.unfinished) return await leaveOut(context, { ...record, rotation, unfinished: record.unfinished });
    const begun = await begin(parts, { record, rotation }, options);
    return 'result' in begun ? begun : reportOf(await machine.start(begun, options));
  } catch (error) {
    // Several workers look for the same keys.
    if (OperationInProgressError.isInstance(error) || StaleEpochError.isInstance(error)) return left;
    throw error;
  }
}

/** A key that cannot be rotated now is looked at again later: what was not begun is no operation that would be tried again by itself. */
async function begin(
  { context, pool }: Parts,
  { record, rotation }: { readonly record: KeyRecord; readonly rotation: KeyRotation },
  options: CallOptions,
): Promise<Operation | TaskReport> {
  const { overlapMs } = rotation.policy;
  try {
    const predecessor = checkRotation(record.key, record.versions, { overlapMs });
    const { provider, confirmIdentityOnce } = await pool.open(record.key.connectionId);
    await confirmIdentityOnce(options);
    return await beginRotation(context, provider, { ...callOptions(options), record, predecessor, overlapMs, isByPolicy: true });
  } catch (error) {
    if (!(error instanceof Error) || StoreFailedError.isInstance(error) || OperationInProgressError.isInstance(error)) throw error;
    // Whoever asked us to stop says nothing about the key.
    if (options.signal?.aborted) return reportFailure(error);
    const { clock, random } = context;
    await note(context, record, afterFailure(rotation, error.message, { nowMs: clock.nowMs(), random }));
    return reportFailure(error);
  }
}

/** The operation in the way may be the rotation before this one, whose secret nobody took; any other one is soon over. */
async function leaveOut(
  context: EngineContext,
  { rotation, unfinished, ...record }: KeyRecord & { readonly rotation: KeyRotation; readonly unfinished: Operation },
): Promise<TaskReport> {
  const { clock, random } = context;
  const nowMs = clock.nowMs();
  const problem = `${unfinished.kind} ${unfinished.id} is not finished`;
  const next =
    unfinished.kind === 'rotate' ? afterLeavingOut(rotation, problem, nowMs) : afterFailure(rotation, problem, { nowMs, random });
  await note(context, { ...record, unfinished }, next);
  return { result: 'put aside', problem, isUnreachable: false, operationId: unfinished.id };
}

async function moveTo({ store, clock }: EngineContext, record: KeyRecord, rotation: KeyRotation): Promise<TaskReport> {
  await store.write(async (session) => {
    await assertUnchanged(session, record);
    await session.keys.update({ ...record.key, rotation, updatedAtMs: clock.nowMs() });
  });
  return left;
}

async function note({ store, clock, actor, cipher }: EngineContext, record: KeyRecord, rotation: KeyRotation): Promise<void> {
  const { key } = record;
  const { id: keyId, connectionId } = key;
  const atMs = clock.nowMs();
  const detail = { name: key.name, problem: rotation.problem, nextAtMs: rotation.nextAtMs };
  await store.write(async (session) => {
    await assertUnchanged(session, record);
    await session.keys.update({ ...key, rotation, updatedAtMs: atMs });
    await appendAudit(session, { type: 'key.rotation-postponed', atMs, actor, connectionId, keyId, operationId: null, detail }, cipher);
  });
}
