import { NotKnownError } from '../../kit/not-known.ts';
import { invalidRequest } from '../api-error.ts';
import type { Operation } from '../contract.ts';
import type { Call, Result } from './call.ts';
import type { Filters } from './filters.ts';
import type { Fields, StoredRecord } from './record.ts';
import type { Table } from './table.ts';

/** What is listed, and how. */
export interface Listing {
  readonly table: Table;
  readonly filters: Filters;
  readonly accepts: (record: StoredRecord) => boolean;
  readonly view: (record: StoredRecord) => Fields;
}

const defaultLimit = 50;
const largestLimit = 100;

/** One page, newest first. Lists without a cursor show everything at once. */
export function page(call: Call, { table, filters, accepts, view }: Listing): Result {
  const { operation, query } = call;
  const wanted = wantedFilters(call, filters);
  const limit = operation.cursorPaged ? readLimit(query) : Infinity;
  const before = operation.cursorPaged ? readCursor(operation, query) : Infinity;
  const items: Fields[] = [];
  let last = 0;
  for (const [position, record] of table.newestFirst(before)) {
    if (!accepts(record) || !wanted.every((fits) => fits(record))) continue;
    if (items.length === limit) return { kind: 'page', items, nextCursor: cursor(operation, last) };
    items.push(view(record));
    last = position;
  }
  return { kind: 'page', items, nextCursor: null };
}

/** How many items were asked for. @throws {ApiError} 400 */
export function readLimit(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) return defaultLimit;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= largestLimit) return limit;
  const message = `limit must be a whole number from 1 to ${largestLimit}.`;
  throw invalidRequest(message, [{ field: 'limit', code: 'invalid_value', message }]);
}

function wantedFilters(call: Call, filters: Filters): readonly ((record: StoredRecord) => boolean)[] {
  const names = Object.keys(call.operation.query).filter((name) => name !== 'limit' && name !== 'cursor');
  return names.flatMap((name) => {
    const wanted = call.query.get(name);
    if (wanted === null) return [];
    const filter = filters[name];
    if (filter === undefined) throw new NotKnownError(`what the filter ${name} of ${call.operation.id} takes and selects`);
    return [(record: StoredRecord) => filter(record, wanted, call)];
  });
}

function cursor(operation: Operation, position: number): string {
  return Buffer.from(JSON.stringify([operation.path, position])).toString('base64url');
}

function readCursor(operation: Operation, query: URLSearchParams): number {
  const text = query.get('cursor');
  if (text === null) return Infinity;
  try {
    const [path, position] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown]; // refused below when it is not ours
    if (path === operation.path && typeof position === 'number') return position;
  } catch {
    // Not one of ours, which the next line says.
  }
  const message = 'The cursor is not one that this list gave.';
  throw invalidRequest(message, [{ field: 'cursor', code: 'invalid_value', message }]);
}
