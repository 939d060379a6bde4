import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { writeMark } from './marks.ts';
import type { MoveMark } from './marks.ts';
import type { TableShape } from './tables.ts';

/**
 * Closes a SQLite store for good, within the transaction that nobody writes beside. A mark tells whoever opens it; triggers stop
 * those that have it open already, whatever version they are.
 */
export async function closeSource(source: Kysely<Database>, tables: readonly TableShape[], mark: MoveMark): Promise<void> {
  await writeMark(source, 'moved', mark);
  for (const { name } of tables) {
    for (const event of ['insert', 'update', 'delete']) {
      await sql`create trigger ${sql.ref(`moved_${name}_${event}`)} before ${sql.raw(event)} on ${sql.ref(name)}
        begin select raise(abort, 'moved to another store'); end`.execute(source);
    }
  }
}
