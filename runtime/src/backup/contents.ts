import { InvalidInputError } from '@keyrack/contracts';
import type { JsonObject } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import type { StoreChunk } from '@keyrack/store-sql';

const kind = 'keyrack-backup';
const version = 1;

/** What stands at the beginning of a backup. */
export interface BackupHeader {
  readonly id: string;
  /** When it was begun; what happened later is not in it. */
  readonly madeAtMs: number;
  /** Null: it is not in the backup. */
  readonly masterKey: Secret | null;
}

/** A backup while it is read: its header at once, the store piece by piece. */
export interface OpenedBackup {
  readonly header: BackupHeader;
  readonly chunks: AsyncIterable<StoreChunk>;
}

/** Writes the first line of a backup. This is the one place where the master key leaves its file, and only into an encrypted stream. */
export function headerLine({ id, madeAtMs, masterKey }: BackupHeader): string {
  return line({ kind, version, id, madeAtMs, masterKey: masterKey?.reveal() ?? null });
}

/** Writes a piece of the store. */
export function chunkLine(chunk: StoreChunk): string {
  return line(chunk as unknown as JsonObject); // plain data; its type only lacks an index signature
}

/** Reads a backup that was decrypted. @throws {InvalidInputError} */
export async function readContents(lines: AsyncGenerator<string>): Promise<OpenedBackup> {
  const first = await lines.next();
  const header = readHeader(first.done === true ? '' : first.value);
  async function* chunks(): AsyncGenerator<StoreChunk> {
    try {
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) yield readChunk(next.value);
    } finally {
      await lines.return(undefined);
    }
  }
  return { header, chunks: chunks() };
}

function readHeader(text: string): BackupHeader {
  const value = parse(text);
  if (value['kind'] !== kind) throw damaged('it does not begin as a backup of Keyrack does');
  if (value['version'] !== version) {
    throw new InvalidInputError('The backup was made by a newer Keyrack', { advice: 'Update Keyrack, then try again.' });
  }
  const { id, madeAtMs, masterKey } = value;
  if (typeof id !== 'string' || typeof madeAtMs !== 'number') throw damaged('its first line is not complete');
  return { id, madeAtMs, masterKey: typeof masterKey === 'string' ? new Secret(masterKey) : null };
}

function readChunk(text: string): StoreChunk {
  const value = parse(text);
  const isList = (name: string): boolean => Array.isArray(value[name]);
  const isWhole =
    value['kind'] === 'rows'
      ? typeof value['table'] === 'string' && isList('rows')
      : (value['kind'] === 'begin' || value['kind'] === 'end') && isList('tables');
  if (!isWhole) throw damaged('a line of it is none of a backup');
  return value as unknown as StoreChunk; // age has said that we wrote it, and its end that nothing is missing
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject; // JSON has no other objects
  } catch {
    // The text may hold secrets, and a parser's error repeats some of it.
  }
  throw damaged('a line of it cannot be read');
}

function damaged(what: string): InvalidInputError {
  return new InvalidInputError(`The backup is damaged: ${what}`, {
    advice: 'Take another copy of it, or an older backup.',
    details: { reason: 'damaged' },
  });
}

function line(value: JsonObject): string {
  return `${JSON.stringify(value)}\n`;
}
