import type { Clock } from '@keyrack/contracts';
import { Kysely } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { migrate } from '../migrations/migrate.ts';
import { readTables } from '../move/tables.ts';
import type { TableShape } from '../move/tables.ts';
import type { Database } from '../schema.ts';
import { sqliteDialect } from '../sqlite/driver.ts';
import { openForWriting } from '../sqlite/open-database.ts';

/** Signs of life of processes say nothing anywhere else. */
const notKept = ['holder'];

/** The tables that a backup keeps, each after those that it refers to, as the migrations make them: the same on every kind of database. */
export async function keptTables(clock: Clock): Promise<readonly TableShape[]> {
  const db = new Kysely<Database>({ dialect: sqliteDialect({ open: () => openForWriting(':memory:'), attempts: 1 }) });
  try {
    await migrate(db, migrations, clock);
    return (await readTables(db)).filter(({ name }) => !notKept.includes(name));
  } finally {
    await db.destroy();
  }
}
