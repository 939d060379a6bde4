import { existsSync } from 'node:fs';
import { StoreFailedError } from '@keyrack/contracts';
import { Kysely, sql } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { isCurrent, migrate, schemaVersion } from '../migrations/migrate.ts';
import { connect, hasSchema } from '../postgres/open-store.ts';
import type { PostgresStoreOptions } from '../postgres/open-store.ts';
import type { Database } from '../schema.ts';
import { sqliteDialect } from '../sqlite/driver.ts';
import { openForWriting } from '../sqlite/open-database.ts';
import { openStore as openSqlite } from '../sqlite/open-store.ts';
import { closeSource } from './close-source.ts';
import { compareWith, digestOf, fillTarget, isEmpty } from './fill-target.ts';
import type { MovedTable, MoveProgress } from './fill-target.ts';
import { readMark, removeMark } from './marks.ts';
import type { MoveMark } from './marks.ts';
import { readTables } from './tables.ts';
import type { TableShape } from './tables.ts';

/** From where to where, and how. */
export interface MoveStoreOptions {
  /** The SQLite file. */
  readonly path: string;
  readonly target: PostgresStoreOptions;
  /** Names this move on both sides; random. */
  readonly id: string;
  /** Only look whether it can be done. @default false */
  readonly dryRun?: boolean;
  readonly onProgress?: MoveProgress;
}

/** What was moved. */
export interface MoveReport {
  readonly tables: readonly MovedTable[];
  /** An earlier attempt had been stopped after the copy; this one finished it. */
  readonly resumed: boolean;
}

/** How often a lock is waited for, 20 ms each. */
const attempts = 500;
/** Between two rows of the target, a table of the source may be read for long. */
const idleTimeoutMs = 600_000;

/**
 * Moves a store from SQLite to PostgreSQL. At no instant can both be written, and whatever instant it is stopped at, repeating it
 * goes on: until the source is closed it alone is the store, and the copy is refused by everybody; from then on the copy is
 * whole, and only has to be confirmed.
 *
 * @throws {StoreFailedError} when the target is not empty or cannot be written; the source is as it was.
 */
export async function moveStore(options: MoveStoreOptions): Promise<MoveReport> {
  if (!existsSync(options.path)) throw noStore(options.path);
  const source = new Kysely<Database>({ dialect: sqliteDialect({ open: () => openForWriting(options.path), attempts }) });
  const target = connect({ ...options.target, statementTimeoutMs: 0, idleTimeoutMs }, { atOnce: 1 });
  try {
    const earlier = await readMark(source, 'moved');
    if (earlier) return await finish(source, target, { mark: earlier, place: options.target.address.text });
    await (await openSqlite({ path: options.path, clock: options.target.clock })).close(); // brings it to the newest schema
    await prepareTarget(target, options);
    return options.dryRun === true ? await look(source, target) : await move(source, target, options);
  } finally {
    await source.destroy();
    await target.destroy();
  }
}

async function move(source: Kysely<Database>, target: Kysely<Database>, options: MoveStoreOptions): Promise<MoveReport> {
  const { id, path, onProgress } = options;
  const { text: place } = options.target.address;
  // The transaction of the source is the outer one: nobody writes there until the copy is on the disk.
  const tables = await source.transaction().execute(async (from) => {
    const shapes = await readTables(from);
    const moved = await target
      .transaction()
      .execute((into) => fillTarget(from, into, { tables: shapes, mark: { id, place: path }, onProgress }));
    await closeSource(from, shapes, { id, place });
    return moved;
  });
  await confirm(target);
  return { tables, resumed: false };
}

/** Goes on after the source was closed: the copy is whole, and waits to be confirmed. */
async function finish(
  source: Kysely<Database>,
  target: Kysely<Database>,
  { mark, place }: { readonly mark: MoveMark; readonly place: string },
): Promise<MoveReport> {
  const copy =
    place === mark.place && (await target.transaction().setAccessMode('read only').execute(hasSchema))
      ? await readMark(target, 'unconfirmed')
      : null;
  if (copy?.id !== mark.id) {
    throw new StoreFailedError(`The store was moved to ${mark.place} already`, {
      advice: 'Name that one with --store or KEYRACK_STORE.',
      details: { reason: 'moved', place: mark.place },
    });
  }
  const { tables } = await source
    .transaction()
    .setAccessMode('read only')
    .execute(async (from) => {
      const shapes = await readTables(from);
      const read = await digestAll(from, shapes);
      await compareWith(read, target, shapes);
      return { tables: read };
    });
  await confirm(target);
  return { tables, resumed: true };
}

/** What would be moved. */
async function look(source: Kysely<Database>, target: Kysely<Database>): Promise<MoveReport> {
  return source
    .transaction()
    .setAccessMode('read only')
    .execute(async (from) => {
      const shapes = await readTables(from);
      const isFree = (await isEmpty(target, shapes)) || (await readMark(target, 'unconfirmed')) !== null;
      if (!isFree)
        throw new StoreFailedError('The target holds a rack already', {
          advice: 'Name an empty database.',
          details: { reason: 'not-empty' },
        });
      return { tables: await digestAll(from, shapes), resumed: false };
    });
}

async function digestAll(db: Kysely<Database>, shapes: readonly TableShape[]): Promise<readonly MovedTable[]> {
  const tables: MovedTable[] = [];
  for (const shape of shapes) tables.push({ table: shape.name, ...(await digestOf(db, shape)) });
  return tables;
}

async function prepareTarget(target: Kysely<Database>, { target: { clock } }: MoveStoreOptions): Promise<void> {
  const version = await target
    .transaction()
    .setAccessMode('read only')
    .execute(async (db) => ((await hasSchema(db)) ? schemaVersion(db) : null));
  if (!isCurrent(version, migrations)) await migrate(target, migrations, clock);
}

async function confirm(target: Kysely<Database>): Promise<void> {
  await target.transaction().execute((db) => removeMark(db, 'unconfirmed'));
  // Without statistics the first queries would take whichever way.
  await sql`analyze`.execute(target);
}

function noStore(path: string): StoreFailedError {
  return new StoreFailedError(`There is no store in ${path}`, {
    advice: 'Name the data folder with --home or KEYRACK_HOME.',
    details: { reason: 'cannot-open' },
  });
}
