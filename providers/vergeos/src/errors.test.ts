import {
  InvalidInputError,
  KeyConflictError,
  KeyNotFoundError,
  OutcomeUnknownError,
  RefusedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import type { LifecycleError, Outcome } from '@keyrack/contracts';
import {
  AbortedError,
  ApiStatusError,
  ClosedClientError,
  ConfigurationError,
  ConnectionError,
  PinMismatchError,
  ResponseShapeError,
  TimeoutError,
} from '@keyrack/http';
import type { HttpError } from '@keyrack/http';
import {
  AuthenticationError,
  ConflictError,
  MissingReferenceError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RequestBudgetError,
  ValidationError,
  VergeOSError,
} from '@keyrack/vergeos';
import { describe, expect, test } from 'vitest';
import { saysAbsent, toLifecycleError, translated } from './errors.ts';

const call = (outcome: Outcome = 'not-applied', route = '/api/v4/user_api_keys/{key}') => ({
  system: 'vergeos',
  method: 'GET',
  route,
  attempts: 1,
  outcome,
  retryable: false,
});
const answered = (status: number, details = call()) => ({ ...details, status, upstreamMessage: 'said' });
const wholeTable = call('not-applied', '/api/v4/user_api_keys');

const meanings: readonly (readonly [HttpError, new (message: string) => LifecycleError])[] = [
  [new NotFoundError(answered(404)), KeyNotFoundError],
  [new NotFoundError(answered(404, wholeTable)), UpstreamRejectedError],
  [new MissingReferenceError(answered(404)), UpstreamRejectedError],
  [new ConflictError(answered(409)), KeyConflictError],
  [new AuthenticationError(answered(401)), UpstreamRejectedError],
  [new PermissionError(answered(403)), UpstreamRejectedError],
  [new ValidationError(answered(422)), UpstreamRejectedError],
  [new VergeOSError(answered(400)), UpstreamRejectedError],
  [new VergeOSError(answered(500)), UpstreamUnavailableError],
  [new RateLimitError(answered(429)), UpstreamUnavailableError],
  [new RequestBudgetError(call(), 1_000), UpstreamUnavailableError],
  [new ApiStatusError(answered(404)), UpstreamUnavailableError],
  [new ApiStatusError(answered(302)), UpstreamUnavailableError],
  [new ConnectionError({ fault: 'refused' }, { ...call(), reason: 'ECONNREFUSED' }), UpstreamUnavailableError],
  [new TimeoutError({ fault: 'late', advice: 'Try again, or raise timeoutMs.' }, call()), UpstreamUnavailableError],
  [new AbortedError({ fault: 'ended' }, call()), UpstreamUnavailableError],
  [new PinMismatchError({ fault: 'another certificate' }, call()), UpstreamUnavailableError],
  [new ResponseShapeError({ fault: 'not JSON' }, { ...call(), status: 200 }), UpstreamUnavailableError],
  [new ConfigurationError('vergeos', 'the key is wrong'), InvalidInputError],
  [new ClosedClientError({ fault: 'closed' }, call()), RefusedError],
];

describe('toLifecycleError', () => {
  test.each(meanings)('says in our words what %s means, and that nothing was changed', (error, expected) => {
    const translatedError = toLifecycleError('make the key', error);
    expect(translatedError).toBeInstanceOf(expected);
    expect(translatedError).toMatchObject({ name: expected.name, outcome: 'not-applied', cause: error });
    expect(String(translatedError)).toContain('could not make the key');
    if (error.advice !== null) expect(String(translatedError)).not.toContain(error.advice);
    expect(translatedError).not.toMatchObject({ advice: expect.stringContaining('timeoutMs') });
  });

  test.each(['unknown', 'applied'] as const)('keeps the outcome "%s", whatever the answer was', (outcome) => {
    const lost = [
      new ConnectionError({ fault: 'lost' }, { ...call(outcome), reason: 'ECONNRESET' }),
      new NotFoundError(answered(404, call(outcome))),
    ];
    for (const error of lost) {
      const translatedError = toLifecycleError('make the key', error);
      expect(translatedError).toBeInstanceOf(OutcomeUnknownError);
      expect(translatedError).toMatchObject({ outcome, retryable: true });
    }
  });

  test('lets what may work later be tried again, and nothing that a person has to look at', () => {
    expect(toLifecycleError('read', new RequestBudgetError(call(), 1_000))).toMatchObject({ retryable: true });
    expect(toLifecycleError('read', new PinMismatchError({ fault: 'another certificate' }, call()))).toMatchObject({ retryable: false });
  });

  test('leaves lifecycle errors and mistakes of ours as they are', async () => {
    const ours = new KeyNotFoundError('gone');
    expect(toLifecycleError('read', ours)).toBe(ours);
    const bug = new TypeError('undefined is not a function');
    await expect(translated('read', () => Promise.reject(bug))).rejects.toBe(bug);
  });
});

describe('saysAbsent', () => {
  test('believes a 404 for one row and a look-up by name, and nothing else', () => {
    expect(saysAbsent(new NotFoundError(answered(404)))).toBe(true);
    expect(saysAbsent(new NotFoundError(answered(200, wholeTable)))).toBe(true);
    for (const error of [
      new NotFoundError(answered(404, wholeTable)),
      new MissingReferenceError(answered(404)),
      new ApiStatusError(answered(404)),
      new Error('404'),
    ]) {
      expect(saysAbsent(error)).toBe(false);
    }
  });
});
