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
import { AccessKeyNotFoundError, ConflictError, InvalidArgumentError, RouteNotFoundError, ServerFailureError } from '@keyrack/outline';
import { describe, expect, test } from 'vitest';
import { toLifecycleError, translated } from './errors.ts';

const call = (outcome: Outcome = 'not-applied') => ({
  system: 'outline',
  method: 'PUT',
  route: '/access-keys/{id}',
  attempts: 1,
  outcome,
  retryable: false,
});
const answered = (status: number, upstreamCode?: string) => ({ ...call(), status, upstreamCode, upstreamMessage: 'said' });

const meanings: readonly (readonly [HttpError, new (message: string) => LifecycleError])[] = [
  [new AccessKeyNotFoundError(answered(404, 'NotFound')), KeyNotFoundError],
  [new RouteNotFoundError(answered(404, 'ResourceNotFound')), UpstreamRejectedError],
  [new ConflictError(answered(409, 'Conflict')), KeyConflictError],
  [new InvalidArgumentError(answered(400, 'InvalidArgument')), UpstreamRejectedError],
  [new ServerFailureError(answered(500, 'InternalServer')), UpstreamUnavailableError],
  [new ApiStatusError(answered(429, 'TooMany')), UpstreamUnavailableError],
  [new ApiStatusError(answered(404)), UpstreamUnavailableError],
  [new ApiStatusError(answered(302)), UpstreamUnavailableError],
  [new ConnectionError({ fault: 'refused' }, { ...call(), reason: 'ECONNREFUSED' }), UpstreamUnavailableError],
  [new TimeoutError({ fault: 'late', advice: 'Try again, or raise timeoutMs.' }, call()), UpstreamUnavailableError],
  [new AbortedError({ fault: 'ended' }, call()), UpstreamUnavailableError],
  [new PinMismatchError({ fault: 'another certificate' }, call()), UpstreamUnavailableError],
  [new ResponseShapeError({ fault: 'not JSON' }, { ...call(), status: 200 }), UpstreamUnavailableError],
  [new ConfigurationError('outline', 'the id is wrong'), InvalidInputError],
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
      new AccessKeyNotFoundError({ ...answered(404, 'NotFound'), outcome }),
    ];
    for (const error of lost) {
      const translatedError = toLifecycleError('make the key', error);
      expect(translatedError).toBeInstanceOf(OutcomeUnknownError);
      expect(translatedError).toMatchObject({ outcome, retryable: true });
    }
  });

  test('does not retry by itself what a person has to look at', () => {
    expect(toLifecycleError('read', new PinMismatchError({ fault: 'another certificate' }, call()))).toMatchObject({ retryable: false });
  });

  test('leaves lifecycle errors and mistakes of ours as they are', async () => {
    const ours = new KeyNotFoundError('gone');
    expect(toLifecycleError('read', ours)).toBe(ours);
    const bug = new TypeError('undefined is not a function');
    await expect(translated('read', () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
