import { AuditFileReader } from '@keyrack/engine';
import type { FileUnit, RegisteredFile } from '@keyrack/engine';
import { splitLines } from './lines.ts';

/** What stands in a file behind the last commit. */
export interface Leftover {
  /** Whether events in it were continued by others: then they were committed somewhere. */
  readonly isContinued: boolean;
  readonly endsWithNewline: boolean;
  /** Whole transactions in it. */
  readonly open: readonly FileUnit[];
}

/** Looks at what stands behind the last commit. @throws {AuditBrokenError} when Keyrack has not written it. */
export function readLeftover(text: string, { sequence, hash, end }: Pick<RegisteredFile, 'sequence' | 'hash' | 'end'>): Leftover {
  const reader = new AuditFileReader({ head: { sequence, hash }, end });
  let isContinued = false;
  for (const line of splitLines(text, end)) if (line.isWhole && reader.take(line).length > 0) isContinued = true;
  return { isContinued, endsWithNewline: text.endsWith('\n'), open: reader.end().open };
}
