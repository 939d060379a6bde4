import { StoreFailedError } from '@keyrack/contracts';
import pg from 'pg';
import { failureMessages } from '../failure.ts';
import type { FailureReason } from '../failure.ts';

/** What was tried when it failed. `connect`: nothing was sent yet; `commit`: the answer to `commit` was awaited. */
export type Phase = 'connect' | 'begin' | 'read' | 'write' | 'commit';

/** PostgreSQL's codes, as far as they mean something of their own here; by their first two characters where all of a class do. */
const reasons: Readonly<Record<string, FailureReason>> = {
  '08': 'disconnected',
  '0A000': 'read-only', // a transaction that writes, on a standby
  '23503': 'reference',
  '23505': 'duplicate',
  '25006': 'read-only',
  '25P02': 'ended',
  '25P03': 'ended', // it was idle for too long within the transaction
  '25P04': 'ended',
  '28': 'denied',
  '3D000': 'cannot-open', // no such database
  '40': 'conflict',
  '42501': 'denied',
  '53100': 'disk-full',
  '53': 'busy',
  '55P03': 'locked',
  '57014': 'timeout',
  '57P': 'disconnected', // the server is shutting down, crashed or is starting
  '58': 'disk-error',
  XX001: 'damaged',
  XX002: 'damaged',
};

const advice: Readonly<Partial<Record<FailureReason, string>>> = {
  locked: 'Another process writes for longer than usual. Try again; keyrack doctor says which server it is.',
  'disk-full': "Free some space on the disk of the database's server and try again.",
  'read-only': 'The server is a standby or was set to read-only. Name the primary server.',
  damaged: 'Ask whoever runs the database for its log, and restore the store from a backup.',
  'cannot-open': 'Make the database first (createdb), or correct its name in the address of the store.',
  'disk-error': "See whether the disk of the database's server is well and has space left, then try again.",
  disconnected: 'See whether the server runs and is reached from here under the address of the store, then try again.',
  busy: 'Try again later, or let the server take more connections.',
  denied:
    'See whether the user is right, whether it may connect to the database and make tables in it, and whether its password is right where it is kept: in PGPASSWORD, in the file that PGPASSFILE names, or in ~/.pgpass.',
  timeout: 'Try again when the server has less to do.',
  conflict: 'Try again.',
  ended: 'Try again.',
};

const retryable: readonly FailureReason[] = ['locked', 'disconnected', 'busy', 'timeout', 'conflict', 'ended'];

/** What pg says without a code when it refused to send anything. */
const neverSent = /not queryable/;

/**
 * Turns an error of the driver into one that says what to do; gives back any other error as it is.
 *
 * The outcome is unknown only when the connection ended while the answer to `commit` was awaited: the server may have committed
 * before. Whatever fails earlier is rolled back by the server, and so is a commit that it refuses.
 */
export function readFailure(error: unknown, phase: Phase): unknown {
  // A parameter that is none of ours to store is a mistake of ours.
  if (!(error instanceof Error) || error instanceof TypeError || StoreFailedError.isInstance(error)) return error;
  const reason = reasonOf(error, phase);
  const unknown = phase === 'commit' && reason === 'disconnected' && !neverSent.test(error.message);
  const next = advice[reason];
  return new StoreFailedError(`${failureMessages[reason]} (PostgreSQL: ${error.message || codeOf(error)})`, {
    outcome: unknown ? 'unknown' : 'not-applied',
    retryable: retryable.includes(reason),
    ...(next === undefined ? {} : { advice: next }),
    cause: error,
    details: { reason, code: codeOf(error) },
  });
}

/** Whether the server was not reached, cut the connection or has no room: with another connection it may go better. */
export function mayBeBetterLater(error: unknown): boolean {
  if (!StoreFailedError.isInstance(error) || error.outcome !== 'not-applied') return false;
  return error.details['reason'] === 'disconnected' || error.details['reason'] === 'busy';
}

/** Whether the server answered that it is just starting. */
export function isStarting(error: unknown): boolean {
  return StoreFailedError.isInstance(error) && error.details['code'] === '57P03';
}

function reasonOf(error: Error, phase: Phase): FailureReason {
  // Without a code of the server it is the connection: refused, reset, timed out, or a certificate that is not trusted.
  if (!(error instanceof pg.DatabaseError)) return 'disconnected';
  const code = error.code ?? '';
  const reason = reasons[code] ?? reasons[code.slice(0, 3)] ?? reasons[code.slice(0, 2)] ?? 'internal';
  if (reason === 'read-only' && phase === 'read') return 'read-session';
  // Only these two severities end the connection, and then nobody knows how far a commit had come.
  const isLast = error.severity === 'FATAL' || error.severity === 'PANIC';
  return isLast && phase === 'commit' && reason !== 'ended' ? 'disconnected' : reason;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
}
