import { existsSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { scratchFolder } from './index.ts';

test('a scratch folder is private, and gone with everything in it when its scope ends', async () => {
  let path: string;
  {
    await using folder = await scratchFolder();
    path = folder.path;
    await mkdir(folder.join('deep', 'er'), { recursive: true });
    await writeFile(folder.join('deep', 'er', 'file'), 'text');
    expect(existsSync(folder.join('deep/er/file'))).toBe(true);
    // Windows has no such bits; there the folder is in the user's own.
    expect(process.platform === 'win32' || (statSync(path).mode & 0o777) === 0o700).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});
