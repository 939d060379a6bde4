import type { Kysely } from 'kysely';

/** The lives of a store: the first one has no row, each restore begins the next. */
export async function generations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('generation')
    .addColumn('number', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('begun_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('backup_id', 'text')
    .addColumn('backup_made_at_ms', 'bigint')
    .execute();
}
