import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MasterKeyError, toBase32 } from '@keyrack/contracts';
import type { Random } from '@keyrack/contracts';
import { formatMasterKey, generateMasterKey, parseMasterKey } from '@keyrack/encryption';
import type { MasterKey } from '@keyrack/encryption';
import { Secret } from '@keyrack/secret';
import { homePaths } from './home.ts';
import type { Environment } from './home.ts';

/** The master key and where it came from. */
export interface LoadedMasterKey {
  readonly masterKey: MasterKey;
  readonly source: 'KEYRACK_MASTER_KEY' | 'KEYRACK_MASTER_KEY_FILE' | 'file';
}

/**
 * Takes the master key from `KEYRACK_MASTER_KEY`, from the file that `KEYRACK_MASTER_KEY_FILE` names, or from the data folder,
 * where one is made at the first start.
 * @throws {MasterKeyError} when it is unreadable, or gone although the store was made with one.
 */
export function loadMasterKey(
  environment: Environment,
  home: string,
  options: { readonly random: Random; readonly storeIsNew: boolean },
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
    writeNewKey(path, options.random);
  }
  return { masterKey: readKeyFile(path), source: 'file' };
}

function readKeyFile(path: string): MasterKey {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new MasterKeyError(`The master key file ${path} cannot be read`, {
      advice: 'Check that it is there and that you may read it.',
      cause,
    });
  }
  if (text.trim() === '')
    throw new MasterKeyError(`The master key file ${path} is empty`, { advice: 'Put the key back from where you keep a copy.' });
  return parseMasterKey(new Secret(text));
}

/**
 * Complete and on the disk, its name too, before anything is sealed with it; of two processes that start at once, one wins and both
 * read its key.
 */
function writeNewKey(path: string, random: Random): void {
  const draft = `${path}.${toBase32(random.bytes(8))}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, `${formatMasterKey(generateMasterKey(random)).reveal()}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    linkSync(draft, path);
    syncFolder(dirname(path));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    if (code === 'EEXIST' && existsSync(path)) return;
    throw new MasterKeyError(`The master key could not be written to ${path} (${code})`, {
      advice: 'Make the data folder writable for this user and see that its disk has space. Nothing was changed.',
      cause,
    });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Windows does not open folders, and has no need to. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
