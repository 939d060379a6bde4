import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreFailedError } from '@keyrack/contracts';
import type { StoreFailedError as Failure } from '@keyrack/contracts';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'Make the folder writable for this user, or choose another data folder.',
  EPERM: 'Make the folder writable for this user, or choose another data folder.',
  EROFS: 'The file system is mounted read-only. Mount it writable; a first store can be made in another data folder as well.',
  ENOSPC: 'Free some space on the disk of the data folder and try again.',
  EDQUOT: 'Free some space on the disk of the data folder and try again.',
};

/**
 * Makes the file of a store, and its folder, open to this user alone, before SQLite would make them open to all. SQLite gives its
 * write-ahead log the permissions of the file.
 *
 * @throws {StoreFailedError} when that is not possible.
 */
export function prepareFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    tighten(path);
  } catch (error) {
    throw fileFailure(path, error);
  }
}

/** Takes away what a copy or an earlier program left open to others. */
function tighten(path: string): void {
  const { mode, uid } = statSync(path);
  const isOurs = process.getuid?.() === uid;
  if (isOurs && (mode & 0o077) !== 0) chmodSync(path, 0o600);
}

function fileFailure(path: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new StoreFailedError(`The store ${path} could not be opened for writing (${code})`, {
    advice: advice[code] ?? 'See whether the path is right and whether this user may write there.',
    cause: error,
    details: { reason: 'cannot-open', code, path },
  });
}
