import {
  InvalidInputError,
  KeyConflictError,
  KeyNotFoundError as KeyNotFoundLifecycleError,
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
  ResponseShapeError,
  TimeoutError,
} from '@keyrack/http';
import type { HttpError } from '@keyrack/http';
import {
  AliasTakenError,
  DatabaseMissingError,
  ExpiredKeyError,
  ForbiddenError,
  InvalidRequestError,
  KeyNotFoundError,
  LicenceRequiredError,
  RateLimitError,
  RouteNotFoundError,
  ServerFailureError,
  TeamNotFoundError,
  UnauthorizedError,
  ValidationError,
} from '@keyrack/litellm';
import { describe, expect, test } from 'vitest';
import { toLifecycleError, translated } from './errors.ts';

const call = (outcome: Outcome = 'not-applied') => ({
  system: 'litellm',
  method: 'POST',
  route: '/key/update',
  attempts: 1,
  outcome,
  retryable: false,
});
const answered = (status: number) => ({ ...call(), status, upstreamCode: 'internal_server_error', upstreamMessage: 'said' });

const meanings: readonly (readonly [HttpError, new (message: string) => LifecycleError])[] = [
  [new KeyNotFoundError(answered(404)), KeyNotFoundLifecycleError],
  [new TeamNotFoundError(answered(404)), UpstreamRejectedError],
  [new RouteNotFoundError(answered(404)), UpstreamRejectedError],
  [new AliasTakenError(answered(400)), KeyConflictError],
  [new InvalidRequestError(answered(400)), UpstreamRejectedError],
  [new ValidationError(answered(422)), UpstreamRejectedError],
  [new UnauthorizedError(answered(401)), UpstreamRejectedError],
  [new ExpiredKeyError(answered(401)), UpstreamRejectedError],
  [new ForbiddenError(answered(403)), UpstreamRejectedError],
  [new LicenceRequiredError(answered(403)), UpstreamRejectedError],
  [new RateLimitError(answered(429)), UpstreamUnavailableError],
  [new ServerFailureError(answered(500)), UpstreamUnavailableError],
  [new DatabaseMissingError(answered(400)), UpstreamUnavailableError],
  [new ApiStatusError({ ...call(), status: 404 }), UpstreamUnavailableError],
  [new ApiStatusError({ ...call(), status: 307 }), UpstreamUnavailableError],
  [new ConnectionError({ fault: 'refused' }, { ...call(), reason: 'ECONNREFUSED' }), UpstreamUnavailableError],
  [new TimeoutError({ fault: 'late', advice: 'Try again, or raise timeoutMs.' }, call()), UpstreamUnavailableError],
  [new AbortedError({ fault: 'ended' }, call()), UpstreamUnavailableError],
  [new ResponseShapeError({ fault: 'not JSON' }, { ...call(), status: 200 }), UpstreamUnavailableError],
  [new ConfigurationError('litellm', 'the key is wrong'), InvalidInputError],
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
      new KeyNotFoundError({ ...answered(404), outcome }),
      new InvalidRequestError({ ...answered(400), outcome }),
    ];
    for (const error of lost) {
      const translatedError = toLifecycleError('make the key', error);
      expect(translatedError).toBeInstanceOf(OutcomeUnknownError);
      expect(translatedError).toMatchObject({ outcome, retryable: true });
    }
  });

  test('tells whose key is needed, and where the address is wrong', () => {
    expect(toLifecycleError('list', new ForbiddenError(answered(401)))).toMatchObject({ advice: expect.stringContaining('master key') });
    expect(toLifecycleError('list', new UnauthorizedError(answered(401)))).toMatchObject({
      advice: expect.stringContaining('Check the key'),
    });
    expect(toLifecycleError('list', new RouteNotFoundError(answered(404)))).toMatchObject({ advice: expect.stringContaining('/v1') });
    expect(toLifecycleError('list', new DatabaseMissingError(answered(500)))).toMatchObject({
      advice: expect.stringContaining('database'),
    });
  });

  test('leaves lifecycle errors and mistakes of ours as they are', async () => {
    const ours = new KeyNotFoundLifecycleError('gone');
    expect(toLifecycleError('read', ours)).toBe(ours);
    const bug = new TypeError('undefined is not a function');
    await expect(translated('read', () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
