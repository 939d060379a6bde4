import { link, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { InvalidInputError, StoreFailedError } from '@keyrack/contracts';

/** The error for a place that is taken. */
export function fileExists(path: string): InvalidInputError {
  return new InvalidInputError(`There is a file ${path} already, and a backup never replaces one`, { advice: 'Name another file.' });
}

/** Whether something is there. */
export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Writes a stream to a new file that only this user can read; on the disk when it resolves. @returns its size in bytes. */
export async function writeDraft(path: string, stream: ReadableStream<Uint8Array>): Promise<number> {
  let written = 0;
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'wx', 0o600);
    for await (const piece of stream) {
      await file.writeFile(piece);
      written += piece.length;
    }
    await file.sync();
    return written;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StoreFailedError(`The backup could not be written to ${path} (${error.code})`, {
      advice: 'See whether the folder is there, whether this user may write to it, and whether its disk has space.',
      cause: error,
    });
  } finally {
    await file?.close();
  }
}

/** Gives a finished draft its name, unless somebody has taken it; its name is on the disk too when this resolves. */
export async function publish(draft: string, path: string): Promise<void> {
  try {
    // A link refuses a name that is taken, which a renaming would replace.
    await link(draft, path);
    await rm(draft);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST' || (await isThere(path))) throw fileExists(path);
    await rename(draft, path); // not every file system has links
  }
  await syncFolder(dirname(path));
}

/** Reads a file as a stream. @throws {InvalidInputError} when it cannot be read. */
export async function readStream(path: string): Promise<ReadableStream<Uint8Array>> {
  try {
    const file = await open(path, 'r');
    return Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>; // no encoding is set
  } catch (cause) {
    const code = isSystemError(cause) ? cause.code : 'unknown error';
    throw new InvalidInputError(`The backup ${path} cannot be read (${code})`, {
      advice: 'Check that it is there and that you may read it.',
      cause,
    });
  }
}

/** Windows does not open folders, and has no need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}
