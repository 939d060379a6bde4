import { existsSync } from 'node:fs';
import { StoreFailedError } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { hasSchema as hasSqliteSchema } from '../sqlite/open-store.ts';
import { connectBeside } from './place.ts';
import type { StorePlace } from './place.ts';

/** What stands where a store is to be restored. */
export interface UsedStore {
  readonly rackId: string | null;
  readonly connections: number;
  /** Foreign ones too. */
  readonly keys: number;
  readonly unfinishedOperations: number;
  readonly auditEvents: number;
  /** The last event, in milliseconds since 1970. */
  readonly lastEventAtMs: number | null;
}

/** Looks at what would be replaced; null: nothing. @throws {StoreFailedError} for a database of something else. */
export async function lookAtStore(place: StorePlace): Promise<UsedStore | null> {
  if (place.kind === 'sqlite' && !existsSync(place.path)) return null;
  const db = await connectBeside(place, 'read');
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .execute(async (from) => ((await isUsed(from, place.kind)) ? summary(from) : null));
  } finally {
    await db.destroy();
  }
}

/** Makes room within a transaction. @throws {StoreFailedError} when something is there that was not to be replaced. */
export async function clearStore(db: Transaction<Database>, kind: StorePlace['kind'], replace: boolean): Promise<void> {
  // Asked in any case: a database of something else is refused, whatever was said.
  if ((await isUsed(db, kind)) && !replace) throw usedStore();
  for (const name of await tableNames(db, kind)) await drop(db, kind, name);
}

/** The error for a place where a rack lives. */
export function usedStore(): StoreFailedError {
  return new StoreFailedError('There is a rack already', {
    advice: 'Name an empty data folder or database. To have the backup in its place, look with --dry-run, then say --replace.',
    details: { reason: 'not-empty' },
  });
}

async function isUsed(db: Kysely<Database>, kind: StorePlace['kind']): Promise<boolean> {
  const hasSchema = kind === 'sqlite' ? hasSqliteSchema : (await import('../postgres/open-store.ts')).hasSchema;
  if (!(await hasSchema(db))) return false;
  for (const name of (await tableNames(db, kind)).filter((table) => table !== 'schema_migration')) {
    const { rows } = await sql`select 1 from ${sql.ref(name)} limit 1`.execute(db);
    if (rows.length > 0) return true;
  }
  return false;
}

/** Every table that is there, those of a newer version too. */
async function tableNames(db: Kysely<Database>, kind: StorePlace['kind']): Promise<readonly string[]> {
  const query =
    kind === 'sqlite'
      ? sql<{ readonly name: string }>`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`
      : sql<{ readonly name: string }>`select tablename::text as name from pg_tables where schemaname = current_schema()`;
  return (await query.execute(db)).rows.map(({ name }) => name);
}

async function drop(db: Kysely<Database>, kind: StorePlace['kind'], name: string): Promise<void> {
  await sql`drop table ${sql.ref(name)} ${sql.raw(kind === 'postgres' ? 'cascade' : '')}`.execute(db);
}

async function summary(db: Kysely<Database>): Promise<UsedStore> {
  const countOf = async (query: ReturnType<typeof sql<{ readonly count: number }>>): Promise<number> =>
    Number((await query.execute(db)).rows[0]?.count ?? 0);
  const rackId = await db.selectFrom('meta').select('value').where('name', '=', 'rackId').executeTakeFirst();
  const last = await db.selectFrom('audit_event').select(['sequence', 'at_ms']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  return {
    rackId: rackId?.value ?? null,
    connections: await countOf(sql`select count(*) as count from connection`),
    keys: await countOf(sql`select count(*) as count from access_key`),
    unfinishedOperations: await countOf(sql`select count(*) as count from operation where finished_at_ms is null`),
    auditEvents: last?.sequence ?? 0,
    lastEventAtMs: last?.at_ms ?? null,
  };
}
