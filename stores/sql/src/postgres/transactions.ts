/** How long things may take. */
export interface TransactionLimits {
  /** Waiting for another transaction that writes, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** One statement, in milliseconds; 0 for no limit. */
  readonly statementTimeoutMs: number;
  /** Silence within a transaction, in milliseconds. */
  readonly idleTimeoutMs: number;
}

/** The first half of the lock's number; the second one is of the schema, so that racks in one database do not wait for each other. */
const writersLock = 0x6b_65_79_72;

/**
 * What begins a transaction that reads: it sees the state of this instant to its end, and cannot write. The last statement is the
 * one at which PostgreSQL takes that state.
 */
export function beginReading(limits: TransactionLimits): string {
  return [`begin isolation level repeatable read read only`, ...localSettings(limits), 'select 1'].join('; ');
}

/**
 * What begins a transaction that writes: after it has waited for all others that do, in whatever process.
 *
 * The lock makes such transactions follow each other, as SQLite's `begin immediate` does, because all of them append to one chain
 * of audit events anyway. With it `read committed` is the right isolation: each statement sees what was committed when it began, so
 * the first one after the wait sees the work of everybody before. `repeatable read` and `serializable` would take their state before
 * the wait, and fail at commit what the lock merely lets wait.
 *
 * `synchronous_commit` is set in each transaction, since server, database and user each may say otherwise. Who falls silent within
 * the transaction, a process that was paused or cut off, is thrown out by the server, and the lock goes on to the next.
 */
export function beginWriting(limits: TransactionLimits): string {
  return [
    'begin isolation level read committed read write',
    'set local synchronous_commit = on',
    ...localSettings(limits),
    `select pg_advisory_xact_lock(${writersLock}, hashtext(current_schema()))`,
  ].join('; ');
}

/**
 * Every question has an index that was made for it. A planner that has no statistics yet, as after a first sync, guesses that
 * reading everything is cheaper, so it is told not to; and no plan of ours is worth compiling.
 */
const throughIndexes = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'jit'].map((name) => `set local ${name} = off`);

function localSettings({ lockTimeoutMs, statementTimeoutMs, idleTimeoutMs }: TransactionLimits): readonly string[] {
  return [
    `set local lock_timeout = ${lockTimeoutMs}`,
    `set local statement_timeout = ${statementTimeoutMs}`,
    `set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`,
    ...throughIndexes,
  ];
}
