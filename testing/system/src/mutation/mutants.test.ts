import { expect, test } from 'vitest';
import { removals } from './mutants.ts';

const text = `export async function retire(run: Run): Promise<void> {
  if (run.isOver) return;
  const found = await look(run);
  await write(found, {
    async work(session) {
      await session.note(found);
    },
  });
  if (found === null) {
    await end();
  }
}
`;

test('whole statements are left out, also those of several lines and those within others, and nothing whose result is taken', () => {
  const found = removals('a.ts', text);
  expect(found.map(({ line, original }) => [line, original.split('\n').length])).toEqual([
    [2, 1],
    [4, 5],
    [6, 1],
    [10, 1],
  ]);
  for (const { at, original } of found) expect(text.slice(at, at + original.length)).toBe(original);
});
