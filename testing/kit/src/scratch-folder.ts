import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when its scope ends. */
export interface ScratchFolder {
  readonly path: string;
  /** The path of something within the folder; nothing is made. */
  join(...parts: string[]): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes an empty folder that only this user can open.
 *
 * @example
 * await using folder = await scratchFolder();
 * await writeFile(folder.join('access.txt'), 'text');
 */
export async function scratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'keyrack-test-'));
  return {
    path,
    join: (...parts) => join(path, ...parts),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
