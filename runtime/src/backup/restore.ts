import { existsSync, rmSync } from 'node:fs';
import { parseMasterKey } from '@keyrack/encryption';
import type { AppliedRevocations, LaterRevocations } from '@keyrack/engine';
import { restoreStore } from '@keyrack/store-sql';
import type { MovedTable, UsedStore } from '@keyrack/store-sql';
import { homePaths } from '../home.ts';
import { makeFolders } from '../make-folder.ts';
import { writeNote } from '../store/note.ts';
import { beginLife } from './begin-life.ts';
import type { BegunLife } from './begin-life.ts';
import { openerFor } from './lock.ts';
import { readBackup } from './read-backup.ts';
import { RestoredKey } from './restored-key.ts';
import { findTarget, rackIsThere } from './restore-target.ts';
import type { RestoreOptions, RestoreTarget } from './restore-target.ts';
import { Summary, summing } from './summary.ts';
import type { BackupSummary } from './summary.ts';
import { readTrail } from './trail.ts';
import { verifyWith } from './verify.ts';
import { refuseWhileHeld } from './while-held.ts';

/** What a restore would do. */
export interface RestorePreview extends BackupSummary {
  readonly backupId: string;
  readonly madeAtMs: number;
  readonly holdsMasterKey: boolean;
  readonly tables: readonly MovedTable[];
  /** Where to. */
  readonly place: string;
  /** What stands there, and would be replaced; null: nothing. */
  readonly used: UsedStore | null;
  /** What the trail tells of the time after the backup; null: none was given. */
  readonly later: LaterRevocations | null;
}

/** A rack that was restored. */
export interface RestoredRack extends Omit<RestorePreview, 'generation'>, AppliedRevocations {
  readonly generation: number;
  /** Where the file is now that was replaced; null: there was none. */
  readonly asidePath: string | null;
  /** Whether the master key was taken from the backup. */
  readonly masterKeyRestored: boolean;
}

/** Reads a backup to its end and says what a restore of it would do; nothing is written. @throws like {@link restoreRack} */
export async function previewRestore(options: RestoreOptions): Promise<RestorePreview> {
  const { words, used } = await findTarget(options);
  const { id, ...found } = await verifyWith(options.file, openerFor(options.key), options);
  const later = options.trail === undefined ? null : await readTrail(options.trail, found.auditHead);
  return { ...found, backupId: id, place: words, used, later };
}

/**
 * Fills an empty data folder or database from a backup, and begins a new generation: what the store was in the middle of is looked up
 * and recorded, never run forward, and the systems are read before anything else happens.
 * @throws {RefusedError} where a rack is already. @throws {InvalidInputError} {@link MasterKeyError} {@link StoreFailedError} nothing was changed.
 */
export async function restoreRack(options: RestoreOptions): Promise<RestoredRack> {
  const target = await findTarget(options);
  const { home, choice, place, used, words, clock } = target;
  if (used && options.replace !== true) throw rackIsThere(words, used);
  if (used) await refuseWhileHeld(choice, { ...target, environment: options.environment });
  makeFolders(home);
  const { header, chunks } = await readBackup(options.file, openerFor(options.key));
  const summary = new Summary();
  const key = new RestoredKey(home, options.environment, header.masterKey === null ? null : parseMasterKey(header.masterKey));
  const asidePath = `${homePaths.store(home)}.replaced-${new Date(clock.nowMs()).toISOString().replaceAll(/[:.]/g, '-')}`;
  let begun: BegunLife | null = null;
  const tables = await restoreStore(place, {
    chunks: summing(chunks, summary),
    replace: options.replace ?? false,
    asidePath,
    async finish(session) {
      begun = await beginLife(session, { target, options, key, header });
    },
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
  if (begun === null) throw new Error('A restore that ended has begun a generation');
  const { generation, later, applied, masterKeyRestored } = begun as BegunLife; // assigned in the callback
  noteStore(home, choice);
  const { id: backupId, madeAtMs, masterKey } = header;
  return {
    ...summary.result(),
    ...applied,
    generation: generation.generation.number,
    backupId,
    madeAtMs,
    holdsMasterKey: masterKey !== null,
    tables,
    place: words,
    used,
    later,
    asidePath: existsSync(asidePath) ? asidePath : null,
    masterKeyRestored,
  };
}

/** The folder belongs to this store from now on, and to no audit file of the life before. */
function noteStore(home: string, choice: RestoreTarget['choice']): void {
  if (choice.kind === 'postgres') writeNote(home, choice.named);
  else rmSync(homePaths.storeNote(home), { force: true });
  rmSync(homePaths.auditFileNote(home), { force: true });
}
