import { InvalidInputError, LifecycleError } from '@keyrack/contracts';
import { readStream } from './backup-file.ts';
import { readContents } from './contents.ts';
import type { OpenedBackup } from './contents.ts';
import type { BackupOpener } from './lock.ts';

/**
 * Opens a backup: decrypts it and unpacks it piece by piece, so that it is never held whole.
 * @throws {InvalidInputError} when it does not open, or is damaged.
 */
export async function readBackup(path: string, opener: BackupOpener): Promise<OpenedBackup> {
  const stream = await readStream(path);
  const plain = await opener(stream).catch(async (error: unknown) => {
    await stream.cancel().catch(() => undefined); // it may be held by what failed
    throw error;
  });
  return readContents(linesOf(plain.pipeThrough(new DecompressionStream('gzip'))));
}

async function* linesOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const piece of bytes) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
    decoder.decode();
  } catch (error) {
    if (LifecycleError.isInstance(error)) throw error;
    throw cutOff(error);
  }
  if (rest !== '') throw cutOff(null);
}

function cutOff(cause: unknown): InvalidInputError {
  return new InvalidInputError('The backup is damaged: it was cut or changed', {
    advice: 'Take another copy of it, or an older backup.',
    details: { reason: 'damaged' },
    cause,
  });
}
