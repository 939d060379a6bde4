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
  /** Anything else: a mistake of ours. */
  | 'internal';

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
