import { existsSync } from 'node:fs';
import { MasterKeyError } from '@keyrack/contracts';
import type { Random } from '@keyrack/contracts';
import { generateMasterKey, parseMasterKey } from '@keyrack/encryption';
import type { MasterKey } from '@keyrack/encryption';
import { Secret } from '@keyrack/secret';
import { homePaths } from './home.ts';
import type { Environment } from './home.ts';
import { promoteKeyFile, readKeyFile, writeKeyFile } from './key-file.ts';

/** The master key and where it came from. */
export interface LoadedMasterKey {
  readonly masterKey: MasterKey;
  readonly source: 'KEYRACK_MASTER_KEY' | 'KEYRACK_MASTER_KEY_FILE' | 'file';
}

/**
 * Takes the master key from `KEYRACK_MASTER_KEY`, from the file that `KEYRACK_MASTER_KEY_FILE` names, or from the data folder,
 * where one is made at the first start.
 * @param options - `wrappedBy`: the id of the master key that the store belongs to, where it has one.
 * @throws {MasterKeyError} when it is unreadable, or gone although the store was made with one.
 */
export function loadMasterKey(
  environment: Environment,
  home: string,
  options: { readonly random: Random; readonly storeIsNew: boolean; readonly wrappedBy: string | null },
): LoadedMasterKey {
  const { KEYRACK_MASTER_KEY: text, KEYRACK_MASTER_KEY_FILE: named } = environment;
  if (text) return { masterKey: parseMasterKey(new Secret(text)), source: 'KEYRACK_MASTER_KEY' };
  if (named) return { masterKey: readKeyFile(named), source: 'KEYRACK_MASTER_KEY_FILE' };
  const path = homePaths.masterKey(home);
  if (!existsSync(path)) {
    if (!options.storeIsNew) {
      throw new MasterKeyError(`The store in ${home} was made with a master key, and there is none`, {
        advice: `Put the key back as ${path}, or give it in KEYRACK_MASTER_KEY. Without it no secret in the store can be read.`,
      });
    }
    writeKeyFile(path, generateMasterKey(options.random), options.random);
  }
  return { masterKey: currentKey(home, options.wrappedBy), source: 'file' };
}

/** The key in the data folder. One that was about to replace it does so now, if the store belongs to that one already. */
function currentKey(home: string, wrappedBy: string | null): MasterKey {
  const masterKey = readKeyFile(homePaths.masterKey(home));
  const next = homePaths.nextMasterKey(home);
  if (masterKey.id === wrappedBy || !existsSync(next)) return masterKey;
  const nextKey = readKeyFile(next);
  if (nextKey.id !== wrappedBy) return masterKey;
  promoteKeyFile(next, homePaths.masterKey(home));
  return nextKey;
}
