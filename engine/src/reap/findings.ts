import type { AccessKey, KeyFilter, KeyListing, KeyVersion, StoreSession } from '@keyrack/contracts';
import { readMarker } from '@keyrack/contracts';
import { lastShown, rackOf } from '../keys/other-rack.ts';
import { livingVersions } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';

/**
 * What is wrong with a key: `unrecorded` is there with this rack's mark, and nobody wrote it down; `gone` is written down, and not there any more;
 * `changed` is there, and not as it is written down.
 */
export type ReapKind = 'unrecorded' | 'gone' | 'changed';

/**
 * What a repair would do, in our records only: `record` makes a key of an unrecorded one; `succeed` makes it the next version of a key of the same name
 * whose own is gone; `end` writes a key that is gone down as ended. Null: a person has to decide.
 */
export type ReapRepair = 'record' | 'succeed' | 'end' | null;

/** One key that is not as it should be. */
export interface ReapFinding {
  readonly kind: ReapKind;
  readonly key: AccessKey;
  readonly version: KeyVersion | null;
  readonly repair: ReapRepair;
  /** The name it would be recorded under. */
  readonly name: string;
  /** The key whose next version it would be; null: it would not. */
  readonly successorOf: string | null;
}

const living = ['pending', 'active', 'suspended'] as const;

/** What the last sync of a connection has shown to be wrong. Asks no system. */
export async function* reapFindings(context: EngineContext, connectionId: string): AsyncGenerator<ReapFinding> {
  const of = (filter: KeyFilter): AsyncIterable<KeyListing> =>
    everyItem((page) => context.store.read((session) => session.keys.list({ connectionId, states: living, ...filter }, page)));
  for await (const listing of of({ origins: ['foreign'] })) {
    const finding = await unrecorded(context, listing);
    if (finding) yield finding;
  }
  for (const kind of ['gone', 'changed'] as const) {
    const drift = kind === 'gone' ? 'missing' : 'changed';
    for await (const { key, currentVersion } of of({ origins: ['issued', 'adopted'], drift: [drift] }))
      yield { kind, key, version: currentVersion, repair: kind === 'gone' ? 'end' : null, name: key.name, successorOf: null };
  }
}

/** The finding about one key as it is now; null: nothing is wrong with it. */
export async function reapFinding(context: EngineContext, keyId: string): Promise<ReapFinding | null> {
  const key = await context.store.read((session) => session.keys.get(keyId));
  if (!key || key.state === 'revoked' || key.origin === 'own') return null;
  const versions = await context.store.read((session) => session.versions.listByKey(keyId));
  const version = versions.findLast(({ stage }) => stage === 'current') ?? null;
  if (key.origin === 'foreign') return unrecorded(context, { key, currentVersion: version });
  if (key.drift === 'none') return null;
  const kind = key.drift === 'missing' ? 'gone' : 'changed';
  return { kind, key, version, repair: kind === 'gone' ? 'end' : null, name: key.name, successorOf: null };
}

async function unrecorded(context: EngineContext, { key, currentVersion: version }: KeyListing): Promise<ReapFinding | null> {
  if (!version || rackOf(lastShown(version)) !== context.rackId) return null;
  const marker = readMarker(version.upstreamName);
  const name = marker?.name || version.upstreamName;
  const holder = await context.store.read((session) => session.keys.findByName(key.connectionId, name));
  const found = { kind: 'unrecorded', key, version } as const;
  if (!holder) return { ...found, repair: 'record', name, successorOf: null };
  if (await context.store.read((session) => isGone(session, holder))) return { ...found, repair: 'succeed', name, successorOf: holder.id };
  return { ...found, repair: 'record', name: marker ? `${name}-${marker.tag}` : name, successorOf: null };
}

/** Whether no credential of a key was there when its system was read last, and nothing is being done about it. */
async function isGone(session: StoreSession, { id, drift, origin }: AccessKey): Promise<boolean> {
  if (drift !== 'missing' || origin === 'foreign' || (await session.operations.findUnfinished(id))) return false;
  return livingVersions(await session.versions.listByKey(id)).every(({ observed }) => observed === null);
}
