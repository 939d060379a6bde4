import { DatabaseSync } from 'node:sqlite';
import { waitMsPerAttempt } from './patiently.ts';

/** What every connection sets: sorting never writes temporary files, deleted content is overwritten where that costs nothing. */
const common = 'pragma temp_store = memory; pragma secure_delete = fast;';

/**
 * Opens the connection that writes: nothing is reported as written before it is on the disk. The write-ahead log grows to 16 MB before
 * its pages are moved to their places, and is cut to 64 MB after a large transaction.
 */
export function openForWriting(path: string): DatabaseSync {
  return opened(
    path,
    `${common} pragma cache_size = -16000; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864; pragma journal_mode = wal;`,
  );
}

/** Opens the connection that reads; SQLite refuses to write through it. Not opened read-only: it must be able to clean up after a crash. */
export function openForReading(path: string): DatabaseSync {
  return opened(path, `${common} pragma cache_size = -8000; pragma query_only = on;`);
}

function opened(path: string, pragmas: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: waitMsPerAttempt, enableForeignKeyConstraints: true });
  try {
    database.exec(pragmas);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
