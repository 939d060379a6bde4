import { describe, expect, test } from 'vitest';
import { AbortedError, ApiStatusError, ConfigurationError, ConnectionError, HttpError, TimeoutError } from './errors.ts';
import { joinOutcomes } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const details = { system: 'testing', method: 'GET', route: '/x', attempts: 1, outcome: 'not-applied', retryable: false } as const;

class MissingKeyError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/testing/MissingKeyError';
}

describe('errors', () => {
  test('are recognised as their class and as what it extends, and as nothing else', () => {
    const error = new MissingKeyError({ ...details, status: 404 });
    expect([MissingKeyError, ApiStatusError, HttpError].map((type) => type.isInstance(error))).toEqual([true, true, true]);
    expect([TimeoutError.isInstance(error), ConnectionError.isInstance(error)]).toEqual([false, false]);
    expect(MissingKeyError.isInstance(new ApiStatusError({ ...details, status: 404 }))).toBe(false);
    for (const other of [undefined, null, 'x', {}, new Error('x')]) expect(HttpError.isInstance(other)).toBe(false);
  });

  test('are recognised when another copy of the package made them', () => {
    const foreign = Object.assign(new Error('from elsewhere'), {
      [Symbol.for('@keyrack/http/HttpError')]: true,
      [Symbol.for('@keyrack/http/TimeoutError')]: true,
    });
    expect(HttpError.isInstance(foreign)).toBe(true);
    expect(TimeoutError.isInstance(foreign)).toBe(true);
    expect(ApiStatusError.isInstance(foreign)).toBe(false);
  });

  test('carry the marker of the family that all errors of Keyrack share', () => {
    expect(Reflect.get(new TimeoutError('late', details), Symbol.for('@keyrack/error'))).toBe('http');
  });

  test('have a stable code and name', () => {
    expect(new MissingKeyError({ ...details, status: 404 })).toMatchObject({ name: 'MissingKeyError', code: 'api-status' });
    expect(new AbortedError('ended', details)).toMatchObject({ name: 'AbortError', code: 'aborted' });
    expect(new ConfigurationError('testing', 'x must be y')).toMatchObject({
      code: 'configuration',
      message: 'testing: x must be y',
      attempts: 0,
    });
  });

  test.each([
    [401, 'check the credential'],
    [403, 'use one with more rights'],
    [404, 'whether the object still exists'],
    [429, 'try again in 3 s'],
    [302, 'check the base URL'],
    [500, 'try again later'],
    [422, 'correct the request'],
  ])('of a %i say what to do next', (status, advice) => {
    const { message } = new ApiStatusError({ ...details, status, upstreamCode: 'Code', upstreamMessage: 'words', retryAfterMs: 2_500 });
    expect(message).toContain(`testing: GET /x was answered with ${status} (Code: words); `);
    expect(message).toContain(advice);
  });
});

describe('the outcome of several attempts', () => {
  test.each<[Outcome, Outcome, Outcome]>([
    ['not-applied', 'not-applied', 'not-applied'],
    ['unknown', 'not-applied', 'unknown'],
    ['not-applied', 'unknown', 'unknown'],
    ['unknown', 'applied', 'applied'],
    ['not-applied', 'applied', 'applied'],
  ])('%s and then %s is %s', (earlier, later, joined) => {
    expect(joinOutcomes(earlier, later)).toBe(joined);
  });
});
