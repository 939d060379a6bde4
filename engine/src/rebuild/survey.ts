import type { KeyListing } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';
import { lastShown, rackOf } from '../keys/other-rack.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';

/** A rack whose mark is on keys of the systems. */
export interface FoundRack {
  readonly rackId: string;
  readonly keys: number;
}

const living = ['pending', 'active', 'suspended'] as const;

/** The keys of a connection that were found and that nobody here wrote down. */
export function foundKeys({ store }: Pick<EngineContext, 'store'>, connectionId: string): AsyncIterable<KeyListing> {
  return everyItem((page) => store.read((session) => session.keys.list({ connectionId, states: living, origins: ['foreign'] }, page)));
}

/** The rack whose mark a key carries, as of the last sync; null: none. */
export function markOn({ currentVersion }: KeyListing): string | null {
  return currentVersion && rackOf(lastShown(currentVersion));
}

/** Counts whose marks the last syncs have seen, most keys first. */
export async function surveyRacks(context: EngineContext): Promise<readonly FoundRack[]> {
  const counts = new Map<string, number>();
  for (const { id } of await context.store.read((session) => session.connections.list())) {
    for await (const listing of foundKeys(context, id)) {
      const rackId = markOn(listing);
      if (rackId !== null) counts.set(rackId, (counts.get(rackId) ?? 0) + 1);
    }
  }
  return [...counts].map(([rackId, keys]) => ({ rackId, keys })).toSorted((one, other) => other.keys - one.keys);
}

/** @throws {RefusedError} for a rack that has keys or a history of its own, which a rebuild would mix with another's. */
export async function requireNew({ store }: Pick<EngineContext, 'store'>): Promise<void> {
  const isUsed = await store.read(async ({ keys, operations }) => {
    const ours = await keys.count({ origins: ['issued', 'adopted'] });
    return ours > 0 || (await operations.list({}, { limit: 1 })).items.length > 0;
  });
  if (!isUsed) return;
  throw new RefusedError('This rack has keys or operations of its own already', {
    advice: 'Rebuild in an empty data folder: add the connections there, then run keyrack rebuild.',
  });
}
