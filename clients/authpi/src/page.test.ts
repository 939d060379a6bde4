import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pagesOf } from './page.ts';
import type { Page } from './page.ts';

const page = (data: readonly number[], nextCursor: string | null, hasMore = nextCursor !== null): Page<number> => ({
  data,
  has_more: hasMore,
  next_cursor: nextCursor,
  invalid_count: 0,
});
const broken = (reason: string): Error => new Error(reason);

async function read(answer: (cursor: string | undefined, turn: number) => Page<number>): Promise<readonly number[]> {
  const items: number[] = [];
  let turn = 0;
  for await (const { data } of pagesOf(async (cursor) => answer(cursor, turn++), broken)) items.push(...data);
  return items;
}

describe('going from page to page', () => {
  test('gives every item once and in order, however the pages are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat(), { maxLength: 5 }), { minLength: 1, maxLength: 30 }), async (pages) => {
        const items = await read((cursor) => {
          const index = Number(cursor ?? 0);
          return page(pages[index] ?? [], index + 1 < pages.length ? String(index + 1) : null);
        });
        expect(items).toEqual(pages.flat());
      }),
    );
  });

  test('ends where the service says so, even if it gives another cursor', async () => {
    expect(await read(() => page([1], 'more', false))).toEqual([1]);
  });

  test('never loops when a cursor comes again, at once or later', async () => {
    await expect(read(() => page([1], 'same'))).rejects.toThrow('twice');
    await expect(read((_, turn) => page([turn], `c${turn % 5}`))).rejects.toThrow('twice');
  });

  test('never runs on through pages that are all empty', async () => {
    await expect(read((_, turn) => page([], `c${turn}`))).rejects.toThrow('empty');
    expect(await read((_, turn) => page(turn % 50 === 0 ? [turn] : [], turn < 200 ? `c${turn}` : null))).toEqual([0, 50, 100, 150, 200]);
  });

  test('never passes a part off as the whole', async () => {
    await expect(read(() => page([1], null, true))).rejects.toThrow('no cursor');
  });

  test('reads a page only when it is asked for', async () => {
    let reads = 0;
    for await (const { data } of pagesOf(async () => page([++reads], String(reads)), broken)) if (data.length > 0) break;
    expect(reads).toBe(1);
  });
});
