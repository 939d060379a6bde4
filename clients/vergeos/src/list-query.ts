import { checkObject } from '@keyrack/http';
import type { QueryValue } from '@keyrack/http';
import { wrong } from './configuration-error.ts';
import type { Filter } from './filter/filter.ts';

/** Which part of a list is wanted, in which order. */
export interface ListRange {
  /** Columns to order by, each with `+` (or nothing) for ascending or `-` for descending. @default '+$key' */
  readonly sort?: string | readonly string[];
  /** The most rows to give, 1 or more. @default all of them */
  readonly limit?: number;
  /** How many rows to leave out at the beginning. @default 0 */
  readonly offset?: number;
}

/** How a list is read one page after the other. */
export interface PagingOptions extends Pick<ListRange, 'limit' | 'offset'> {
  /** How many rows are asked for at once, 2 to 100000. @default 1_000 */
  readonly pageSize?: number;
}

/** Rows of one table, as they are asked for. */
export interface RowsQuery {
  readonly fields: string;
  readonly filter?: Filter | undefined;
  readonly sort?: ListRange['sort'] | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** @throws {ConfigurationError} for an order or a number that the system would read in another way. */
export function queryParameters({ fields, filter, sort, limit, offset }: RowsQuery): Readonly<Record<string, QueryValue>> {
  return {
    fields,
    filter: filter?.toString(),
    sort: sortText(sort ?? '+$key'),
    limit: limit === undefined ? undefined : wholeNumber('limit', limit, { least: 1 }),
    offset: offset === undefined ? undefined : wholeNumber('offset', offset, { least: 0 }),
  };
}

/** @throws {ConfigurationError} unless it is a whole number within its range. */
export function wholeNumber(
  name: string,
  value: number,
  { least, most = Number.MAX_SAFE_INTEGER }: { readonly least: number; readonly most?: number },
): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw wrong(`${name} must be a whole number of ${least} or more${most === Number.MAX_SAFE_INTEGER ? '' : `, at most ${most}`}`);
}

/**
 * Refuses what a query does not know, and a part that was named and left empty: either would silently give more rows than were meant.
 *
 * @throws {ConfigurationError}
 */
export function checkQuery(query: object, known: readonly string[], narrowing: readonly string[]): void {
  for (const [name, value] of Object.entries(checkObject('vergeos', 'what is asked of a list', query))) {
    if (!known.includes(name)) throw wrong(`a list takes no "${name}"; it takes ${known.join(', ')}`);
    if (narrowing.includes(name) && (value === undefined || value === null || value === ''))
      throw wrong(`"${name}" is named and empty: leave it out to read everything`);
  }
}

function sortText(sort: string | readonly string[]): string {
  const entries: readonly unknown[] = typeof sort === 'string' ? sort.split(',') : Array.isArray(sort) ? sort : [];
  const isSound = entries.length > 0 && entries.every((entry) => typeof entry === 'string' && /^[+-]?[\w$]+$/.test(entry));
  if (isSound) return entries.join();
  throw wrong('sort must name columns, such as "+name" or ["-created", "+name"]');
}
