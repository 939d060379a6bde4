import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StoreFailedError } from '@keyrack/contracts';
import type { Clock, Store } from '@keyrack/contracts';
import { Kysely, sql } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { isCurrent, migrate, schemaVersion } from '../migrations/migrate.ts';
import type { Database } from '../schema.ts';
import { refuseMoved } from '../move/marks.ts';
import { SqlStore } from '../sql-store.ts';
import { sqliteDialect } from './driver.ts';
import { readFailure } from './failures.ts';
import { prepareFile } from './files.ts';
import { inspectSqlite } from './inspect.ts';
import { openForReading, openForWriting } from './open-database.ts';
import { waitMsPerAttempt } from './patiently.ts';

/** Where the store is, and how it is opened. */
export interface SqliteStoreOptions {
  /** The database file; it and its folder are made when they are not there. `:memory:` keeps nothing, for tests. */
  readonly path: string;
  /** For the record of migrations. */
  readonly clock: Clock;
  /** How long a transaction waits for one of another process, in milliseconds, 20 or more. @default 10000 */
  readonly lockTimeoutMs?: number;
}

/** See `openSqliteStore` of the package, which loads this file when it is called. */
export async function openStore({ path: given, clock, lockTimeoutMs = 10_000 }: SqliteStoreOptions): Promise<Store> {
  const inMemory = given === ':memory:';
  const path = inMemory ? given : resolve(given);
  if (!inMemory) prepareFile(path);
  const attempts = Math.max(1, Math.ceil(lockTimeoutMs / waitMsPerAttempt));
  const connect = (open: () => DatabaseSync): Kysely<Database> => new Kysely<Database>({ dialect: sqliteDialect({ open, attempts }) });
  const writer = connect(() => openForWriting(path));
  const reader = inMemory ? writer : connect(() => openForReading(path));
  try {
    // The one check that every start pays for; the writing connection is opened when something is written.
    const version = await reader
      .transaction()
      .setAccessMode('read only')
      .execute(async (db) => {
        if (!(await hasSchema(db))) return null;
        const found = await schemaVersion(db);
        if (found !== null) await refuseMoved(db);
        return found;
      });
    if (!isCurrent(version, migrations)) await migrate(writer, migrations, clock);
  } catch (error) {
    await reader.destroy();
    await writer.destroy();
    throw readFailure(error, 'open');
  }
  return new SqlStore({ kind: 'sqlite', reader, writer, inspect: () => inspectSqlite(reader, path) });
}

/** Whether this is a store. A new file is not yet one; a database of something else never becomes one. */
export async function hasSchema(reader: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{
    readonly name: string;
  }>`select name from sqlite_schema where type = 'table' order by name = 'schema_migration' desc limit 1`.execute(reader);
  const [first] = rows;
  if (!first || first.name === 'schema_migration') return first !== undefined;
  throw new StoreFailedError(`The file is a database, but not one of Keyrack: it holds a table ${first.name}`, {
    advice: 'Choose another data folder.',
    details: { reason: 'foreign-database' },
  });
}
