import { readFile } from 'node:fs/promises';
import { scratchFolder } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';
import { keyrack } from './support/keyrack.ts';

/** What differs from run to run: ids, secrets, instants, process ids. */
function masked(line: string): string {
  return line
    .replaceAll(/\b(key|op)_[0-9a-z]{16}\b/g, '$1_…')
    .replaceAll(/\bsk-[0-9a-z]{40}\b/g, 'sk-…')
    .replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, 'INSTANT')
    .replaceAll(/process \d+/g, 'process N')
    .trimEnd();
}

test('the README shows nothing of the demo that the demo does not print', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, block = ''] = /^## What `npm start` shows\n[\s\S]*?```\n([\s\S]*?)```$/m.exec(readme) ?? [];
  const shown = block
    .split('\n')
    .map(masked)
    .filter((line) => line !== '');
  expect(shown.length).toBeGreaterThan(20);
  await using folder = await scratchFolder();
  const { stdout, stderr, code } = await keyrack(['demo', '--once'], { home: folder.path });
  expect(code).toBe(0);
  const printed = new Set(`${stdout}\n${stderr}`.split('\n').map(masked));
  expect(shown.filter((line) => !printed.has(line))).toEqual([]);
});
