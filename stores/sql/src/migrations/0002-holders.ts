import type { Kysely } from 'kysely';

/**
 * The processes that hold operations, where they beat their hearts: on PostgreSQL, by the clock of its server. On SQLite the machine
 * itself tells which processes live, and the table stays empty.
 */
export async function holders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('holder')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('begun_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('heartbeat_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}
