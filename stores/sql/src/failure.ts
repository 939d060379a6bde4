import { StoreFailedError } from '@keyrack/contracts';

/** What kept the database from doing what it was told. Each dialect translates its own codes into these. */
export type FailureReason =
  /** A unique rule was broken. */
  | 'duplicate'
  /** A row refers to one that is not there. */
  | 'reference'
  /** Another process held the lock for too long. */
  | 'locked'
  | 'disk-full'
  /** The file or its folder must not be written. */
  | 'read-only'
  /** A read session was used to write. */
  | 'read-session'
  /** The file is damaged, or is no database. */
  | 'damaged'
  | 'cannot-open'
  /** The disk reported an error. */
  | 'disk-error'
  /** The server was not reached, or the connection to it was cut. */
  | 'disconnected'
  /** The server has no room for another connection, or no memory. */
  | 'busy'
  /** The server does not know us, or does not let us. */
  | 'denied'
  /** A statement took longer than it may. */
  | 'timeout'
  /** Something else got in the way of the transaction; the same again may succeed. */
  | 'conflict'
  /** It was moved to another place while this process had it open. */
  | 'moved'
  /** The transaction was ended before, by an error or by the server. */
  | 'ended'
  /** Anything else: a mistake of ours. */
  | 'internal';

/** What a person is told, before the database's own words. */
export const failureMessages: Readonly<Record<FailureReason, string>> = {
  duplicate: 'A value that must be unique is there already',
  reference: 'A record refers to one that is not there',
  locked: 'The store is locked by another process',
  'disk-full': 'The disk is full',
  'read-only': 'The store must not be written',
  'read-session': 'A session for reading was used to write',
  damaged: 'The store is damaged, or is no database',
  'cannot-open': 'The store could not be opened',
  'disk-error': 'The disk reported an error',
  disconnected: 'The server of the store was not reached, or the connection to it was cut',
  busy: 'The server of the store has no room for us',
  denied: 'The server of the store does not let us in, or not do this',
  timeout: 'The store took too long',
  conflict: 'Something else got in the way in the store',
  moved: 'The store was moved to another place',
  ended: 'The transaction was ended before',
  internal: 'The database refused a statement',
};

/** Whether an error says that a unique rule was broken. */
export function isUniqueViolation(error: unknown): boolean {
  return StoreFailedError.isInstance(error) && error.details['reason'] === ('duplicate' satisfies FailureReason);
}

/** The error for a store that was closed before. */
export function closedStore(): StoreFailedError {
  return new StoreFailedError('The store is closed', { details: { reason: 'closed' } });
}

/** The error for a transaction within a transaction, which would wait for itself. */
export function nestedTransaction(): StoreFailedError {
  return new StoreFailedError('A transaction was opened inside another one', {
    advice: 'Use the session that was given to the outer one.',
    details: { reason: 'nested' },
  });
}
