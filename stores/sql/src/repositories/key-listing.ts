import type { KeyFilter, KeyListing, Page, PageRequest } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { readPage, toPage } from '../cursor.ts';
import type { Listing } from '../cursor.ts';
import { chunks } from '../rows.ts';
import type { Session } from '../rows.ts';
import { keyQueries } from './key-filter.ts';
import { keyFromRow } from './key-row.ts';
import { selectVersions, versionFromRow } from './version-row.ts';

const listing: Listing = { name: 'key', position: ['string', 'string', 'string'] };

/** Where a key stands in the listing. */
interface Place {
  readonly connectionName: string;
  readonly name: string;
  readonly id: string;
}

/**
 * Lists keys by connection and name. First the ids of the page are read from an index alone, one connection after the other,
 * then the rows of those ids: the time depends on the page and not on how many keys there are.
 */
export async function listKeys(db: Session, filter: KeyFilter, page: PageRequest | undefined): Promise<Page<KeyListing>> {
  const { limit, after } = readPage(listing, page);
  const [connectionName = '', name = '', id = ''] = (after ?? []).map(String);
  const places: Place[] = [];
  for (const connection of await connectionsFrom(db, filter, connectionName)) {
    const wanted = limit + 1 - places.length;
    if (wanted <= 0) break;
    const within = after !== null && connection.name === connectionName ? { name, id } : null;
    const found = await placesWithin(db, { filter, connectionId: connection.id, after: within, limit: wanted });
    places.push(...found.map((place) => ({ ...place, connectionName: connection.name })));
  }
  const listings = await readListings(
    db,
    places.slice(0, limit).map((place) => place.id),
  );
  const rows = places.flatMap((place, index) => {
    const item = listings.get(place.id);
    // The surplus place is not read, it only tells that there is more.
    return item || index === limit ? [{ place, item }] : [];
  });
  return toPage(listing, rows, {
    limit,
    position: ({ place }) => [place.connectionName, place.name, place.id],
    item: ({ item }) => item as KeyListing, // Only the surplus row has none.
  });
}

/** Counts what {@link listKeys} lists. */
export async function countKeys(db: Session, filter: KeyFilter): Promise<number> {
  let total = 0;
  for (const connection of await connectionsFrom(db, filter, '')) {
    for (const query of keyQueries(db, connection.id, filter)) {
      const { count } = await query.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow();
      total += Number(count);
    }
  }
  return total;
}

function connectionsFrom(db: Session, filter: KeyFilter, name: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return db
    .selectFrom('connection')
    .select(['id', 'name'])
    .where('name', '>=', name)
    .$if(filter.connectionId !== undefined, (query) => query.where('id', '=', filter.connectionId ?? ''))
    .orderBy('name')
    .execute();
}

async function placesWithin(
  db: Session,
  options: {
    readonly filter: KeyFilter;
    readonly connectionId: string;
    readonly after: { readonly name: string; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { filter, connectionId, after, limit } = options;
  const found: { readonly id: string; readonly name: string }[] = [];
  const queries = keyQueries(db, connectionId, filter);
  for (const query of queries) {
    const rows = await query
      .$if(after !== null, (keys) => keys.where(sql<SqlBool>`(name, id) > (${after?.name}, ${after?.id})`))
      .select(['id', 'name'])
      .orderBy('name')
      .orderBy('id')
      .limit(limit)
      .execute();
    found.push(...rows);
  }
  return queries.length > 1 ? found.sort(byNameAndId).slice(0, limit) : found;
}

async function readListings(db: Session, ids: readonly string[]): Promise<ReadonlyMap<string, KeyListing>> {
  const listings = new Map<string, KeyListing>();
  for (const chunk of chunks(ids)) {
    const keys = await db.selectFrom('access_key').selectAll().where('id', 'in', chunk).execute();
    const versions = await selectVersions(db).where('key_id', 'in', chunk).where('stage', '=', 'current').orderBy('number').execute();
    const current = new Map(versions.map((version) => [version.key_id, versionFromRow(version)]));
    for (const key of keys) listings.set(key.id, { key: keyFromRow(key), currentVersion: current.get(key.id) ?? null });
  }
  return listings;
}

/** The order of the databases: by the bytes of UTF-8, which is not JavaScript's by UTF-16 units. */
function byNameAndId(a: { readonly id: string; readonly name: string }, b: { readonly id: string; readonly name: string }): number {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}
