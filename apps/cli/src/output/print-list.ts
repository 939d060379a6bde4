import type { Page } from '@keyrack/contracts';
import type { Host } from '../host.ts';
import type { OutputFormat } from './format.ts';
import type { ListView } from './list-writer.ts';
import { listWriter } from './list-writer.ts';

/** What is printed and how. */
export interface Listing<Row extends object> {
  readonly format: OutputFormat;
  readonly view: ListView<Row>;
  /** Said on standard error when a table would have no rows. */
  readonly whenEmpty: string;
}

/** Prints rows as they come. Returns how many there were. */
export async function printRows<Row extends object>(
  host: Host,
  listing: Listing<Row>,
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): Promise<number> {
  const writer = listWriter(listing.format, host.output, listing.view);
  let count = 0;
  for await (const rows of pages) {
    await writer.write(rows);
    count += rows.length;
  }
  await writer.end();
  if (count === 0 && listing.format === 'table') await host.errors.write(`${listing.whenEmpty}\n`);
  return count;
}

/** Which part of a long listing is wanted. */
export interface Paging {
  /** At most this many rows; absent: all of them. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** As many as the rack gives at once. */
const pageSize = 1_000;

/** Walks a listing as far as it is wanted; where more is left, says how to go on. */
export async function* walkPages<Item>(
  host: Host,
  paging: Paging,
  readPage: (request: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): AsyncIterable<readonly Item[]> {
  let left = paging.limit ?? Number.POSITIVE_INFINITY;
  let cursor = paging.cursor;
  while (left > 0) {
    host.signal.throwIfAborted();
    const page = await readPage({ limit: Math.min(left, pageSize), ...(cursor === undefined ? {} : { cursor }) });
    yield page.items;
    left -= page.items.length;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
  await host.errors.write(`There are more: repeat the command with --cursor ${cursor ?? ''}\n`);
}
