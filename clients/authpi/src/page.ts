/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
  /** Give it back as `cursor` to get the next page; null: this was the last. */
  readonly next_cursor: string | null;
  /** How many records the service could not read and left out. */
  readonly invalid_count: number;
}

/** More empty pages in a row than any real list has. */
const mostEmptyPages = 100;

/**
 * Goes from page to page. It ends for certain: a cursor that comes twice, or no end of empty pages, is an error.
 *
 * @param read - reads the page behind a cursor, or the first one.
 * @param broken - makes the error for a list that does not hold together.
 */
export async function* pagesOf<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  broken: (reason: string) => Error,
): AsyncGenerator<Page<T>, void, undefined> {
  const seen = new Set<string>();
  let emptyPages = 0;
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor);
    yield page;
    if (!page.has_more) return;
    // To stop here would pass a part of the list off as the whole.
    if (page.next_cursor === null) throw broken('there is more, but no cursor leads to it');
    if (seen.has(page.next_cursor)) throw broken('a cursor came twice, so the list would never end');
    emptyPages = page.data.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages === mostEmptyPages) throw broken(`${mostEmptyPages} pages in a row were empty`);
    seen.add(page.next_cursor);
    cursor = page.next_cursor;
  }
}
