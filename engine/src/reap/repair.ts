import type { AccessKey, CallOptions, KeyVersion, ObservedKey } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import type { OpenConnection } from '../connections/pool.ts';
import { adoptKey } from '../keys/adopt.ts';
import { rackOf } from '../keys/other-rack.ts';
import { assertUnchanged, readRecord, withRecord } from '../keys/record.ts';
import type { KeyRecord } from '../keys/record.ts';
import { revokeKey } from '../keys/revoke.ts';
import { endedStage } from '../operations/end-versions.ts';
import { livingVersions } from '../revoke/begin.ts';
import { callOptions } from '../support/call-options.ts';
import type { Parts } from '../support/parts.ts';
import type { ReapFinding } from './findings.ts';

/**
 * Repairs one finding, after a look at the system itself: nothing that is there is ended, and nothing is made.
 * @returns the key as it is recorded now.
 * @throws {RefusedError} when the system shows something else by now, or a person has to decide.
 */
export async function repairFinding(parts: Parts, finding: ReapFinding, options: CallOptions = {}): Promise<AccessKey> {
  const { key, repair, name } = finding;
  const opened = await parts.pool.open(key.connectionId);
  await opened.confirmIdentity(options);
  switch (repair) {
    case 'end':
      await requireGone(parts, opened, { keyId: key.id, options });
      return (await revokeKey(parts, key.id, { ...options, reason: 'asked' })).key;
    case 'record':
      await requireOurs(parts, opened, { finding, options });
      return (await adoptKey(parts, key.id, { ...options, name })).key;
    case 'succeed':
      return succeed(parts, opened, { finding, options });
    case null:
      throw new RefusedError(`"${key.name}" is not as it was written down: ${key.driftFields.join(', ')}`, {
        advice: `Decide which holds: keyrack change ${key.id} writes it anew in the system, keyrack revoke ${key.id} ends it.`,
      });
  }
}

interface Repair {
  readonly finding: ReapFinding;
  readonly options: CallOptions;
}

/** A key that is there is never written down as ended, whatever a list has said. */
async function requireGone(
  { context }: Pick<Parts, 'context'>,
  { provider }: OpenConnection,
  { keyId, options }: { readonly keyId: string; readonly options: CallOptions },
): Promise<KeyRecord> {
  const record = await readRecord(context, keyId);
  for (const { upstreamId } of livingVersions(record.versions)) {
    if ((await provider.getKey(String(upstreamId), callOptions(options))) === null) continue;
    throw new RefusedError(`"${record.key.name}" is there again`, { advice: 'Run: keyrack sync' });
  }
  return record;
}

/** The mark has to be on the key now; an id that looks like one of ours proves nothing. */
async function requireOurs(
  { context }: Pick<Parts, 'context'>,
  { provider }: OpenConnection,
  { finding, options }: Repair,
): Promise<ObservedKey> {
  const upstreamId = finding.version?.upstreamId;
  const observed = upstreamId ? await provider.getKey(upstreamId, callOptions(options)) : null;
  if (observed && !observed.own && rackOf(observed) === context.rackId) return observed;
  throw new RefusedError(`"${finding.key.name}" is not there any more, or not with this rack's mark`, { advice: 'Run: keyrack sync' });
}

/** Makes an unrecorded credential the next version of the key that it was made for; what that one had before are tombstones from now on. */
async function succeed(parts: Parts, opened: OpenConnection, { finding, options }: Repair): Promise<AccessKey> {
  const { context } = parts;
  const observed = await requireOurs(parts, opened, { finding, options });
  const keyId = finding.successorOf ?? '';
  await withRecord(context, keyId, async () => {
    const record = await requireGone(parts, opened, { keyId, options });
    const found = await readRecord(context, finding.key.id);
    await write(parts, opened, { record, found, observed });
  });
  return (await readRecord(context, keyId)).key;
}

async function write(
  { context }: Parts,
  { provider }: OpenConnection,
  { record, found, observed }: { readonly record: KeyRecord; readonly found: KeyRecord; readonly observed: ObservedKey },
): Promise<void> {
  const { key, versions } = record;
  const version = found.versions.findLast(({ upstreamId }) => upstreamId === observed.upstreamId);
  if (!version || record.unfinished || found.unfinished)
    throw new RefusedError(`"${key.name}" is being worked on`, { advice: 'Run: keyrack sync' });
  const updatedAtMs = context.clock.nowMs();
  const number = Math.max(0, ...versions.map((one) => one.number)) + 1;
  const successor: KeyVersion = { ...version, keyId: key.id, number, stage: 'current', limits: observed.limits, updatedAtMs };
  const { secret } = observed;
  const envelope = provider.capabilities.secretReadable && secret ? context.cipher.seal(secret, `version/${version.id}`) : null;
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await assertUnchanged(session, found);
    for (const before of livingVersions(versions)) {
      await session.versions.update({ ...before, stage: endedStage(before), updatedAtMs });
      await session.versions.writeSecret(before.id, null);
    }
    await session.versions.update(successor);
    if (envelope !== null) await session.versions.writeSecret(successor.id, envelope);
    await session.keys.update({ ...key, drift: 'none', driftFields: [], updatedAtMs });
    await session.keys.removeForeign([found.key.id]);
    const { upstreamId, upstreamName } = observed;
    await appendAudit(
      session,
      {
        type: 'key.version-recorded',
        atMs: updatedAtMs,
        actor: context.actor,
        connectionId: key.connectionId,
        keyId: key.id,
        operationId: null,
        detail: { name: key.name, upstreamId, upstreamName, version: number },
      },
      context.cipher,
    );
  });
}
