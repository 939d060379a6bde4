import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileText } from '@keyrack/engine';
import { readFileFailure } from './failures.ts';

const newline = 0x0a;

/** The lines of a file as it is now, however much is appended meanwhile. @throws {StoreFailedError} when it cannot be read. */
export async function* readLines(path: string): AsyncGenerator<FileText> {
  try {
    const { size } = await stat(path);
    if (size === 0) return;
    let rest: Buffer = Buffer.alloc(0);
    let start = 0;
    for await (const chunk of createReadStream(path, { end: size - 1 })) {
      const bytes: Buffer = Buffer.concat([rest, chunk as Buffer]); // no encoding is set
      let from = 0;
      for (let to = bytes.indexOf(newline); to !== -1; to = bytes.indexOf(newline, from)) {
        const end = start + to - from + 1;
        yield { text: bytes.toString('utf8', from, to), start, end, isWhole: true };
        start = end;
        from = to + 1;
      }
      rest = bytes.subarray(from);
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), start, end: start + rest.length, isWhole: false };
  } catch (error) {
    throw readFileFailure(path, error);
  }
}

/** The lines of a piece of a file. @param from - where the piece begins in it, in bytes */
export function splitLines(text: string, from: number): readonly FileText[] {
  const parts = text.split('\n');
  let start = from;
  return parts.flatMap((part, index) => {
    const isWhole = index < parts.length - 1;
    const line = { text: part, start, end: start + Buffer.byteLength(part) + (isWhole ? 1 : 0), isWhole };
    start = line.end;
    return part === '' && !isWhole ? [] : [line];
  });
}
