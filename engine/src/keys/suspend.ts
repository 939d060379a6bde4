import type { CallOptions } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';
import type { ChangeResult } from '../engine.ts';
import type { Machine, RunResult } from '../operations/machine.ts';
import { supersede } from '../operations/supersede.ts';
import { beginResumption, beginSuspension, checkSuspension } from '../suspend/begin.ts';
import type { EngineContext } from '../support/context.ts';
import type { Parts } from '../support/parts.ts';
import { readRecord, refuseUnfinished } from './record.ts';
import type { KeyRecord } from './record.ts';

/** What suspend and resume take. */
export type SuspendOptions = CallOptions & {
  /** One of several reasons that may hold at once; the key comes back when the last is gone. @default 'asked' */
  readonly reason?: string;
  readonly allowOwnCredential?: boolean;
};

/** Takes a key out of use until it is resumed. A waiting operation makes room. */
export async function suspendKey({ context, pool, machine }: Parts, keyId: string, options: SuspendOptions): Promise<ChangeResult> {
  const record = await readRecord(context, keyId);
  const { key } = record;
  const { provider, kind, confirmIdentity } = await pool.open(key.connectionId);
  checkSuspension({ key }, kind.displayName, provider);
  if (key.origin === 'own' && !options.allowOwnCredential) {
    throw new RefusedError(`"${key.name}" is the credential Keyrack itself works with`, {
      advice: 'To suspend it all the same, add --own-credential.',
    });
  }
  if (record.unfinished?.kind === 'revoke' || record.unfinished?.kind === 'issue') refuseUnfinished(record);
  const repeated = record.unfinished?.kind === 'suspend';
  if (!repeated) await confirmIdentity(options);
  const { operation } = repeated && record.unfinished ? await machine.resume(record.unfinished, options) : await begin();
  return result(context, keyId, operation);

  async function begin(): Promise<RunResult> {
    const superseded = record.unfinished ? await supersede(context, machine, record.unfinished) : undefined;
    const request = { ...record, ...options, reason: options.reason ?? 'asked', ...(superseded && { superseded }) };
    return machine.start(await beginSuspension(context, provider, request), options);
  }
}

/** Takes one reason away; with the last one the key is put back into use as it was. */
export async function resumeKey(
  { context, machine }: Pick<Parts, 'context' | 'machine'>,
  keyId: string,
  options: SuspendOptions,
): Promise<ChangeResult> {
  const record = await readRecord(context, keyId);
  const { key, unfinished } = record;
  if (unfinished?.kind === 'resume') return result(context, keyId, (await machine.resume(unfinished, options)).operation);
  refuseUnfinished(record);
  if (key.state !== 'suspended')
    throw new RefusedError(`"${key.name}" is ${key.state}, not suspended`, { advice: 'keyrack show tells where it stands.' });
  const left = key.suspensionReasons.filter((reason) => options.reason !== undefined && reason !== options.reason);
  if (left.length > 0) return keepSuspended(context, record, left);
  const begun = await beginResumption(context, { ...record, reason: options.reason ?? 'asked' });
  return result(context, keyId, (await machine.start(begun, options)).operation);
}

async function keepSuspended(context: EngineContext, { key }: KeyRecord, suspensionReasons: readonly string[]): Promise<ChangeResult> {
  const next = { ...key, suspensionReasons, updatedAtMs: context.clock.nowMs() };
  await context.store.write((session) => session.keys.update(next));
  return { key: next, operation: null };
}

async function result(
  context: EngineContext,
  keyId: string,
  operation: Awaited<ReturnType<Machine['start']>>['operation'],
): Promise<ChangeResult> {
  return { key: (await readRecord(context, keyId)).key, operation };
}
