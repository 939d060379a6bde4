import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Audit events are found by what they are about and by when they happened, however long the trail is. */
export async function auditSearch(db: Kysely<unknown>): Promise<void> {
  await sql`create index audit_event_by_type on audit_event (type, at_ms, sequence)`.execute(db);
  await sql`create index audit_event_by_time on audit_event (at_ms, sequence)`.execute(db);
  await sql`create index audit_event_by_connection on audit_event (connection_id, sequence) where connection_id is not null`.execute(db);
  await sql`create index audit_event_by_operation on audit_event (operation_id, sequence) where operation_id is not null`.execute(db);
}
