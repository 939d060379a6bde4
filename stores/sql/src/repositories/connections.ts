import { ConnectionNotFoundError, KeyConflictError } from '@keyrack/contracts';
import type { Connection, ConnectionRepository } from '@keyrack/contracts';
import { isUniqueViolation } from '../failure.ts';
import { attempt, fromJson, insertAll, toJson } from '../rows.ts';
import type { Session } from '../rows.ts';
import type { ConnectionTable } from '../schema.ts';

/** The configured systems. */
export function connectionRepository(db: Session): ConnectionRepository {
  return {
    async get(id) {
      const row = await db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async findByName(name) {
      const row = await db.selectFrom('connection').selectAll().where('name', '=', name).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async list() {
      const rows = await db.selectFrom('connection').selectAll().orderBy('name').execute();
      return rows.map(fromRow);
    },
    async insert(connection) {
      if (!(await insertAll(db, 'connection', [toRow(connection)]))) throw taken(connection);
    },
    async update(connection) {
      const { id, created_at_ms: _, ...changed } = toRow(connection);
      const write = db.updateTable('connection').set(changed).where('id', '=', id);
      const { numUpdatedRows } = await attempt(db, () => write.executeTakeFirstOrThrow()).catch((error: unknown) => {
        throw isUniqueViolation(error) ? taken(connection) : error;
      });
      if (numUpdatedRows === 0n) throw new ConnectionNotFoundError(`There is no connection ${connection.name} (${id})`);
    },
    async remove(id) {
      // What lies below goes with it by reference; the audit trail refers to nothing.
      await db.deleteFrom('connection').where('id', '=', id).execute();
    },
  };
}

function taken({ name }: Connection): KeyConflictError {
  return new KeyConflictError(`A connection named ${name} exists already`, { advice: 'Choose another name.', details: { name } });
}

function fromRow(row: ConnectionTable): Connection {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    settings: fromJson(row.settings),
    credential: fromJson(row.credential),
    systemIdentity: row.system_identity,
    labels: fromJson(row.labels),
    workLimits: row.work_limits === null ? {} : fromJson(row.work_limits),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    syncedAtMs: row.synced_at_ms,
  };
}

function toRow(connection: Connection): ConnectionTable {
  return {
    id: connection.id,
    name: connection.name,
    provider: connection.provider,
    settings: toJson(connection.settings),
    credential: toJson(connection.credential),
    system_identity: connection.systemIdentity,
    labels: toJson(connection.labels),
    work_limits: toJson(connection.workLimits),
    created_at_ms: connection.createdAtMs,
    updated_at_ms: connection.updatedAtMs,
    synced_at_ms: connection.syncedAtMs,
  };
}
