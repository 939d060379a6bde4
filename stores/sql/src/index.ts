import type { Store } from '@keyrack/contracts';
import type { StoreChunk } from './backup/chunks.ts';
import type { CopyOptions } from './backup/copy-store.ts';
import type { StorePlace } from './backup/place.ts';
import type { RestoreStoreOptions } from './backup/restore-store.ts';
import type { UsedStore } from './backup/used-store.ts';
import type { MovedTable, MoveProgress } from './move/fill-target.ts';
import type { MoveReport, MoveStoreOptions } from './move/move-store.ts';
import type { PostgresStore, PostgresStoreOptions } from './postgres/open-store.ts';
import type { SqliteStoreOptions } from './sqlite/open-store.ts';

export type { CopiedValue, StoreChunk } from './backup/chunks.ts';
export type { CopyOptions } from './backup/copy-store.ts';
export type { StorePlace } from './backup/place.ts';
export type { RestoreStoreOptions } from './backup/restore-store.ts';
export type { UsedStore } from './backup/used-store.ts';
export { isPostgresAddress, parsePostgresAddress } from './postgres/address.ts';
export type { PostgresAddress, PostgresTls } from './postgres/address.ts';
export type { MovedTable, MoveProgress } from './move/fill-target.ts';
export type { MoveReport, MoveStoreOptions } from './move/move-store.ts';
export type { Heartbeats } from './postgres/heartbeats.ts';
export type { PostgresStore, PostgresStoreOptions } from './postgres/open-store.ts';
export type { SqliteStoreOptions } from './sqlite/open-store.ts';

/**
 * Opens the store in a SQLite file; makes it, or brings it to the newest schema, where needed. Several processes may have the
 * same store open.
 *
 * @throws {StoreFailedError} when the file cannot be opened, is damaged, belongs to something else, or was written by a newer Keyrack.
 * @example
 * const store = await openSqliteStore({ path: '/var/lib/keyrack/keyrack.db', clock });
 * const keys = await store.read((session) => session.keys.list({ states: ['active'] }));
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  // Loaded when it is needed: the query builder costs more than everything else a command loads.
  const { openStore } = await import('./sqlite/open-store.ts');
  return openStore(options);
}

/**
 * Opens the store in a PostgreSQL database; makes its tables, or brings them to the newest schema, where needed. Any number of
 * processes on any number of machines may have the same store open.
 *
 * @throws {StoreFailedError} when the server cannot be reached, the database belongs to something else, or was written by a newer Keyrack.
 * @example
 * const address = parsePostgresAddress('postgres://keyrack@localhost/keyrack');
 * const store = await openPostgresStore({ address, clock });
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { openStore } = await import('./postgres/open-store.ts');
  return openStore(options);
}

/**
 * Moves a store from SQLite to PostgreSQL, whole and compared, and closes the source for good. Repeating it goes on where it was stopped.
 *
 * @throws {StoreFailedError} when the target is not empty or cannot be written; then the source is as it was.
 */
export async function moveStore(options: MoveStoreOptions): Promise<MoveReport> {
  const { moveStore: move } = await import('./move/move-store.ts');
  return move(options);
}

/**
 * Copies a store as it is at one instant, while others go on writing; the pieces fit either kind of store.
 *
 * @throws {StoreFailedError} when it cannot be read.
 */
export async function copyStore(place: StorePlace, options: CopyOptions): Promise<readonly MovedTable[]> {
  const { copyStore: copy } = await import('./backup/copy-store.ts');
  return copy(place, options);
}

/**
 * Fills an empty store from a copy, all of it or nothing, and compares.
 *
 * @throws {StoreFailedError} {@link InvalidInputError} when the place is used, or the copy damaged or too new.
 */
export async function restoreStore(place: StorePlace, options: RestoreStoreOptions): Promise<readonly MovedTable[]> {
  const { restoreStore: restore } = await import('./backup/restore-store.ts');
  return restore(place, options);
}

/** Reads a copy to its end. @throws {InvalidInputError} when it does not add up. */
export async function checkCopy(chunks: AsyncIterable<StoreChunk>, onProgress?: MoveProgress): Promise<readonly MovedTable[]> {
  const { checkCopy: check } = await import('./backup/restore-store.ts');
  return check(chunks, onProgress);
}

/** Looks at what a restore would replace; null: nothing. @throws {StoreFailedError} for a database of something else. */
export async function lookAtStore(place: StorePlace): Promise<UsedStore | null> {
  const { lookAtStore: look } = await import('./backup/used-store.ts');
  return look(place);
}

export { probeProcessLock, takeProcessLock } from './sqlite/process-lock.ts';
export type { ProcessLock } from './sqlite/process-lock.ts';
