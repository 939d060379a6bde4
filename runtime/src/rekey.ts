import { existsSync } from 'node:fs';
import { InvalidInputError, MasterKeyError } from '@keyrack/contracts';
import type { Random, Store } from '@keyrack/contracts';
import { generateMasterKey, parseMasterKey, rewrapDataKeys, wrappingKeyId } from '@keyrack/encryption';
import type { MasterKey } from '@keyrack/encryption';
import type { Secret } from '@keyrack/secret';
import { homePaths } from './home.ts';
import { promoteKeyFile, readKeyFile, writeKeyFile } from './key-file.ts';
import type { LoadedMasterKey } from './master-key.ts';

/** How the master key is replaced. */
export interface RekeyOptions {
  /** 32 bytes as base64, base64url or hex; needed where the present key comes from outside. @default a new random one, in the data folder */
  readonly newKey?: Secret;
}

/** What became of it. */
export interface RekeyReport {
  /** The ids of the keys, which tell nothing about them. */
  readonly fromId: string;
  readonly toId: string;
  /** Where the new key is from now on; null: with whoever gave it, and Keyrack has to be told. */
  readonly path: string | null;
}

/** What would become of it. */
export interface RekeyPreview extends Pick<RekeyReport, 'fromId' | 'path'> {
  /** Null: a random key, which is made only when it is needed. */
  readonly toId: string | null;
}

/** What a new master key is for. */
export interface RekeyPlace {
  readonly store: Store;
  readonly home: string;
  readonly current: LoadedMasterKey;
  readonly random: Random;
  /** Writes the audit event, in the same transaction. */
  readonly audit: (
    session: Parameters<Parameters<Store['write']>[0]>[0],
    detail: { readonly from: string; readonly to: string },
  ) => Promise<void>;
}

/**
 * Gives the store to a new master key: every data key is wrapped anew, in one transaction; what they sealed and the fingerprints stay.
 * Interrupted anywhere it is either not done or finished when the rack is opened next.
 * @throws {InvalidInputError} {@link MasterKeyError}
 */
export async function rekey(place: RekeyPlace, { newKey }: RekeyOptions = {}): Promise<RekeyReport> {
  const { store, home, current, random, audit } = place;
  const { masterKey: from, source } = current;
  const next = homePaths.nextMasterKey(home);
  const to = givenKey(current, newKey) ?? newOrLeft(next, random);
  // On the disk before anything is wrapped by it.
  if (source === 'file' && !(existsSync(next) && readKeyFile(next).id === to.id)) replaceLeft(next, to, random);
  await store.write(async (session) => {
    const dataKeys = await session.dataKeys.list();
    if (dataKeys.some((dataKey) => wrappingKeyId(dataKey) !== from.id)) {
      throw new MasterKeyError('Another process has replaced the master key just now', { advice: 'Run keyrack doctor.' });
    }
    for (const { id, wrapped } of rewrapDataKeys(dataKeys, { from, to, random })) await session.dataKeys.rewrap(id, wrapped);
    await audit(session, { from: from.id, to: to.id });
  });
  if (source !== 'file') return { fromId: from.id, toId: to.id, path: null };
  promoteKeyFile(next, homePaths.masterKey(home));
  return { fromId: from.id, toId: to.id, path: homePaths.masterKey(home) };
}

/** Checks a request, and says what would become of it. Nothing is written. @throws {InvalidInputError} {@link MasterKeyError} */
export function previewRekey({ home, current }: Pick<RekeyPlace, 'home' | 'current'>, { newKey }: RekeyOptions = {}): RekeyPreview {
  const to = givenKey(current, newKey);
  const path = current.source === 'file' ? homePaths.masterKey(home) : null;
  return { fromId: current.masterKey.id, toId: to?.id ?? null, path };
}

/** The key that was given; null where none was, and none has to be. */
function givenKey({ masterKey, source }: LoadedMasterKey, newKey: Secret | undefined): MasterKey | null {
  if (newKey === undefined) {
    if (source === 'file') return null;
    throw new InvalidInputError(`The master key comes from ${source}, so the new one has to be given`, {
      advice: 'Make one with: openssl rand -base64 32 > new.key; then keyrack rekey --new-key-file new.key',
    });
  }
  const to = parseMasterKey(newKey);
  if (to.id === masterKey.id) throw new InvalidInputError('The new master key is the present one', { advice: 'Give another one.' });
  return to;
}

/** A key that an interrupted attempt has left is as good as a new one. */
function newOrLeft(next: string, random: Random): MasterKey {
  return existsSync(next) ? readKeyFile(next) : generateMasterKey(random);
}

function replaceLeft(next: string, to: MasterKey, random: Random): void {
  const path = existsSync(next) ? `${next}.given` : next;
  writeKeyFile(path, to, random);
  if (path !== next) promoteKeyFile(path, next);
}
