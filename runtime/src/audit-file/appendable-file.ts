import { constants } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Stats } from 'node:fs';
import { auditFileFailed, readFileFailure } from './failures.ts';

const existing = constants.O_RDWR | constants.O_APPEND;
const writableByOthers = 0o022;

/** A file that only grows, opened for one transaction. Every method fails with an error that says what is wrong with the file. */
export class AppendableFile implements AsyncDisposable {
  readonly path: string;
  /** Tells the file from another one of the same name. */
  readonly identity: string;
  /** How long it was when it was opened, in bytes. */
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle, found: Stats) {
    this.path = path;
    this.identity = identityOf(found);
    this.size = found.size;
    this.#handle = handle;
  }

  /** Opens a file that is there; null: it is not. @throws {StoreFailedError} when it is none that only this user can write. */
  static async open(path: string): Promise<AppendableFile | null> {
    // Opening a pipe would wait for whoever reads it.
    const found = await stat(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw readFileFailure(path, error);
    });
    if (found === null) return null;
    if (!found.isFile()) throw auditFileFailed(path, 'no-file');
    if (isOpenToOthers(found)) throw auditFileFailed(path, 'open-to-others');
    return AppendableFile.#opened(path, existing);
  }

  /** Makes the file, and puts its name on the disk. @throws {StoreFailedError} when something of this name is there. */
  static async create(path: string): Promise<AppendableFile> {
    const file = await AppendableFile.#opened(path, existing | constants.O_CREAT | constants.O_EXCL);
    try {
      if (process.platform !== 'win32') await syncFolder(dirname(path));
    } catch (error) {
      await file.remove();
      throw readFileFailure(path, error);
    }
    return file;
  }

  static async #opened(path: string, flags: number): Promise<AppendableFile> {
    try {
      const handle = await open(path, flags, 0o600);
      return new AppendableFile(path, handle, await handle.stat());
    } catch (error) {
      throw readFileFailure(path, error);
    }
  }

  /** The bytes from one offset to another, as text; fewer where it is shorter. */
  async read(from: number, to: number): Promise<string> {
    const buffer = Buffer.alloc(to - from);
    try {
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, from);
      return buffer.toString('utf8', 0, bytesRead);
    } catch (error) {
      throw readFileFailure(this.path, error);
    }
  }

  /** Appends a text; it is on the disk, and in the file that bears the name, when this resolves. @returns the new length */
  async append(text: string): Promise<number> {
    const bytes = Buffer.from(text);
    const end = this.size + bytes.length;
    try {
      for (let written = 0; written < bytes.length;) written += (await this.#handle.write(bytes, written)).bytesWritten;
      await this.#handle.sync();
      const [own, named] = [await this.#handle.stat(), await stat(this.path)];
      if (identityOf(named) !== this.identity) throw auditFileFailed(this.path, 'replaced');
      if (own.size !== end) throw auditFileFailed(this.path, 'disturbed');
    } catch (error) {
      throw readFileFailure(this.path, error);
    }
    return end;
  }

  /** Takes away what was made a moment ago and never came into use. */
  async remove(): Promise<void> {
    await this[Symbol.asyncDispose]();
    await rm(this.path, { force: true }).catch(() => undefined); // the error that led here says more
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

function identityOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

/** Root may have made it for us. Windows has no such modes. */
function isOpenToOthers({ mode, uid }: Stats): boolean {
  if (process.platform === 'win32') return false;
  return (mode & writableByOthers) !== 0 || (uid !== 0 && uid !== process.geteuid?.());
}

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync();
}
