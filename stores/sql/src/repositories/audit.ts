import { StoreFailedError } from '@keyrack/contracts';
import type { AuditEvent, AuditFilter, AuditRepository } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { ExpressionBuilder, ExpressionWrapper, RawBuilder, SqlBool } from 'kysely';
import { readPage, toPage } from '../cursor.ts';
import type { Listing, Position } from '../cursor.ts';
import { fromJson, insertAll, toJson } from '../rows.ts';
import type { Session } from '../rows.ts';
import type { AuditEventTable, Database } from '../schema.ts';

const chainListing: Listing = { name: 'audit', position: ['number'] };
/** Clocks jump, so a time says nothing of a place in the chain. */
const timeListing: Listing = { name: 'audit by time', position: ['number', 'number'] };
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
    async list(filter, page) {
      const { newestFirst = false, keyIds, types, sinceMs, untilMs } = filter;
      const isByTime = sinceMs !== undefined || untilMs !== undefined || types !== undefined;
      const listing = isByTime ? timeListing : chainListing;
      const { limit, after } = readPage(listing, page);
      if (keyIds?.length === 0 || types?.length === 0) return { items: [], nextCursor: null };
      const direction = newestFirst ? 'desc' : 'asc';
      const rows = await db
        .selectFrom('audit_event')
        .selectAll()
        .where((expression) => expression.and(conditions(expression, filter)))
        .$if(after !== null, (query) => query.where(isBeyond(after ?? [], newestFirst)))
        .$if(isByTime, (query) => query.orderBy('at_ms', direction))
        .orderBy('sequence', direction)
        .limit(limit + 1)
        .execute();
      return toPage(listing, rows, { limit, position: (row) => (isByTime ? [row.at_ms, row.sequence] : [row.sequence]), item: fromRow });
    },
  };
}

/** What comes after the end of the page before. */
function isBeyond(after: Position, newestFirst: boolean): RawBuilder<SqlBool> {
  const [first, second] = after;
  const than = sql.raw(newestFirst ? '<' : '>');
  return second === undefined ? sql`sequence ${than} ${first}` : sql`(at_ms, sequence) ${than} (${first}, ${second})`;
}

function conditions(
  expression: ExpressionBuilder<Database, 'audit_event'>,
  filter: AuditFilter,
): ExpressionWrapper<Database, 'audit_event', SqlBool>[] {
  const { connectionId, operationId, keyIds, ownerId, types, sinceMs, untilMs, afterSequence } = filter;
  const given: ExpressionWrapper<Database, 'audit_event', SqlBool>[] = [];
  if (connectionId !== undefined) given.push(expression('connection_id', '=', connectionId));
  if (operationId !== undefined) given.push(expression('operation_id', '=', operationId));
  if (keyIds !== undefined) given.push(isOneOf('key_id', keyIds));
  if (types !== undefined) given.push(isOneOf('type', types));
  if (ownerId !== undefined) {
    given.push(expression('key_id', 'in', expression.selectFrom('access_key').select('id').where('owner_id', '=', ownerId)));
  }
  if (sinceMs !== undefined) given.push(expression('at_ms', '>=', sinceMs));
  if (untilMs !== undefined) given.push(expression('at_ms', '<=', untilMs));
  if (afterSequence !== undefined) given.push(expression('sequence', '>', afterSequence));
  return given;

  /** One value is compared by itself: then the index gives the events in their order. */
  function isOneOf(column: 'key_id' | 'type', values: readonly string[]): ExpressionWrapper<Database, 'audit_event', SqlBool> {
    const [value = '', ...more] = values;
    return more.length === 0 ? expression(column, '=', value) : expression(column, 'in', values);
  }
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
