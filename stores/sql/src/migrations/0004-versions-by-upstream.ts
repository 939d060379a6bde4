import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Versions are looked up by many ids, or names, of one system at a time. With the connection in front, a planner that has no
 * statistics yet takes either index for all versions of the connection, and passes them by one after the other.
 */
export async function versionsByUpstream(db: Kysely<unknown>): Promise<void> {
  await sql`drop index key_version_by_upstream_id`.execute(db);
  await sql`drop index key_version_by_upstream_name`.execute(db);
  await sql`create index key_version_by_upstream_id on key_version (upstream_id, connection_id)`.execute(db);
  await sql`create index key_version_by_upstream_name on key_version (upstream_name, connection_id)`.execute(db);
}
