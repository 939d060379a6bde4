import { StoreFailedError } from '@keyrack/contracts';
import type { Clock, Store } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import { Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { migrations } from '../migrations/index.ts';
import { isCurrent, migrate, schemaVersion } from '../migrations/migrate.ts';
import { onlyRow } from '../rows.ts';
import type { Database } from '../schema.ts';
import { refuseMoved } from '../move/marks.ts';
import { SqlStore } from '../sql-store.ts';
import type { SqlBackend } from '../sql-store.ts';
import type { PostgresAddress } from './address.ts';
import { postgresDialect } from './driver.ts';
import { postgresHeartbeats } from './heartbeats.ts';
import type { Heartbeats } from './heartbeats.ts';
import { inspectPostgres } from './inspect.ts';
import { makePool } from './pool.ts';
import type { PoolOptions } from './pool.ts';
import { beginReading, beginWriting } from './transactions.ts';
import type { TransactionLimits } from './transactions.ts';
import { announceDue, listenForDue } from './wake-ups.ts';

/** Where the store is, and how it is opened. */
export interface PostgresStoreOptions {
  readonly address: PostgresAddress;
  /** Asked for at each new connection, where the server wants one; null: there is none. @default the address's own */
  readonly password?: () => Promise<Secret | null>;
  /** For the record of migrations, and for the pauses before a lost server is tried again. */
  readonly clock: Clock;
  /** How long a transaction waits for one of another process, in milliseconds. @default 10000 */
  readonly lockTimeoutMs?: number;
  /** How long one statement may take, in milliseconds, 0 for no limit; migrations take as long as they need. @default 60000 */
  readonly statementTimeoutMs?: number;
  /** How long a process may be silent within a transaction before the server ends it, in milliseconds. @default 30000 */
  readonly idleTimeoutMs?: number;
}

/** How many transactions of one process read at once. */
const readers = 4;
/** A sign of life that takes longer than this, in milliseconds, is given up for the next one. */
const heartbeatTimeoutMs = 5_000;
/** How much longer than the server we wait for its answer, in milliseconds, before we take the connection for dead. */
const answerMarginMs = 5_000;

/** A store on PostgreSQL, and the signs of life of the processes that work on it. */
export interface PostgresStore extends Store {
  readonly heartbeats: Heartbeats;
  /**
   * Calls back when a process of this store writes an operation that whoever comes first may take up, with the instant from which it is
   * due. Calls may be lost; 0 says that some may have been.
   */
  listen(onDue: (dueAtMs: number) => void): AsyncDisposable;
}

/** See `openPostgresStore` of the package, which loads this file when it is called. */
export async function openStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const reader = connect(options, { atOnce: readers });
  const writer = connect(options, { atOnce: 1 });
  try {
    // The one check that every start pays for.
    const version = await reader
      .transaction()
      .setAccessMode('read only')
      .execute(async (db) => {
        if (!(await hasSchema(db))) return null;
        const found = await schemaVersion(db);
        if (found !== null) await refuseMoved(db);
        return found;
      });
    if (!isCurrent(version, migrations)) await migrateAtLeisure(options);
  } catch (error) {
    await reader.destroy();
    await writer.destroy();
    throw error;
  }
  const heartbeats = postgresHeartbeats(connect({ ...options, statementTimeoutMs: heartbeatTimeoutMs }, { atOnce: 1 }));
  const inspect: SqlBackend['inspect'] = () => inspectPostgres(reader, options.address);
  const store = new SqlStore({ kind: 'postgres', reader, writer, inspect, announce: announceDue });
  return {
    heartbeats,
    listen: (onDue) => listenForDue(poolOf(options, { connections: 1, answerTimeoutMs: 0 }), onDue),
    read: (work) => store.read(work),
    write: (work) => store.write(work),
    inspect: () => store.inspect(),
    async close() {
      await store.close();
      await heartbeats.close();
    },
  };
}

/** Connects, lazily, with transactions of the given kind of patience. */
export function connect(options: PostgresStoreOptions, { atOnce }: { readonly atOnce: number }): Kysely<Database> {
  const { clock, lockTimeoutMs = 10_000, idleTimeoutMs = 30_000 } = options;
  const { statementTimeoutMs = 60_000 } = options;
  const limits: TransactionLimits = { lockTimeoutMs, statementTimeoutMs, idleTimeoutMs };
  const answerTimeoutMs = statementTimeoutMs === 0 ? 0 : statementTimeoutMs + answerMarginMs;
  const pool = poolOf(options, { connections: atOnce, answerTimeoutMs });
  const begin = { reading: beginReading(limits), writing: beginWriting(limits) };
  return new Kysely<Database>({ dialect: postgresDialect({ pool, atOnce, begin, clock }) });
}

function poolOf(
  { address, password = async () => address.password }: PostgresStoreOptions,
  shape: Pick<PoolOptions, 'connections' | 'answerTimeoutMs'>,
): Pool {
  return makePool({ address, password, ...shape });
}

/** An index over a million keys takes longer than any other statement may. Of processes that start at once, all but one wait here. */
async function migrateAtLeisure(options: PostgresStoreOptions): Promise<void> {
  const patient = connect({ ...options, lockTimeoutMs: 0, statementTimeoutMs: 0 }, { atOnce: 1 });
  try {
    await migrate(patient, migrations, options.clock);
  } finally {
    await patient.destroy();
  }
}

interface SchemaRow {
  readonly is_ours: boolean;
  readonly other: string | null;
  readonly encoding: string;
}

/** Whether this is a store. An empty database is not yet one; a database of something else never becomes one. */
export async function hasSchema(reader: Kysely<Database>): Promise<boolean> {
  const answer = await sql<SchemaRow>`select to_regclass('schema_migration') is not null as is_ours,
    (select min(tablename::text) from pg_tables where schemaname = current_schema()) as other,
    current_setting('server_encoding') as encoding`.execute(reader);
  const { is_ours: isOurs, other, encoding } = onlyRow(answer.rows);
  if (!isOurs && other !== null) {
    throw refused(
      `The database is not one of Keyrack: it holds a table ${other}`,
      'foreign-database',
      'Make a database for Keyrack alone.',
    );
  }
  if (encoding !== 'UTF8') {
    throw refused(`The database keeps texts as ${encoding}`, 'cannot-open', 'Make one with createdb --encoding UTF8 --template template0.');
  }
  return isOurs;
}

function refused(message: string, reason: string, advice: string): StoreFailedError {
  return new StoreFailedError(message, { advice, details: { reason } });
}
