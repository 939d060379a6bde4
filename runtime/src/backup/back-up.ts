import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock, JsonObject, Random } from '@keyrack/contracts';
import { toBase32 } from '@keyrack/contracts';
import { formatMasterKey } from '@keyrack/encryption';
import { copyStore } from '@keyrack/store-sql';
import type { MovedTable, MoveProgress, StoreChunk, StorePlace } from '@keyrack/store-sql';
import type { LoadedMasterKey } from '../master-key.ts';
import { fileExists, isThere, publish, writeDraft } from './backup-file.ts';
import { chunkLine, headerLine } from './contents.ts';
import type { BackupHeader } from './contents.ts';
import { checkLock, lockStream } from './lock.ts';
import type { BackupLock, BackupOpener } from './lock.ts';
import type { BackupSummary } from './summary.ts';
import { verifyWith } from './verify.ts';

/** How a backup is made. */
export interface BackUpOptions {
  /** Must not be there yet. */
  readonly file: string;
  readonly lock: BackupLock;
  /** Puts the master key into the backup: then whoever opens it can read every secret of the rack. @default false */
  readonly withMasterKey?: boolean;
  readonly onProgress?: MoveProgress;
}

/** A backup that was made, and read back. */
export interface BackupReport extends BackupSummary {
  readonly id: string;
  readonly path: string;
  readonly madeAtMs: number;
  readonly sizeBytes: number;
  readonly holdsMasterKey: boolean;
  /** Counts and hashes, equal in the store and in the file. */
  readonly tables: readonly MovedTable[];
}

/** What a backup is made of. */
export interface BackUpPlace {
  readonly place: StorePlace;
  readonly current: LoadedMasterKey;
  readonly clock: Clock;
  readonly random: Random;
  /** Notes it in the trail, before anything is copied. */
  readonly audit: (detail: JsonObject) => Promise<void>;
}

/**
 * Copies the store as it is at one instant, encrypts the copy, writes it to a new file and reads it back. Others go on meanwhile.
 * @throws {InvalidInputError} {@link StoreFailedError} and then there is no file.
 */
export async function backUp(place: BackUpPlace, options: BackUpOptions): Promise<BackupReport> {
  const { clock, random, current } = place;
  const path = resolve(options.file);
  const holdsMasterKey = options.withMasterKey ?? false;
  await checkLock(options.lock);
  if (await isThere(path)) throw fileExists(path);
  const id = `bak_${toBase32(random.bytes(16))}`;
  const header: BackupHeader = { id, madeAtMs: clock.nowMs(), masterKey: holdsMasterKey ? formatMasterKey(current.masterKey) : null };
  await place.audit({ backupId: id, holdsMasterKey, lock: options.lock.kind });
  const draft = `${path}.${id}.new`;
  try {
    const written = await write(place, { ...options, header, draft });
    const { tables, ...found } = await verifyWith(draft, written.opener, { expected: written.tables });
    await publish(draft, path);
    return { ...found, path, sizeBytes: written.sizeBytes, tables };
  } finally {
    await rm(draft, { force: true });
  }
}

async function write(
  { place }: BackUpPlace,
  options: BackUpOptions & { readonly header: BackupHeader; readonly draft: string },
): Promise<{ readonly sizeBytes: number; readonly tables: readonly MovedTable[]; readonly opener: BackupOpener }> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const { stream, opener } = await lockStream(options.lock, readable.pipeThrough(new CompressionStream('gzip')));
  const copying = copy(async (text) => writer.write(encoder.encode(text)));
  // What failed first says why: a full disk ends the stream, and a store that fails ends the file.
  const [sizeBytes, tables] = await Promise.all([writeDraft(options.draft, stream), copying.catch((error: unknown) => fail(error))]);
  return { sizeBytes, tables, opener };

  async function copy(put: (text: string) => Promise<void>): Promise<readonly MovedTable[]> {
    await put(headerLine(options.header));
    const take = (chunk: StoreChunk): Promise<void> => put(chunkLine(chunk));
    const copied = await copyStore(place, { take, onProgress: options.onProgress });
    await writer.close();
    return copied;
  }

  async function fail(error: unknown): Promise<never> {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}
