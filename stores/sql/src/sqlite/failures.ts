import { StoreFailedError } from '@keyrack/contracts';
import { failureMessages } from '../failure.ts';
import type { FailureReason } from '../failure.ts';

/** What was tried when it failed. */
export type Phase = 'open' | 'read' | 'write' | 'commit';

/** SQLite's primary result codes, as far as they mean something of their own here. */
const reasons: Readonly<Record<number, FailureReason>> = {
  5: 'locked',
  6: 'locked',
  8: 'read-only',
  10: 'disk-error',
  11: 'damaged',
  13: 'disk-full',
  14: 'cannot-open',
  26: 'damaged',
};

/** Extended codes that mean something else than their primary code. */
const extendedReasons: Readonly<Record<number, FailureReason>> = {
  787: 'reference',
  1555: 'duplicate',
  1811: 'moved', // by the triggers that a move leaves
  2067: 'duplicate',
};

const advice: Readonly<Partial<Record<FailureReason, string>>> = {
  locked: 'Another process is writing to this data folder. Wait until it is done, or end it, and try again.',
  moved: 'Start this process again; it says where to.',
  'disk-full': 'Free some space on the disk of the data folder and try again.',
  'read-only': 'Make the data folder and the files in it writable for this user, or choose another data folder.',
  'cannot-open': 'See whether the data folder exists and whether this user may read and write it.',
  'disk-error': 'See whether the disk of the data folder is well and has space left, then try again.',
  damaged: 'Move the file and those beginning with the same name away and restore the store from a backup.',
};

/** The result code of an error of the driver; null for any other error. */
function resultCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;
}

/** Whether somebody else holds a lock. */
export function isLocked(error: unknown): boolean {
  const code = resultCode(error);
  return code !== null && reasons[code & 0xff] === 'locked';
}

/**
 * Turns an error of the driver into one that says what to do; gives back any other error as it is.
 *
 * Only a commit that ends in a disk error leaves it open whether the change is there: its last page may have been written.
 */
export function readFailure(error: unknown, phase: Phase): unknown {
  const code = resultCode(error);
  if (code === null) return error;
  const known = extendedReasons[code] ?? reasons[code & 0xff] ?? 'internal';
  const reason = known === 'read-only' && phase === 'read' ? 'read-session' : known;
  const next = advice[reason];
  return new StoreFailedError(`${failureMessages[reason]} (SQLite: ${String((error as Error).message)})`, {
    outcome: phase === 'commit' && reason === 'disk-error' ? 'unknown' : 'not-applied',
    retryable: reason === 'locked',
    ...(next === undefined ? {} : { advice: next }),
    cause: error,
    details: { reason, code },
  });
}
