import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { closeSource } from '../move/close-source.ts';
import { readTables } from '../move/tables.ts';
import { connectBeside } from './place.ts';
import type { StorePlace } from './place.ts';

/** SQLite's log and its index stand beside the file; a log that is left where another file comes would be taken for that one's. */
const endings = ['', '-wal', '-shm'];

/** Removes what an attempt that was stopped has left. */
export function removeFiles(path: string): void {
  for (const ending of endings) rmSync(path + ending, { force: true });
}

/**
 * Moves the file of a store out of the way. Who has it open is refused from then on, and so is who opens it where it is now.
 * One that cannot be read is moved as it is.
 */
export async function setAside(place: Extract<StorePlace, { kind: 'sqlite' }>, to: string): Promise<void> {
  const db = await connectBeside(place, 'write');
  try {
    await db
      .transaction()
      .execute(async (old) =>
        closeSource(old, await readTables(old), { id: to, place: `${place.path}, which was restored from a backup` }),
      );
  } catch {
    // A damaged store is what a backup is for; it is kept, and nobody can go on with it.
  } finally {
    await db.destroy().catch(() => undefined);
  }
  for (const ending of endings) if (existsSync(place.path + ending)) renameSync(place.path + ending, to + ending);
}

/** Puts a finished file where the store is looked for; on the disk when it returns. */
export function putInPlace(draft: string, path: string): void {
  syncPath(draft);
  renameSync(draft, path);
  // Windows does not open folders, and has no need to.
  if (process.platform !== 'win32') syncPath(dirname(path));
}

function syncPath(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
