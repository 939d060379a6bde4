import { parseLine } from '@keyrack/engine';
import type { FileHeader } from '@keyrack/engine';
import type { AppendableFile } from './appendable-file.ts';

/** More than the first line ever has, in bytes. */
const mostBytes = 4_096;

/** Reads the first line. @returns the header, null where it is none, and where the second line begins */
export async function readHeader(
  file: Pick<AppendableFile, 'read' | 'size'>,
): Promise<{ readonly header: FileHeader | null; readonly end: number }> {
  const [first = ''] = (await file.read(0, Math.min(file.size, mostBytes))).split('\n');
  const record = parseLine(first);
  return { header: record?.kind === 'header' ? record : null, end: Buffer.byteLength(first) + 1 };
}
