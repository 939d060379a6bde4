import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { scratchFolder, type ScratchFolder } from '@keyrack/testing-kit';

/** A scratch folder that holds the given files, by their paths in it: a small checkout for one test. */
export async function scratchCheckout(files: Readonly<Record<string, string>>): Promise<ScratchFolder> {
  const folder = await scratchFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(folder.join(path)), { recursive: true });
    await writeFile(folder.join(path), text);
  }
  return folder;
}
