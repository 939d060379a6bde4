import { sql } from 'kysely';
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

type Column = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

const id: Column = (column) => column.primaryKey().notNull();
const required: Column = (column) => column.notNull();
const within =
  (parent: string): Column =>
  (column) =>
    column.notNull().references(parent).onDelete('cascade');

/** The first schema. Types are those that SQLite and PostgreSQL share: `text`, `bigint`, partial and unique indexes, cascading references. */
export async function firstSchema(db: Kysely<unknown>): Promise<void> {
  await single(db);
  await keys(db);
  await operations(db);
  await audit(db);
}

async function single(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable('meta').addColumn('name', 'text', id).addColumn('value', 'text', required).execute();

  await db.schema
    .createTable('data_key')
    .addColumn('id', 'text', id)
    .addColumn('purpose', 'text', required)
    .addColumn('wrapped', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .execute();

  await db.schema
    .createTable('connection')
    .addColumn('id', 'text', id)
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('provider', 'text', required)
    .addColumn('settings', 'text', required)
    .addColumn('credential', 'text', required)
    .addColumn('system_identity', 'text', required)
    .addColumn('labels', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('updated_at_ms', 'bigint', required)
    .addColumn('synced_at_ms', 'bigint')
    .execute();

  await db.schema
    .createTable('owner')
    .addColumn('id', 'text', id)
    .addColumn('display_name', 'text')
    .addColumn('kind', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('updated_at_ms', 'bigint', required)
    .execute();
}

async function keys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('access_key')
    .addColumn('id', 'text', id)
    .addColumn('connection_id', 'text', within('connection.id'))
    .addColumn('name', 'text', required)
    .addColumn('owner_id', 'text')
    .addColumn('shared_with', 'text', required)
    .addColumn('purpose', 'text')
    .addColumn('labels', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('suspension_reasons', 'text', required)
    .addColumn('revocation_reason', 'text')
    .addColumn('limits', 'text', required)
    .addColumn('expires_at_ms', 'bigint')
    .addColumn('origin', 'text', required)
    .addColumn('drift', 'text', required)
    .addColumn('drift_fields', 'text', required)
    .addColumn('provider_options', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('updated_at_ms', 'bigint', required)
    .execute();

  // Living issued and adopted names are unique per connection; foreign ones are whatever the system shows.
  await sql`create unique index access_key_living_name on access_key (connection_id, name)
    where origin in ('issued', 'adopted') and state <> 'revoked'`.execute(db);
  // Listings are ordered by name within a connection. Each index below keeps that order for one way of filtering; foreign keys, of which
  // there may be a million, are in as few of them as possible.
  await sql`create index access_key_by_name on access_key (connection_id, name, id, origin, state)`.execute(db);
  await sql`create index access_key_managed on access_key (connection_id, origin, state, name, id) where origin <> 'foreign'`.execute(db);
  await sql`create index access_key_by_owner on access_key (owner_id, connection_id, name, id) where owner_id is not null`.execute(db);
  await sql`create index access_key_by_drift on access_key (connection_id, drift, name, id) where drift <> 'none'`.execute(db);
  await sql`create index access_key_by_expiry on access_key (expires_at_ms) where expires_at_ms is not null`.execute(db);

  await db.schema
    .createTable('key_label')
    .addColumn('key_id', 'text', within('access_key.id'))
    .addColumn('name', 'text', required)
    .addColumn('value', 'text', required)
    .addPrimaryKeyConstraint('key_label_key', ['key_id', 'name'])
    .execute();
  await sql`create index key_label_by_value on key_label (name, value, key_id)`.execute(db);

  await db.schema
    .createTable('key_version')
    .addColumn('id', 'text', id)
    .addColumn('key_id', 'text', within('access_key.id'))
    .addColumn('connection_id', 'text', required)
    .addColumn('number', 'bigint', required)
    .addColumn('upstream_id', 'text')
    .addColumn('upstream_name', 'text', required)
    .addColumn('fingerprint', 'text')
    .addColumn('stage', 'text', required)
    .addColumn('limits', 'text', required)
    .addColumn('restore', 'text')
    .addColumn('observed', 'text')
    .addColumn('last_seen_sync_id', 'text')
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('updated_at_ms', 'bigint', required)
    .execute();
  await sql`create unique index key_version_number on key_version (key_id, number)`.execute(db);
  await sql`create index key_version_by_upstream_id on key_version (connection_id, upstream_id)`.execute(db);
  await sql`create index key_version_by_upstream_name on key_version (connection_id, upstream_name)`.execute(db);
  await sql`create index key_version_by_fingerprint on key_version (fingerprint) where fingerprint is not null`.execute(db);

  await db.schema
    .createTable('version_secret')
    .addColumn('version_id', 'text', (column) => column.primaryKey().notNull().references('key_version.id').onDelete('cascade'))
    .addColumn('envelope', 'text', required)
    .execute();
}

async function operations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('operation')
    .addColumn('id', 'text', id)
    .addColumn('kind', 'text', required)
    .addColumn('key_id', 'text', within('access_key.id'))
    .addColumn('connection_id', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('direction', 'text', required)
    .addColumn('epoch', 'bigint', required)
    .addColumn('holder', 'text')
    .addColumn('wait_until_ms', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('failed_attempts', 'bigint', required)
    .addColumn('actor', 'text', required)
    .addColumn('parameters', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('updated_at_ms', 'bigint', required)
    .addColumn('finished_at_ms', 'bigint')
    .execute();
  await sql`create unique index operation_unfinished on operation (key_id) where state in ('running', 'waiting', 'stuck')`.execute(db);
  await sql`create index operation_by_key on operation (key_id, created_at_ms, id)`.execute(db);
  await sql`create index operation_by_connection on operation (connection_id, created_at_ms, id)`.execute(db);
  await sql`create index operation_by_state on operation (state, created_at_ms, id)`.execute(db);
  await sql`create index operation_by_time on operation (created_at_ms, id)`.execute(db);

  await db.schema
    .createTable('operation_step')
    .addColumn('id', 'text', id)
    .addColumn('operation_id', 'text', within('operation.id'))
    .addColumn('number', 'bigint', required)
    .addColumn('name', 'text', required)
    .addColumn('version_id', 'text')
    .addColumn('state', 'text', required)
    .addColumn('outcome', 'text')
    .addColumn('intent', 'text', required)
    .addColumn('begun_at_ms', 'bigint', required)
    .addColumn('last_call_at_ms', 'bigint')
    .addColumn('settled_at_ms', 'bigint')
    .addColumn('error', 'text')
    .execute();
  await sql`create unique index operation_step_number on operation_step (operation_id, number)`.execute(db);

  await db.schema
    .createTable('step_secret')
    .addColumn('step_id', 'text', (column) => column.primaryKey().notNull().references('operation_step.id').onDelete('cascade'))
    .addColumn('envelope', 'text', required)
    .execute();
}

async function audit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_event')
    .addColumn('sequence', 'bigint', id)
    .addColumn('type', 'text', required)
    .addColumn('at_ms', 'bigint', required)
    .addColumn('actor', 'text', required)
    .addColumn('connection_id', 'text')
    .addColumn('key_id', 'text')
    .addColumn('operation_id', 'text')
    .addColumn('detail', 'text', required)
    .addColumn('previous_hash', 'text', required)
    .addColumn('hash', 'text', required)
    .execute();
  await sql`create index audit_event_by_key on audit_event (key_id, sequence) where key_id is not null`.execute(db);
}
