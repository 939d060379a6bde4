import { inspect } from 'node:util';
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
    expect(Reflect.get(new TimeoutError({ fault: 'late' }, details), Symbol.for('@keyrack/error'))).toBe('http');
  });

  test('have a stable code and name', () => {
    expect(new MissingKeyError({ ...details, status: 404 })).toMatchObject({ name: 'MissingKeyError', code: 'api-status' });
    expect(new AbortedError({ fault: 'ended' }, details)).toMatchObject({ name: 'AbortError', code: 'aborted' });
    expect(new ConfigurationError('testing', 'x must be y')).toMatchObject({
      code: 'configuration',
      message: 'testing: x must be y',
      attempts: 0,
    });
  });

  test.each([
    [401, 'Check the credential.'],
    [403, 'The credential may not do this: use one with more rights.'],
    [404, 'Check the address and whether the object still exists.'],
    [429, 'Send fewer requests, and try again in 3 s.'],
    [302, 'Redirects are not followed, lest the credential goes elsewhere: check the base URL.'],
    [500, 'The system failed: try again later, and look at its own log if it stays.'],
    [422, 'Correct the request.'],
  ])('of a %i say what failed apart from what to do next', (status, advice) => {
    const error = new ApiStatusError({ ...details, status, upstreamCode: 'Code', upstreamMessage: 'words', retryAfterMs: 2_500 });
    expect(error.fault).toBe(`GET /x was answered with ${status} (Code: words)`);
    expect(error.advice).toBe(advice);
    expect(error.message).toBe(`testing: ${error.fault}. ${advice}`);
  });

  test('of an unknown outcome advise to look first, whatever the status is', () => {
    const error = new ApiStatusError({ ...details, outcome: 'unknown', status: 500 });
    expect(error.advice).toBe('It is not known whether it took effect: read the current state before doing it again.');
  });

  test('show their advice once, however they are printed', () => {
    const error = new TimeoutError({ fault: 'GET /x: no whole answer within 5 ms', advice: 'Try again, or raise timeoutMs.' }, details);
    expect(String(error)).toBe('TimeoutError: testing: GET /x: no whole answer within 5 ms. Try again, or raise timeoutMs.');
    const shown = [String(error), inspect(error), error.stack ?? '', JSON.stringify([error, error.message])];
    expect(shown.map((text) => text.split('Try again').length - 1)).toEqual([1, 1, 1, 1]);
    const silent = new TimeoutError({ fault: 'late' }, details);
    expect([silent.message, silent.advice]).toEqual(['testing: late', null]);
  });

  test('can be given another class with the same words', () => {
    const error = new TimeoutError({ fault: 'late', advice: 'Try again.' }, details);
    expect(new AbortedError(error, error)).toMatchObject({ fault: 'late', advice: 'Try again.', message: error.message });
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
