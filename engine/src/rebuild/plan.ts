import type { AccessKey, KeyListing, KeyVersion } from '@keyrack/contracts';
import { readMarker } from '@keyrack/contracts';

/** A key as it is to be written down: the credentials that carry its name, oldest first; the last one is the current one. */
export interface RebuiltKey {
  readonly key: AccessKey;
  readonly versions: readonly KeyVersion[];
  /** Records of the same key that the sync made for its other credentials. */
  readonly absorbed: readonly string[];
  /** Whether the system tells which credential is the newest, or there is only one. */
  readonly isOrderKnown: boolean;
}

/** Puts the credentials of one connection together again to keys, by the names in their marks. */
export function planKeys(found: readonly KeyListing[]): readonly RebuiltKey[] {
  const groups = Map.groupBy(found, (listing) => nameIn(listing) ?? `\0${listing.key.id}`);
  const taken = new Set<string>();
  return [...groups.values()].map((listings) => {
    const ordered = listings.toSorted((one, other) => (madeAtMs(one) ?? 0) - (madeAtMs(other) ?? 0));
    const planned = planKey(ordered);
    const name = taken.has(planned.key.name) ? `${planned.key.name}-${planned.key.id.slice(-6)}` : planned.key.name;
    taken.add(name);
    return { ...planned, key: { ...planned.key, name } };
  });
}

function planKey(ordered: readonly KeyListing[]): RebuiltKey {
  const newest = ordered.at(-1);
  if (!newest) throw new Error('A group of none');
  const marked = nameIn(newest);
  const { key } = newest;
  const versions = ordered.flatMap(({ currentVersion }) => currentVersion ?? []);
  return {
    key: {
      ...key,
      name: marked ?? key.name,
      // Without our mark in its name it was made by others, and adopted.
      origin: marked === null ? 'adopted' : 'issued',
      createdAtMs: madeAtMs(ordered[0]) ?? key.createdAtMs,
    },
    versions: versions.map((version, index) => ({
      ...version,
      keyId: key.id,
      number: index + 1,
      stage: index === versions.length - 1 ? 'current' : 'previous',
    })),
    absorbed: ordered.slice(0, -1).map((listing) => listing.key.id),
    isOrderKnown: ordered.length === 1 || ordered.every((listing) => madeAtMs(listing) !== null),
  };
}

/** The name that the key has here; null: its credential carries no mark in its name. */
function nameIn({ currentVersion }: KeyListing): string | null {
  return (currentVersion && readMarker(currentVersion.upstreamName)?.name) || null;
}

function madeAtMs(listing: KeyListing | undefined): number | null {
  const madeAt = listing?.currentVersion?.observed?.['createdAtMs'];
  return typeof madeAt === 'number' ? madeAt : null;
}
