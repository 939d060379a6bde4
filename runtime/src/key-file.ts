import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MasterKeyError, toBase32 } from '@keyrack/contracts';
import type { Random } from '@keyrack/contracts';
import { formatMasterKey, parseMasterKey } from '@keyrack/encryption';
import type { MasterKey } from '@keyrack/encryption';
import { Secret } from '@keyrack/secret';

/** @throws {MasterKeyError} when the file cannot be read or holds no key. */
export function readKeyFile(path: string): MasterKey {
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
export function writeKeyFile(path: string, key: MasterKey, random: Random): void {
  const draft = `${path}.${toBase32(random.bytes(8))}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, `${formatMasterKey(key).reveal()}\n`);
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
      advice: 'Make the data folder writable for this user and see that its disk has space.',
      cause,
    });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Puts a key file in the place of another one; on the disk when it returns. */
export function promoteKeyFile(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
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
