import type { AccessKey, CallOptions, KeyVersion, ObservedKey, Provider, ProviderCapabilities, StoreSession } from '@keyrack/contracts';
import { readMarker } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import { rackOf } from '../keys/other-rack.ts';
import { beginRevoke } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';
import { differences, looksTheSame, observedFacts } from './compare.ts';

/** One sync of one connection while it runs. */
export interface SyncRun {
  readonly context: EngineContext;
  readonly connectionId: string;
  readonly syncId: string;
  readonly startedAtMs: number;
  readonly capabilities: ProviderCapabilities;
  readonly provider: Provider;
  readonly options: CallOptions;
  /** Keys with this rack's marker that nobody wrote down; counted up. */
  unrecorded: number;
  /** The versions that ended and came back. */
  readonly reappeared: Set<string>;
}

/** What one chunk adds to the record. */
interface Additions {
  readonly seen: string[];
  readonly keys: AccessKey[];
  readonly versions: KeyVersion[];
}

/** A key as the system shows it, with the fingerprint of its secret where it shows that too. */
interface ShownKey {
  readonly observed: ObservedKey;
  readonly fingerprint: string | null;
}

interface Absorption {
  readonly run: SyncRun;
  readonly session: StoreSession;
  readonly additions: Additions;
}

/** Joins a chunk of observed keys with the record, within one transaction. */
export async function absorb(run: SyncRun, session: StoreSession, chunk: readonly ObservedKey[]): Promise<void> {
  const known = await knownVersions(run, session, chunk);
  const additions: Additions = { seen: [], keys: [], versions: [] };
  for (const observed of chunk) {
    const { fingerprintSource } = observed;
    const fingerprint = fingerprintSource === null ? null : run.context.cipher.fingerprint(fingerprintSource);
    await absorbOne({ run, session, additions }, { observed, fingerprint }, known(observed));
  }
  await session.versions.markSeen(additions.seen, run.syncId);
  await session.keys.insert(additions.keys);
  await session.versions.insert(additions.versions);
}

async function absorbOne({ run, session, additions }: Absorption, shown: ShownKey, known: readonly KeyVersion[]): Promise<void> {
  const { observed, fingerprint } = shown;
  const living = known.find(({ stage }) => stage === 'current' || stage === 'previous' || stage === 'prepared');
  const tombstone = known.find((version) => comesBack(version, shown));
  // The secret of an ended version proves more than the id of a living one.
  if (tombstone && (fingerprint !== null || !living))
    return reopenRevocation(run, session, { ...tombstone, upstreamId: observed.upstreamId });
  if (living) {
    additions.seen.push(living.id);
    if (!looksTheSame(living, observedFacts(observed), fingerprint)) await updateKnown({ run, session }, living, shown);
    return;
  }
  if (rackOf(observed) === run.context.rackId) run.unrecorded += 1;
  const added = foreignKey(run, shown);
  additions.keys.push(added.key);
  additions.versions.push(added.version);
}

/** All versions that may be one of these: by id, and by name where the id was not known when it was written down. */
async function knownVersions(
  run: SyncRun,
  session: StoreSession,
  chunk: readonly ObservedKey[],
): Promise<(observed: ObservedKey) => readonly KeyVersion[]> {
  const byId = await session.versions.findByUpstreamIds(
    run.connectionId,
    chunk.map(({ upstreamId }) => upstreamId),
  );
  const ids = Map.groupBy(byId, ({ upstreamId }) => upstreamId);
  const marked = chunk.filter(
    ({ upstreamId, upstreamName }) => !ids.has(upstreamId) && readMarker(upstreamName)?.rackId === run.context.rackId,
  );
  const names = marked.map(({ upstreamName }) => upstreamName);
  const byName = names.length > 0 ? await session.versions.findByUpstreamNames(run.connectionId, names) : [];
  const named = Map.groupBy(byName, ({ upstreamName }) => upstreamName);
  return ({ upstreamId, upstreamName }) => ids.get(upstreamId) ?? named.get(upstreamName) ?? [];
}

/** Whether a credential that ended is valid again. An id alone proves nothing where the system shows the secret: somebody may have reused it. */
function comesBack(version: KeyVersion, { observed, fingerprint }: ShownKey): boolean {
  if (version.stage !== 'retired' && version.stage !== 'failed') return false;
  if (fingerprint !== null) return version.fingerprint === fingerprint;
  return version.upstreamId === observed.upstreamId || version.upstreamName === observed.upstreamName;
}

async function reopenRevocation(run: SyncRun, session: StoreSession, version: KeyVersion): Promise<void> {
  // The list may be older than a revocation that was confirmed while it was read.
  if (version.updatedAtMs >= run.startedAtMs) return;
  run.reappeared.add(version.id);
  const key = await session.keys.get(version.keyId);
  if (!key || (await session.operations.findUnfinished(key.id))) return;
  const keepKey = key.state !== 'revoked';
  await beginRevoke(run.context, session, { key, versions: [version], reason: key.revocationReason ?? 'asked', holder: null, keepKey });
  await note(run, session, { key, type: 'key.reappeared' });
}

async function updateKnown({ run, session }: Pick<Absorption, 'run' | 'session'>, version: KeyVersion, shown: ShownKey): Promise<void> {
  const { observed, fingerprint } = shown;
  const nowMs = run.context.clock.nowMs();
  const key = await session.keys.get(version.keyId);
  if (!key) return;
  const seen = { ...version, observed: observedFacts(observed), lastSeenSyncId: run.syncId, updatedAtMs: nowMs };
  if (key.origin === 'foreign' || key.origin === 'own') {
    await session.versions.update({
      ...seen,
      upstreamName: observed.upstreamName,
      limits: observed.limits,
      fingerprint: fingerprint ?? version.fingerprint,
    });
    await session.keys.update({ ...key, ...shownFacts(observed), updatedAtMs: nowMs });
    return;
  }
  await session.versions.update(seen);
  if (version.stage !== 'current') return;
  const driftFields = differences({ key, version, observed, fingerprint }, run.capabilities);
  const drift = driftFields.length > 0 ? 'changed' : 'none';
  if (drift === key.drift && driftFields.join() === key.driftFields.join()) return;
  await session.keys.update({ ...key, drift, driftFields, updatedAtMs: nowMs });
  await note(run, session, { key, type: drift === 'none' ? 'key.drift-ended' : 'key.drifted', fields: driftFields });
}

/** Writes an event about a key that a sync noticed. */
export async function note(
  { context }: SyncRun,
  session: StoreSession,
  event: { readonly key: AccessKey; readonly type: string; readonly fields?: readonly string[] },
): Promise<void> {
  const { key, type, fields = [] } = event;
  const { connectionId, id: keyId, name } = key;
  await appendAudit(
    session,
    {
      type,
      atMs: context.clock.nowMs(),
      actor: context.actor,
      connectionId,
      keyId,
      operationId: null,
      detail: { name, fields },
    },
    context.cipher,
  );
}

function foreignKey(run: SyncRun, { observed, fingerprint }: ShownKey): { readonly key: AccessKey; readonly version: KeyVersion } {
  const { context, connectionId, syncId } = run;
  const nowMs = context.clock.nowMs();
  const times = { createdAtMs: observed.createdAtMs ?? nowMs, updatedAtMs: nowMs };
  const key: AccessKey = {
    ...times,
    ...shownFacts(observed),
    id: newId('key', context.random),
    connectionId,
    ownerId: null,
    sharedWith: [],
    purpose: null,
    labels: {},
    revocationReason: null,
    rotation: null,
    origin: observed.own ? 'own' : 'foreign',
    drift: 'none',
    driftFields: [],
    providerOptions: {},
  };
  const version: KeyVersion = {
    ...times,
    id: newId('ver', context.random),
    keyId: key.id,
    connectionId,
    number: 1,
    upstreamId: observed.upstreamId,
    upstreamName: observed.upstreamName,
    fingerprint,
    stage: 'current',
    secretKept: false,
    limits: observed.limits,
    restore: null,
    observed: observedFacts(observed),
    lastSeenSyncId: syncId,
  };
  return { key, version };
}

/** What a key that is not ours takes over from the system as it is. */
function shownFacts({
  upstreamName,
  state,
  limits,
  expiresAtMs,
}: ObservedKey): Pick<AccessKey, 'name' | 'state' | 'suspensionReasons' | 'limits' | 'expiresAtMs'> {
  const suspended = state === 'suspended';
  return {
    name: upstreamName,
    state: suspended ? 'suspended' : 'active',
    suspensionReasons: suspended ? ['upstream'] : [],
    limits,
    expiresAtMs,
  };
}
