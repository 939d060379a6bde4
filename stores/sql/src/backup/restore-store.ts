import { existsSync } from 'node:fs';
import { StoreFailedError } from '@keyrack/contracts';
import type { StoreSession } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { applyMigrations } from '../migrations/migrate.ts';
import { compareWith, insertRows } from '../move/fill-target.ts';
import type { MovedTable, MoveProgress } from '../move/fill-target.ts';
import type { TableShape } from '../move/tables.ts';
import type { Database } from '../schema.ts';
import { storeSession } from '../session.ts';
import { prepareFile } from '../sqlite/files.ts';
import { checkedChunks, ChunkCount, damaged } from './chunks.ts';
import type { StoreChunk } from './chunks.ts';
import { connectBeside } from './place.ts';
import type { StorePlace } from './place.ts';
import { putInPlace, removeFiles, setAside } from './set-aside.ts';
import { clearStore, lookAtStore, usedStore } from './used-store.ts';

/** How a store is filled from a copy. */
export interface RestoreStoreOptions {
  /** The pieces of the copy. */
  readonly chunks: AsyncIterable<StoreChunk>;
  /** Takes the place of what is there. @default false, which refuses a store that holds anything */
  readonly replace?: boolean;
  /** Where the file that is replaced is kept; on PostgreSQL nothing is. */
  readonly asidePath: string;
  /** What is written in the same transaction as the rows. */
  readonly finish: (session: StoreSession) => Promise<void>;
  readonly onProgress?: MoveProgress | undefined;
}

/**
 * Fills a store from a copy, in one transaction: all of it, compared by counts and hashes with what was copied, or nothing.
 *
 * @throws {StoreFailedError} when the place is used, or cannot be written. @throws {InvalidInputError} when the copy is damaged or too new.
 */
export async function restoreStore(place: StorePlace, options: RestoreStoreOptions): Promise<readonly MovedTable[]> {
  if (place.kind === 'postgres') return restoreInto(place, options);
  // A file of its own, which takes its place when it is whole: whoever opens the store meanwhile finds the old one, or none.
  const { path } = place;
  const isThere = existsSync(path) && (await lookAtStore(place).catch(() => true)) !== null;
  if (isThere && options.replace !== true) throw usedStore();
  const draft = `${path}.restoring`;
  removeFiles(draft);
  prepareFile(draft);
  try {
    const restored = await restoreInto({ ...place, path: draft }, options);
    if (existsSync(path)) await setAside(place, options.asidePath);
    putInPlace(draft, path);
    return restored;
  } finally {
    removeFiles(draft);
  }
}

/** The same, wherever it goes. */
async function restoreInto(place: StorePlace, options: RestoreStoreOptions): Promise<readonly MovedTable[]> {
  const db = await connectBeside(place, 'write');
  try {
    const restored = await db.transaction().execute(async (into) => {
      await clearStore(into, place.kind, options.replace ?? false);
      const filled = await fill(into, place, options);
      await options.finish(storeSession(into));
      return filled;
    });
    // Without statistics the first queries would take whichever way.
    await sql`analyze`.execute(db);
    return restored;
  } finally {
    await db.destroy();
  }
}

async function fill(
  into: Transaction<Database>,
  { clock }: StorePlace,
  { chunks, onProgress }: RestoreStoreOptions,
): Promise<readonly MovedTable[]> {
  let tables: readonly TableShape[] = [];
  let expected: readonly MovedTable[] = [];
  let count = new ChunkCount([]);
  let rowsOfTable = { table: '', rows: 0 };
  for await (const chunk of checkedChunks(chunks)) {
    if (chunk.kind === 'begin') {
      tables = chunk.tables;
      count = new ChunkCount(tables);
      refuseNewer(chunk.schemaVersion);
      // As it was when the copy was made: the columns fit, and what later migrations do is done to these rows too.
      await applyMigrations(
        into,
        migrations.filter(({ version }) => version <= chunk.schemaVersion),
        clock,
      );
    } else if (chunk.kind === 'rows') {
      const { shape, rows } = count.add(chunk);
      await insertRows(into, shape, rows);
      rowsOfTable = { table: chunk.table, rows: rows.length + (rowsOfTable.table === chunk.table ? rowsOfTable.rows : 0) };
      onProgress?.(rowsOfTable);
    } else expected = chunk.tables;
  }
  await compareWith(expected, into, tables);
  await applyMigrations(into, migrations, clock);
  return expected;
}

function refuseNewer(version: number): void {
  const newest = migrations.at(-1)?.version ?? 0;
  if (!Number.isSafeInteger(version) || version < 1) throw damaged('it names no schema');
  if (version <= newest) return;
  throw new StoreFailedError(`The backup was made by a newer Keyrack (schema ${version}; this version knows schemas up to ${newest})`, {
    advice: 'Update Keyrack, then restore.',
    details: { reason: 'newer-schema', schemaVersion: version, newestKnown: newest },
  });
}

/** Reads a copy to its end without keeping anything. @throws {InvalidInputError} when it does not add up. */
export async function checkCopy(chunks: AsyncIterable<StoreChunk>, onProgress?: MoveProgress): Promise<readonly MovedTable[]> {
  let tables: readonly MovedTable[] = [];
  const rows = new Map<string, number>();
  for await (const chunk of checkedChunks(chunks)) {
    if (chunk.kind === 'end') tables = chunk.tables;
    if (chunk.kind !== 'rows') continue;
    const sum = (rows.get(chunk.table) ?? 0) + chunk.rows.length;
    rows.set(chunk.table, sum);
    onProgress?.({ table: chunk.table, rows: sum });
  }
  return tables;
}
