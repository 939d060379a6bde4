import type { AccessKey, CallOptions, Operation } from '@keyrack/contracts';
import { InvalidInputError, RefusedError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import type { OpenConnection } from '../connections/pool.ts';
import type { ChangeResult } from '../engine.ts';
import type { Machine, RunResult } from '../operations/machine.ts';
import { supersede } from '../operations/supersede.ts';
import { beginResumption, beginSuspension, checkSuspension } from '../suspend/begin.ts';
import { livingVersions } from '../revoke/begin.ts';
import { callOptions } from '../support/call-options.ts';
import type { EngineContext } from '../support/context.ts';
import type { Parts } from '../support/parts.ts';
import { refuseKeyOfOtherRack } from './other-rack.ts';
import { askAbout, assertUnchanged, readRecord, refuseUnfinished, withRecord } from './record.ts';
import type { KeyRecord } from './record.ts';

/** What suspend and resume take. */
export type SuspendOptions = CallOptions & {
  /** One of several reasons that may hold at once; the key comes back when the last is gone. @default 'asked' */
  readonly reason?: string;
  readonly allowOwnCredential?: boolean;
};

/** A suspension that can be done, and the connection it goes through. */
interface SuspensionPlan extends OpenConnection {
  readonly record: KeyRecord;
  readonly suspended: AccessKey;
}

/** Checks whether a key can be suspended, and gives it as it will be; nothing is sent or written. */
export async function planSuspension(
  { context, pool }: Pick<Parts, 'context' | 'pool'>,
  record: KeyRecord,
  options: SuspendOptions,
): Promise<SuspensionPlan> {
  const { key } = record;
  refuseKeyOfOtherRack(record, context);
  const opened = await pool.open(key.connectionId);
  checkSuspension({ key }, opened.kind.displayName, opened.provider);
  if (key.origin === 'own' && !options.allowOwnCredential) {
    throw new RefusedError(`"${key.name}" is the credential Keyrack itself works with`, {
      advice: 'To suspend it all the same, add --own-credential.',
    });
  }
  if (record.unfinished?.kind === 'revoke' || record.unfinished?.kind === 'issue') refuseUnfinished(context, record);
  const suspensionReasons = [...new Set([...key.suspensionReasons, options.reason ?? 'asked'])];
  return { ...opened, record, suspended: { ...key, state: 'suspended', suspensionReasons } };
}

/** Takes a key out of use until it is resumed. A waiting operation makes room. */
export async function suspendKey(parts: Parts, keyId: string, options: SuspendOptions): Promise<ChangeResult> {
  return withRecord(parts.context, keyId, (record) => suspendRecord(parts, record, options));
}

async function suspendRecord(parts: Parts, record: KeyRecord, options: SuspendOptions): Promise<ChangeResult> {
  const { context, machine } = parts;
  const { provider, confirmIdentity } = await planSuspension(parts, record, options);
  const repeated = record.unfinished?.kind === 'suspend';
  if (!repeated) await confirmIdentity(options);
  const { operation } = repeated && record.unfinished ? await repeat(record.unfinished) : await begin();
  return result(context, record.key.id, operation);

  /** A suspension that waits takes the new reason along. */
  async function repeat(waiting: Operation): Promise<RunResult> {
    const { reasons = [] } = waiting.parameters;
    const merged = [...new Set([...(Array.isArray(reasons) ? reasons : []), options.reason ?? 'asked'])];
    return machine.resume(waiting, { ...options, change: { parameters: { ...waiting.parameters, reasons: merged } } });
  }

  async function begin(): Promise<RunResult> {
    const superseded = record.unfinished ? await supersede(context, machine, record.unfinished) : undefined;
    const request = { ...record, record, ...options, reason: options.reason ?? 'asked', ...(superseded && { superseded }) };
    return machine.start(await beginSuspension(context, provider, request), options);
  }
}

/** Checks whether a key can be resumed, and gives it as it will be; nothing is sent or written. */
export function planResumption({ context }: Pick<Parts, 'context'>, record: KeyRecord, { reason }: SuspendOptions): AccessKey {
  const { key, unfinished } = record;
  refuseKeyOfOtherRack(record, context);
  if (unfinished?.kind !== 'resume') refuseUnfinished(context, record);
  if (key.state !== 'suspended')
    throw new RefusedError(`"${key.name}" is ${key.state}, not suspended`, { advice: 'keyrack show tells where it stands.' });
  if (reason !== undefined && !key.suspensionReasons.includes(reason)) {
    throw new InvalidInputError(`"${key.name}" is not suspended for the reason "${reason}"`, {
      advice: `It is suspended for: ${key.suspensionReasons.join(', ')}.`,
      details: { candidates: key.suspensionReasons },
    });
  }
  const suspensionReasons = key.suspensionReasons.filter((known) => reason !== undefined && reason !== known);
  return { ...key, suspensionReasons, state: suspensionReasons.length > 0 ? 'suspended' : 'active' };
}

/** Takes one reason away; with the last one the key is put back into use as it was. */
export async function resumeKey({ context, pool, machine }: Parts, keyId: string, options: SuspendOptions): Promise<ChangeResult> {
  return withRecord(context, keyId, async (record) => {
    const resumed = planResumption({ context }, record, options);
    const { unfinished } = record;
    if (unfinished) return result(context, keyId, (await machine.resume(unfinished, options)).operation);
    if (resumed.state === 'suspended') return keepSuspended(context, record, resumed.suspensionReasons);
    await refuseSuspendedByOthers({ context, pool }, record, options);
    const begun = await beginResumption(context, { ...record, record, reason: options.reason ?? 'asked' });
    return result(context, keyId, (await machine.start(begun, options)).operation);
  });
}

/** What others took out of use, there is nothing of ours to put back to: it must not be called active while the system refuses it. */
async function refuseSuspendedByOthers(
  { context, pool }: Pick<Parts, 'context' | 'pool'>,
  record: KeyRecord,
  options: CallOptions,
): Promise<void> {
  const { key } = record;
  const living = livingVersions(record.versions);
  if (living.some(({ restore }) => restore !== null)) return;
  const { provider, kind } = await pool.open(key.connectionId);
  const { signal } = options;
  for (const { upstreamId } of living) {
    const observed = await askAbout(context, record, () => provider.getKey(String(upstreamId), callOptions({ signal })));
    if (observed?.state !== 'suspended') continue;
    throw new RefusedError(`"${key.name}" was taken out of use in ${kind.displayName} itself, not by this rack`, {
      advice: 'Put it back there, then run keyrack sync.',
    });
  }
}

async function keepSuspended(context: EngineContext, record: KeyRecord, suspensionReasons: readonly string[]): Promise<ChangeResult> {
  const { key } = record;
  const { clock, actor, cipher, store } = context;
  const atMs = clock.nowMs();
  const next = { ...key, suspensionReasons, updatedAtMs: atMs };
  const ended = key.suspensionReasons.filter((reason) => !suspensionReasons.includes(reason));
  const detail = { name: key.name, reasons: ended, left: suspensionReasons };
  const place = { connectionId: key.connectionId, keyId: key.id, operationId: null };
  await store.write(async (session) => {
    await assertUnchanged(session, record);
    await session.keys.update(next);
    await appendAudit(session, { type: 'key.suspension-reason-ended', atMs, actor, ...place, detail }, cipher);
  });
  return { key: next, operation: null };
}

async function result(
  context: EngineContext,
  keyId: string,
  operation: Awaited<ReturnType<Machine['start']>>['operation'],
): Promise<ChangeResult> {
  return { key: (await readRecord(context, keyId)).key, operation };
}
