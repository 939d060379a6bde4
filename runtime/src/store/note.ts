import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { StoreFailedError } from '@keyrack/contracts';
import { homePaths } from '../home.ts';

/** The store that a data folder was used with last, as it was named; null: none but the file in it. */
export function readNote(home: string): string | null {
  try {
    return readFileSync(homePaths.storeNote(home), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/**
 * Keeps in the data folder which store it belongs to, so that nobody who forgets to name it makes a second one beside it. The
 * note holds no password.
 *
 * @throws {StoreFailedError} when it cannot be written.
 */
export function writeNote(home: string, named: string): void {
  if (readNote(home) === named) return;
  const path = homePaths.storeNote(home);
  try {
    writeFileSync(`${path}.new`, `${named}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new StoreFailedError(`Which store the data folder ${home} belongs to could not be noted in it`, {
      advice: 'Make the data folder writable for this user.',
      cause,
    });
  }
}
