import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What is due is found by its instant, however much there is that is not. */
export async function dueWork(db: Kysely<unknown>): Promise<void> {
  await sql`create index operation_due on operation ((case state when 'running' then created_at_ms when 'waiting' then wait_until_ms end), id)
    where finished_at_ms is null`.execute(db);
  await sql`create index access_key_expiring on access_key (expires_at_ms, id)
    where expires_at_ms is not null and state in ('active', 'suspended') and origin in ('issued', 'adopted')`.execute(db);
}
