import { renameSync, writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test, vi } from 'vitest';
import { AppendableFile } from '../src/audit-file/appendable-file.ts';

describe('a file that only grows', () => {
  test('takes what is appended, and is made only where nothing is', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('file');
    expect(await AppendableFile.open(path)).toBeNull();
    {
      await using file = await AppendableFile.create(path);
      expect(await file.append('one\n')).toBe(4);
    }
    await expect(AppendableFile.create(path)).rejects.toMatchObject({ details: { problem: 'failed' } });
    await using again = await AppendableFile.open(path);
    expect(await again?.append('two\n')).toBe(8);
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  });

  test('has what is appended on the disk before it says so', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('file');
    await using file = await AppendableFile.create(path);
    await using probe = await open(path);
    const prototype = Object.getPrototypeOf(probe) as FileHandle;
    const [write, sync] = [vi.spyOn(prototype, 'write'), vi.spyOn(prototype, 'sync')];
    await file.append('one\n');
    const order = [write, sync].map((each) => each.mock.invocationCallOrder);
    vi.restoreAllMocks();
    expect(order).toEqual([[expect.any(Number)], [(order[0]?.[0] ?? 0) + 1]]);
  });

  test.each([
    ['somebody else wrote to it', 'disturbed', (path: string) => writeFileSync(path, 'between\n', { flag: 'a' })],
    ['it was moved away', 'gone', (path: string) => renameSync(path, `${path}.1`)],
    [
      'another one took its name',
      'replaced',
      (path: string) => {
        renameSync(path, `${path}.1`);
        writeFileSync(path, '', { mode: 0o600 });
      },
    ],
  ])('fails to append when, since it was opened, %s', async (_, problem, meanwhile) => {
    await using folder = await scratchFolder();
    const path = folder.join('file');
    await using file = await AppendableFile.create(path);
    meanwhile(path);
    await expect(file.append('late\n')).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'audit-file', problem } });
  });
});
