import type { AccessKey, Connection, KeyVersion, Operation, StoreSession } from '@keyrack/contracts';
import { supersededBy } from '../operations/supersede.ts';
import { beginRevoke, livingVersions } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';
import type { LaterRevocation, ToldVersion } from './later-revocations.ts';

/** What became of the revocations that a trail tells of. */
export interface AppliedRevocations {
  /** Owed from now on, until the systems confirm them. */
  readonly owed: number;
  /** Told of keys that the backup does not know, and without an id in a system: the reaper finds what is left of them. */
  readonly unknown: number;
}

/**
 * Writes down again, within the transaction of a restore, what was revoked after the backup: a key whose revocation was accepted is
 * never valid again.
 */
export async function applyRevocations(
  context: EngineContext,
  session: StoreSession,
  revocations: readonly LaterRevocation[],
): Promise<AppliedRevocations> {
  let owed = 0;
  let unknown = 0;
  for (const revocation of revocations) {
    const key = (await session.keys.get(revocation.keyId)) ?? (await insertToldKey(context, session, revocation));
    if (key === null) unknown += 1;
    else if (await oweRevocation(context, session, { key, revocation })) owed += 1;
  }
  return { owed, unknown };
}

async function oweRevocation(
  context: EngineContext,
  session: StoreSession,
  { key, revocation }: { readonly key: AccessKey; readonly revocation: LaterRevocation },
): Promise<boolean> {
  const { reason } = revocation;
  await insertToldVersions(context, session, { key, versions: revocation.versions });
  const unfinished = await session.operations.findUnfinished(key.id);
  if (unfinished?.kind === 'revoke') return true;
  if (unfinished?.kind === 'issue') return abortIssue(session, unfinished, reason);
  const versions = livingVersions(await session.versions.listByKey(key.id));
  if (key.state === 'revoked' && versions.length === 0) return false;
  const superseded = unfinished ? await supersededBy(context, session, unfinished) : undefined;
  await beginRevoke(context, session, { key, versions, reason, holder: null, ...(superseded && { superseded }) });
  return true;
}

async function abortIssue({ operations }: StoreSession, issue: Operation, reason: LaterRevocation['reason']): Promise<true> {
  const parameters = { ...issue.parameters, revocationReason: reason };
  await operations.update({ ...issue, direction: 'abort', reason: 'revoked before the store was restored', parameters }, issue.epoch);
  return true;
}

/** A key that was made and revoked after the backup: its record is made again, as ended, for what may be left of it. */
async function insertToldKey(context: EngineContext, session: StoreSession, told: LaterRevocation): Promise<AccessKey | null> {
  const connection = told.connection === null ? null : await connectionOf(session, told.connection);
  if (!connection || told.versions.length === 0) return null;
  const nowMs = context.clock.nowMs();
  const key: AccessKey = {
    id: told.keyId,
    connectionId: connection.id,
    name: told.name,
    ownerId: null,
    sharedWith: [],
    purpose: null,
    labels: {},
    state: 'revoked',
    suspensionReasons: [],
    revocationReason: told.reason,
    limits: {},
    expiresAtMs: null,
    rotation: null,
    origin: 'issued',
    drift: 'none',
    driftFields: [],
    providerOptions: {},
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await session.keys.insert([key]);
  return key;
}

async function insertToldVersions(
  { clock, random }: EngineContext,
  session: StoreSession,
  { key, versions }: { readonly key: AccessKey; readonly versions: readonly ToldVersion[] },
): Promise<void> {
  const known = await session.versions.listByKey(key.id);
  const isNew = ({ upstreamId }: ToldVersion): boolean => !known.some((version) => version.upstreamId === upstreamId);
  let number = Math.max(0, ...known.map((version) => version.number));
  const nowMs = clock.nowMs();
  const added = versions.filter(isNew).map(({ upstreamId, upstreamName }): KeyVersion => {
    number += 1;
    return {
      id: newId('ver', random),
      keyId: key.id,
      connectionId: key.connectionId,
      number,
      upstreamId,
      upstreamName,
      fingerprint: null,
      stage: 'previous',
      secretKept: false,
      limits: {},
      restore: null,
      observed: null,
      lastSeenSyncId: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
  });
  await session.versions.insert(added);
}

async function connectionOf({ connections }: StoreSession, name: string): Promise<Connection | null> {
  return (await connections.get(name)) ?? connections.findByName(name);
}
