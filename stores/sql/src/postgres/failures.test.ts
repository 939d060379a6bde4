import { StoreFailedError } from '@keyrack/contracts';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { readFailure } from './failures.ts';
import type { Phase } from './failures.ts';

/** An error as the server sends it. */
function serverError(code: string, severity = 'ERROR'): Error {
  return Object.assign(new pg.DatabaseError('told by the server', 1, 'error'), { code, severity });
}

function read(error: Error, phase: Phase): Pick<StoreFailedError, 'outcome' | 'retryable'> & { readonly reason: unknown } {
  const failure = readFailure(error, phase);
  if (!StoreFailedError.isInstance(failure)) throw new Error('not a failure of the store');
  return { outcome: failure.outcome, retryable: failure.retryable, reason: failure.details['reason'] };
}

describe('a failure of PostgreSQL', () => {
  test.each([
    ['23505', 'duplicate', false],
    ['23503', 'reference', false],
    ['55P03', 'locked', true],
    ['57014', 'timeout', true],
    ['40001', 'conflict', true],
    ['40P01', 'conflict', true],
    ['53100', 'disk-full', false],
    ['53300', 'busy', true],
    ['57P03', 'disconnected', true],
    ['28P01', 'denied', false],
    ['42501', 'denied', false],
    ['3D000', 'cannot-open', false],
    ['0A000', 'read-only', false],
    ['25006', 'read-only', false],
    ['25P02', 'ended', true],
    ['58030', 'disk-error', false],
    ['XX001', 'damaged', false],
    ['42601', 'internal', false],
  ])('with code %s is known as %s, and changed nothing', (code, reason, retryable) => {
    expect(read(serverError(code), 'write')).toEqual({ reason, retryable, outcome: 'not-applied' });
  });

  test('that refuses to write is a mistake of ours in a session for reading', () => {
    expect(read(serverError('25006'), 'read').reason).toBe('read-session');
  });

  test.each([
    ['a refusal', serverError('40001'), 'not-applied'],
    ['a full disk', serverError('53100'), 'not-applied'],
    ['the end of a server that may have committed before', serverError('57P01', 'FATAL'), 'unknown'],
    ['a crash', serverError('57P02', 'PANIC'), 'unknown'],
    ['the end of a transaction that was silent for too long', serverError('25P03', 'FATAL'), 'not-applied'],
    ['a lost connection', new Error('Connection terminated unexpectedly'), 'unknown'],
    ['an answer that did not come', new Error('Query read timeout'), 'unknown'],
    ['a connection that was known to be lost', new Error('Client has encountered a connection error and is not queryable'), 'not-applied'],
  ])('%s leaves a commit %j', (_, error, outcome) => {
    expect(read(error, 'commit').outcome).toBe(outcome);
    expect(read(error, 'write').outcome).toBe('not-applied');
  });

  test('is no mistake of a caller, which is given back as it is', () => {
    const mistake = new TypeError('Parameter 1');
    expect(readFailure(mistake, 'write')).toBe(mistake);
  });
});
