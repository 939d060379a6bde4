import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPages } from './pages.ts';
import type { KeyedRow, PageRequest } from './pages.ts';

const rowsOf = (keys: readonly number[]): readonly (KeyedRow & { readonly key: number })[] => keys.map((key) => ({ key }));
const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Reads a list that `meanwhile` changes before each page. */
async function readWhile(
  keys: readonly number[],
  pageSize: number,
  meanwhile: (keys: readonly number[], page: number) => readonly number[],
): Promise<{ readonly read: readonly number[]; readonly pages: number }> {
  let now = keys;
  let pages = 0;
  const read: number[] = [];
  const answer = async ({ offset, limit }: PageRequest) => {
    now = meanwhile(now, pages);
    pages += 1;
    return rowsOf(now.slice(offset, offset + limit));
  };
  for await (const rows of readPages({ offset: 0, pageSize, read: answer, broken: (reason) => new Error(reason) }))
    read.push(...rows.map(({ key }) => key));
  return { read, pages };
}

describe('reading page by page', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 50])('gives each of %d rows once, in order', async (count) => {
    const { read } = await readWhile(oneTo(count), 3, (keys) => keys);
    expect(read).toEqual(oneTo(count));
  });

  test('asks once where one page holds everything', async () => {
    expect(await readWhile(oneTo(2), 3, (keys) => keys)).toEqual({ read: [1, 2], pages: 1 });
  });

  test('goes back when rows before the page were removed, instead of stepping over some', async () => {
    const { read } = await readWhile(oneTo(9), 3, (keys, page) => (page === 1 ? keys.filter((key) => key > 2) : keys));
    expect(read).toEqual(oneTo(9));
  });

  test('ends with an error where the rows are in another order than was asked for, instead of leaving some out', async () => {
    const read = () => readWhile([3, 1, 2, 5, 4], 3, (keys) => keys);
    await expect(read()).rejects.toThrow('not in the order');
  });

  test('leaves out no row that is there all the time, whatever else comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 2, max: 7 }),
        fc.array(fc.array(fc.integer({ min: 1, max: 60 })), { maxLength: 12 }),
        async (count, pageSize, removals) => {
          const gone = new Set(removals.flat());
          const { read } = await readWhile(oneTo(count), pageSize, (keys, page) => {
            const left = keys.filter((key) => removals[page]?.includes(key) !== true);
            return page < 12 ? [...left, count + page + 1] : left;
          });
          expect(read).toEqual(read.toSorted((left, right) => left - right));
          expect(new Set(read).size).toBe(read.length);
          for (const key of oneTo(count)) if (!gone.has(key)) expect(read).toContain(key);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  const endless: Readonly<Record<string, (page: PageRequest, calls: number) => readonly number[]>> = {
    'the offset is not looked at': () => [1, 2, 3],
    'pages come in turns': (_, calls) => (calls % 2 === 0 ? [1, 2, 3] : [7, 8, 9]),
    'rows vanish and come back': (_, calls) =>
      [
        [1, 2, 3],
        [8, 9, 10],
        [4, 5, 6],
        [1, 2, 3],
      ][calls % 4] ?? [],
    'everything moves for ever': ({ offset }, calls) => (offset === 0 ? [1, 2, 3] : [calls + 10, calls + 11, calls + 12]),
  };
  test.each(Object.entries(endless))('ends with an error, after giving no row twice, where %s', async (_, answer) => {
    let calls = 0;
    const read = async (page: PageRequest) => {
      calls += 1;
      return rowsOf(answer(page, calls - 1));
    };
    const seen: number[] = [];
    const reading = async () => {
      for await (const rows of readPages({ offset: 0, pageSize: 3, read, broken: (reason) => new Error(reason) }))
        seen.push(...rows.map(({ key }) => key));
    };
    await expect(reading()).rejects.toThrow('again and again');
    expect(new Set(seen).size).toBe(seen.length);
    expect(calls).toBeLessThan(300);
  });
});
