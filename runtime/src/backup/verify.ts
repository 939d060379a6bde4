import { StoreFailedError } from '@keyrack/contracts';
import { checkCopy } from '@keyrack/store-sql';
import type { MovedTable, MoveProgress } from '@keyrack/store-sql';
import { openerFor } from './lock.ts';
import type { BackupKey, BackupOpener } from './lock.ts';
import { readBackup } from './read-backup.ts';
import { Summary, summing } from './summary.ts';
import type { BackupSummary } from './summary.ts';

/** A backup that was read to its end. */
export interface VerifiedBackup extends BackupSummary {
  readonly id: string;
  readonly madeAtMs: number;
  readonly holdsMasterKey: boolean;
  readonly tables: readonly MovedTable[];
}

/** Reads a backup to its end, and compares counts and hashes. @throws {InvalidInputError} when it does not open, or is damaged. */
export async function verifyBackup(
  file: string,
  key: BackupKey,
  options: { readonly onProgress?: MoveProgress } = {},
): Promise<VerifiedBackup> {
  return verifyWith(file, openerFor(key), options);
}

/** The same with what opens it. @param options - `expected`: what it has to hold. */
export async function verifyWith(
  file: string,
  opener: BackupOpener,
  { expected, onProgress }: { readonly expected?: readonly MovedTable[]; readonly onProgress?: MoveProgress },
): Promise<VerifiedBackup> {
  const { header, chunks } = await readBackup(file, opener);
  const summary = new Summary();
  const tables = await checkCopy(summing(chunks, summary), onProgress);
  if (expected && JSON.stringify(expected) !== JSON.stringify(tables)) {
    throw new StoreFailedError('The backup was written and does not hold what the store holds', {
      advice: 'See whether the disk is well, and try again elsewhere. No backup was made.',
    });
  }
  const { id, madeAtMs, masterKey } = header;
  return { id, madeAtMs, holdsMasterKey: masterKey !== null, ...summary.result(), tables };
}
