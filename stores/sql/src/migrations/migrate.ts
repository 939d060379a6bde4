import { StoreFailedError } from '@keyrack/contracts';
import type { Clock } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import type { Migration } from './migration.ts';

/**
 * Brings a store to the newest schema. All that is missing is applied in one transaction, and the version is read again inside
 * it: of two processes that start at once the second one finds nothing left to do.
 *
 * @param db - a connection that writes; its transactions exclude each other.
 * @throws {StoreFailedError} when a newer Keyrack wrote the store.
 */
export async function migrate(db: Kysely<Database>, migrations: readonly Migration[], clock: Clock): Promise<void> {
  await db.transaction().execute((transaction) => applyMigrations(transaction, migrations, clock));
}

/** The same within a transaction that is there already. */
export async function applyMigrations(transaction: Transaction<Database>, migrations: readonly Migration[], clock: Clock): Promise<void> {
  await transaction.schema
    .createTable('schema_migration')
    .ifNotExists()
    .addColumn('version', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  const present = (await schemaVersion(transaction)) ?? 0;
  if (isCurrent(present, migrations)) return;
  for (const { version, name, apply } of migrations.filter((migration) => migration.version > present)) {
    // A migration knows the schema as it was then, not as `Database` is now.
    await apply(transaction as unknown as Kysely<unknown>);
    await transaction.insertInto('schema_migration').values({ version, name, applied_at_ms: clock.nowMs() }).execute();
  }
}

/** The version of the schema as it is recorded; null when nothing is. The table must be there. */
export async function schemaVersion(db: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ readonly version: number | null }>`select max(version) as version from schema_migration`.execute(db);
  return rows[0]?.version ?? null;
}

/**
 * Whether nothing is left to apply.
 * @throws {StoreFailedError} when the store has a version that is not among the migrations.
 */
export function isCurrent(version: number | null, migrations: readonly Migration[]): boolean {
  const newest = migrations.at(-1)?.version ?? 0;
  if (version !== null && version > newest) {
    throw new StoreFailedError(`The store was written by a newer Keyrack (schema ${version}; this version knows schemas up to ${newest})`, {
      advice: 'Update Keyrack on this machine, or use the data folder with the version that wrote it.',
      details: { reason: 'newer-schema', schemaVersion: version, newestKnown: newest },
    });
  }
  return version === newest;
}
