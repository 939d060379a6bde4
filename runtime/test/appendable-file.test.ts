import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
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
