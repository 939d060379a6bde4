import { NotKnownError } from '../../kit/not-known.ts';
import type { Predicate } from '../filter/predicate.ts';
import { equalities } from '../filter/equalities.ts';
import { predicate } from '../filter/predicate.ts';
import { parseFilter } from '../filter/parser.ts';
import type { Row, Value } from './row.ts';
import type { Table } from './table.ts';
import type { TableSchema } from './table-schema.ts';
import { readableColumn } from './table-schema.ts';

/** Which rows a list holds, in which order. */
export interface ListQuery {
  readonly matches: Predicate;
  /** What every row that matches holds, as far as that is plain. */
  readonly equals: ReadonlyMap<string, Value>;
  /** Compares two rows, when an order was asked for. */
  readonly compare: ((left: Row, right: Row) => number) | undefined;
  /** Infinite when all are wanted. */
  readonly limit: number;
  readonly offset: number;
}

/** Refuses parameters nobody has described, so that a misspelt one does not pass unnoticed. @throws {NotKnownError} */
export function onlyParameters(query: URLSearchParams, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (!known.includes(name)) throw new NotKnownError(`what the query parameter "${name}" does`);
    if (query.getAll(name).length > 1) throw new NotKnownError(`what the query parameter "${name}" does when it is given twice`);
  }
}

/** Reads the parameters of a list. @throws {ApiError} 422 @throws {NotKnownError} */
export function listQuery(schema: TableSchema, query: URLSearchParams): ListQuery {
  onlyParameters(query, ['fields', 'filter', 'sort', 'limit', 'offset']);
  const text = query.get('filter');
  const filter = text === null ? undefined : parseFilter(text);
  const sort = query.get('sort');
  return {
    matches: filter === undefined ? () => true : predicate(filter, schema),
    equals: filter === undefined ? new Map() : equalities(filter),
    compare: sort === null ? undefined : comparison(schema, sort),
    limit: wholeNumber(query, 'limit') || Infinity,
    offset: wholeNumber(query, 'offset'),
  };
}

/** The rows that a query chooses. */
export function chosenRows(table: Table, { matches, equals, compare, limit, offset }: ListQuery): readonly Row[] {
  const chosen: Row[] = [];
  let skipped = 0;
  for (const row of table.candidates(equals)) {
    if (!matches(row)) continue;
    if (compare === undefined && skipped < offset) {
      skipped += 1;
      continue;
    }
    chosen.push(row);
    if (compare === undefined && chosen.length >= limit) break;
  }
  return compare === undefined ? chosen : chosen.sort(compare).slice(offset, offset + limit);
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const sent = query.get(name);
  if (sent === null) return 0;
  if (/^\d{1,15}$/.test(sent)) return Number(sent);
  throw new NotKnownError(`how "${name}" that is no whole number is answered`);
}

/** Reads `+name,-id`; a plus sign that was sent unescaped arrives as a blank. Rows stand in the order of their keys already. */
function comparison(schema: TableSchema, sort: string): ((left: Row, right: Row) => number) | undefined {
  const orders = sort.split(',').map((part) => {
    const [, sign, name = ''] = /^([-+ ]?)([\w$]+)$/.exec(part) ?? [];
    if (readableColumn(schema, name) === undefined) throw new NotKnownError(`how rows are sorted by ${JSON.stringify(part)}`);
    return { name, direction: sign === '-' ? -1 : 1 };
  });
  if (orders[0]?.name === '$key' && orders[0].direction === 1) return undefined;
  return (left, right) => {
    for (const { name, direction } of orders) {
      const order = compareValues(left[name], right[name]);
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

function compareValues(left: Value | undefined, right: Value | undefined): number {
  if (left === right) return 0;
  if (left === null || left === undefined) return -1;
  if (right === null || right === undefined) return 1;
  return left < right ? -1 : 1;
}
