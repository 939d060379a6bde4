import { StoreFailedError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { readFailure } from './failures.ts';
import type { Phase } from './failures.ts';

function failure(code: number, phase: Phase): unknown {
  return readFailure(Object.assign(new Error('as SQLite says it'), { errcode: code }), phase);
}

describe('an error of SQLite', () => {
  test.each([
    [5, 'locked'],
    [517, 'locked'],
    [13, 'disk-full'],
    [8, 'read-only'],
    [1032, 'read-only'],
    [778, 'disk-error'],
    [11, 'damaged'],
    [267, 'damaged'],
    [26, 'damaged'],
    [14, 'cannot-open'],
    [2067, 'duplicate'],
    [1555, 'duplicate'],
    [787, 'reference'],
    [1299, 'internal'],
    [1, 'internal'],
  ])('with code %i means %s', (code, reason) => {
    const error = failure(code, 'write');
    expect(error).toBeInstanceOf(StoreFailedError);
    expect(error).toMatchObject({ outcome: 'not-applied', retryable: reason === 'locked', details: { reason, code } });
  });

  test('at a commit leaves the outcome open only where the disk failed', () => {
    expect(failure(778, 'commit')).toMatchObject({ outcome: 'unknown' });
    expect(failure(13, 'commit')).toMatchObject({ outcome: 'not-applied' });
    expect(failure(778, 'write')).toMatchObject({ outcome: 'not-applied' });
  });

  test('says what to do wherever a person can do something', () => {
    for (const code of [5, 8, 10, 11, 13, 14, 26]) expect(failure(code, 'write')).toMatchObject({ advice: expect.stringMatching(/\.$/) });
  });

  test('tells a read session from a store that must not be written', () => {
    expect(failure(8, 'read')).toMatchObject({ details: { reason: 'read-session' } });
  });

  test('is not made of any other error', () => {
    const error = new TypeError('ours');
    expect(readFailure(error, 'write')).toBe(error);
  });
});
