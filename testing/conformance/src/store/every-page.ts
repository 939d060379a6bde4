import { equal } from 'node:assert/strict';
import type { Page, PageRequest } from '@keyrack/contracts';

/** Follows the cursors of a listing to its end. @param between - runs between two pages. */
export async function everyPage<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined, pages = 1; cursor !== null; pages++) {
    equal(pages < 1_000, true, 'the listing does not end');
    const page: Page<T> = await read(cursor === undefined ? {} : { cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor !== null) await between();
  }
  return items;
}
