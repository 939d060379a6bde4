import { StoreFailedError } from '@keyrack/contracts';
import type { AuditEvent, AuditRepository } from '@keyrack/contracts';
import { readPage, toPage } from '../cursor.ts';
import type { Listing } from '../cursor.ts';
import { fromJson, insertAll, toJson } from '../rows.ts';
import type { Session } from '../rows.ts';
import type { AuditEventTable } from '../schema.ts';

const listing: Listing = { name: 'audit', position: ['number'] };
const firstPreviousHash = '0'.repeat(64);

/** The audit trail: a chain that only grows at its end. */
export function auditRepository(db: Session): AuditRepository {
  const head = async (): Promise<AuditEvent | null> => {
    const row = await db.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst();
    return row ? fromRow(row) : null;
  };
  return {
    head,
    async append(event) {
      const last = await head();
      const fits = event.sequence === (last?.sequence ?? 0) + 1 && event.previousHash === (last?.hash ?? firstPreviousHash);
      if (!fits || !(await insertAll(db, 'audit_event', [toRow(event)]))) {
        throw new StoreFailedError(`Audit event ${event.sequence} does not follow event ${last?.sequence ?? 0}, the last one written down`);
      }
    },
    async list({ keyId, afterSequence, newestFirst = false }, page) {
      const { limit, after } = readPage(listing, page);
      const [sequence] = after ?? [];
      const rows = await db
        .selectFrom('audit_event')
        .selectAll()
        .$if(keyId !== undefined, (query) => query.where('key_id', '=', keyId ?? ''))
        .$if(afterSequence !== undefined, (query) => query.where('sequence', '>', afterSequence ?? 0))
        .$if(after !== null, (query) => query.where('sequence', newestFirst ? '<' : '>', Number(sequence)))
        .orderBy('sequence', newestFirst ? 'desc' : 'asc')
        .limit(limit + 1)
        .execute();
      return toPage(listing, rows, { limit, position: (row) => [row.sequence], item: fromRow });
    },
  };
}

function fromRow(row: AuditEventTable): AuditEvent {
  return {
    sequence: row.sequence,
    type: row.type,
    atMs: row.at_ms,
    actor: row.actor,
    connectionId: row.connection_id,
    keyId: row.key_id,
    operationId: row.operation_id,
    detail: fromJson(row.detail),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

function toRow(event: AuditEvent): AuditEventTable {
  return {
    sequence: event.sequence,
    type: event.type,
    at_ms: event.atMs,
    actor: event.actor,
    connection_id: event.connectionId,
    key_id: event.keyId,
    operation_id: event.operationId,
    detail: toJson(event.detail),
    previous_hash: event.previousHash,
    hash: event.hash,
  };
}
