import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidInputError } from '@keyrack/contracts';
import { isPostgresAddress, parsePostgresAddress } from '@keyrack/store-sql';
import type { PostgresAddress } from '@keyrack/store-sql';
import type { Environment } from '../home.ts';
import { readNote } from './note.ts';

/** Which store a rack has. */
export type StoreChoice =
  /** The file in the data folder. */
  | { readonly kind: 'sqlite' }
  | {
      readonly kind: 'postgres';
      readonly address: PostgresAddress;
      /** How it was named, without a password: fit to be kept. */
      readonly named: string;
    };

/** What is taken for the file in the data folder. */
const sqliteWord = 'sqlite';

const forms = 'sqlite, postgres://user@host/database, file:PATH of a file that holds such an address, or env:NAME of a variable that does';

/**
 * Finds out which store is meant: what was asked for, else `KEYRACK_STORE`, else the one that the data folder was used with
 * last, else the file in it.
 *
 * @throws {InvalidInputError} which never repeats an address: there may be a password in it.
 */
export function chooseStore(environment: Environment, home: string, asked?: string): StoreChoice {
  const named = asked || environment['KEYRACK_STORE'] || readNote(home) || sqliteWord;
  if (named === sqliteWord) return { kind: 'sqlite' };
  if (named.startsWith('file:')) {
    const path = resolve(named.slice('file:'.length));
    return chosen(readText(path).trim(), `file:${path}`);
  }
  if (named.startsWith('env:')) return chosen(environment[named.slice('env:'.length)] ?? '', named);
  return chosen(named, null);
}

function chosen(text: string, named: string | null): StoreChoice {
  if (!isPostgresAddress(text)) {
    const where = named === null ? 'The store' : `The store that ${named} names`;
    throw new InvalidInputError(`${where} is none that is known`, { advice: `Write ${forms}.` });
  }
  const address = parsePostgresAddress(text);
  return { kind: 'postgres', address, named: named ?? address.text };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InvalidInputError(`The file ${path}, which is to hold the address of the store, cannot be read`, {
      advice: 'Check that it is there and that you may read it.',
      cause,
    });
  }
}
