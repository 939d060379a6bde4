import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Keys that are rotated by themselves, found by the instant of the next rotation; and how much a worker may ask of a system. */
export async function scheduling(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('access_key').addColumn('rotation', 'text').execute();
  await db.schema.alterTable('access_key').addColumn('next_rotation_at_ms', 'bigint').execute();
  await sql`create index access_key_rotating on access_key (next_rotation_at_ms, id)
    where next_rotation_at_ms is not null and state = 'active' and origin in ('issued', 'adopted')`.execute(db);
  await db.schema.alterTable('connection').addColumn('work_limits', 'text').execute();
}
