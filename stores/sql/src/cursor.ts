import { InvalidInputError } from '@keyrack/contracts';
import type { Page, PageRequest } from '@keyrack/contracts';

const defaultLimit = 100;
const maxLimit = 1000;

/** Where the page before ended: the sort values of its last row. */
export type Position = readonly (string | number)[];

/** Says which listing a cursor belongs to and what its positions are made of. */
export interface Listing {
  readonly name: string;
  readonly position: readonly ('string' | 'number')[];
}

/** A page request, checked. */
export interface PageStart {
  readonly limit: number;
  /** Null: from the beginning. */
  readonly after: Position | null;
}

/**
 * Checks a page request.
 * @throws {InvalidInputError} for a limit that is not from 1 to 1,000, and for a cursor that this listing did not give.
 */
export function readPage(listing: Listing, { limit, cursor }: PageRequest = {}): PageStart {
  return { limit: checkLimit(limit ?? defaultLimit), after: cursor === undefined ? null : readCursor(listing, cursor) };
}

/** @throws {InvalidInputError} for anything but a whole number from 1 to 1,000. */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit;
  throw new InvalidInputError(`The limit of a page must be a whole number from 1 to ${maxLimit}`, {
    advice: 'Ask for fewer at a time and follow the cursor.',
  });
}

/** Makes a page of rows that were read one more than asked for: the surplus one tells that there is a next page. */
export function toPage<Row, T>(
  listing: Listing,
  rows: readonly Row[],
  options: { readonly limit: number; readonly position: (row: Row) => Position; readonly item: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, options.limit);
  const last = shown.at(-1);
  const more = rows.length > shown.length && last !== undefined;
  return { items: shown.map((row) => options.item(row)), nextCursor: more ? writeCursor(listing, options.position(last)) : null };
}

function writeCursor(listing: Listing, position: Position): string {
  return Buffer.from(JSON.stringify([listing.name, ...position])).toString('base64url');
}

function readCursor(listing: Listing, cursor: string): Position {
  const parsed = parse(cursor);
  if (Array.isArray(parsed)) {
    const [, ...position] = parsed as readonly unknown[];
    const fits = position.length === listing.position.length && position.every((value, index) => isOfType(value, listing.position[index]));
    // Checked one by one on the line above. A cursor of this listing has one spelling; whatever is spelled otherwise is not ours.
    if (fits && writeCursor(listing, position as Position) === cursor) return position as Position;
  }
  throw new InvalidInputError(`The cursor is not one of the ${listing.name} listing`, {
    advice: 'Give back the cursor of the page before, unchanged, or begin without one.',
  });
}

function isOfType(value: unknown, type: 'string' | 'number' | undefined): boolean {
  return type === 'number' ? Number.isSafeInteger(value) : typeof value === type;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
