import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isLocked, readFailure } from './failures.ts';
import { prepareFile } from './files.ts';

/** A lock that this process holds until it lets go of it or ends, however it ends. */
export interface ProcessLock {
  /** Lets go of the lock and removes its file. */
  release(): void;
}

/**
 * Takes the lock of a file that no other process uses. The kernel takes it back when the process ends, and shows that to every process
 * that can open the file: also in another container, where process ids tell nothing. Node has no file locks of its own, so this is an
 * empty database with a transaction that never ends.
 *
 * @throws {StoreFailedError} when the file cannot be made or is locked already.
 */
export function takeProcessLock(path: string): ProcessLock {
  prepareFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    database.close();
    throw readFailure(error, 'open');
  }
  return {
    release() {
      rmSync(path, { force: true });
      database.close();
    },
  };
}

/** Whether somebody holds the lock of a file; `unknown` where there is no such file, or it cannot be read. */
export function probeProcessLock(path: string): 'held' | 'free' | 'unknown' {
  if (!existsSync(path)) return 'unknown';
  try {
    using database = new DatabaseSync(path, { timeout: 0, readOnly: true });
    database.prepare('select 1 from sqlite_schema').all();
    return 'free';
  } catch (error) {
    return isLocked(error) ? 'held' : 'unknown';
  }
}
