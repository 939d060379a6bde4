import {
  ApiError,
  AuthenticationError,
  ClosedClientError,
  ConfigurationError,
  ConflictError,
  ForbiddenError,
  MalformedResponseError,
  MissingSecretError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnexpectedError,
  ValidationError,
} from '@keyrack/authpi';
import {
  InvalidInputError,
  IssuedWithoutSecretError,
  KeyNotFoundError,
  OutcomeUnknownError,
  RefusedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import type { LifecycleError, Outcome } from '@keyrack/contracts';
import { AbortedError, ConnectionError, TimeoutError } from '@keyrack/http';
import type { HttpError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { toLifecycleError, translated } from './errors.ts';

const call = (outcome: Outcome = 'not-applied', route = '/v1/accounts/{account_id}/api-keys/{key_id}') => ({
  system: 'authpi',
  method: 'PATCH',
  route,
  attempts: 1,
  outcome,
  retryable: false,
});
const answered = (status: number, upstreamCode?: string, route?: string) => ({
  ...call('not-applied', route),
  status,
  upstreamCode,
  upstreamMessage: 'said',
});

const meanings: readonly (readonly [HttpError, new (message: string) => LifecycleError])[] = [
  [new NotFoundError(answered(404, 'not_found')), KeyNotFoundError],
  [new NotFoundError(answered(404, 'not_found', '/v1/accounts/{account_id}/api-keys')), UpstreamRejectedError],
  [new NotFoundError(answered(404, 'no_such_route')), UpstreamRejectedError],
  [new NotFoundError(answered(404)), UpstreamUnavailableError],
  [new AuthenticationError(answered(401, 'unauthorized_client')), UpstreamRejectedError],
  [new AuthenticationError(answered(401)), UpstreamUnavailableError],
  [new ForbiddenError(answered(403, 'insufficient_scope')), UpstreamRejectedError],
  [new ForbiddenError(answered(403)), UpstreamUnavailableError],
  [new ConflictError(answered(409, 'conflict')), UpstreamRejectedError],
  [new ValidationError(answered(422, 'invalid_request')), UpstreamRejectedError],
  [new ApiError(answered(408, 'timeout')), UpstreamUnavailableError],
  [new RateLimitError(answered(429, 'rate_limited')), UpstreamUnavailableError],
  [new ServerError(answered(501, 'not_known')), UpstreamUnavailableError],
  [new UnexpectedError(answered(302)), UpstreamUnavailableError],
  [new ConnectionError({ fault: 'refused' }, { ...call(), reason: 'ECONNREFUSED' }), UpstreamUnavailableError],
  [new TimeoutError({ fault: 'late', advice: 'Try again, or raise timeoutMs.' }, call()), UpstreamUnavailableError],
  [new AbortedError({ fault: 'ended' }, call()), UpstreamUnavailableError],
  [new MalformedResponseError({ fault: 'not JSON' }, { ...call(), status: 200 }), UpstreamUnavailableError],
  [new ConfigurationError('the id is wrong'), InvalidInputError],
  [new ClosedClientError({ fault: 'closed' }, call()), RefusedError],
];

describe('toLifecycleError', () => {
  test.each(meanings)('says in our words what %s means, and that nothing was changed', (error, expected) => {
    const translatedError = toLifecycleError('change the key', error);
    expect(translatedError).toBeInstanceOf(expected);
    expect(translatedError).toMatchObject({ name: expected.name, outcome: 'not-applied', cause: error });
    expect(String(translatedError)).toContain('could not change the key');
    if (error.advice !== null) expect(String(translatedError)).not.toContain(error.advice);
    expect(translatedError).not.toMatchObject({ advice: expect.stringContaining('timeoutMs') });
  });

  test.each(['unknown', 'applied'] as const)('keeps the outcome "%s", whatever the answer was', (outcome) => {
    const lost = [
      new ConnectionError({ fault: 'lost' }, { ...call(outcome), reason: 'ECONNRESET' }),
      new NotFoundError({ ...answered(404, 'not_found'), outcome }),
      new ConflictError({ ...answered(409, 'conflict'), outcome, retryAfterMs: 1_000 }),
      new MalformedResponseError({ fault: 'not JSON' }, { ...call(outcome), status: 200 }),
    ];
    for (const error of lost) {
      const translatedError = toLifecycleError('change the key', error);
      expect(translatedError).toBeInstanceOf(OutcomeUnknownError);
      expect(translatedError).toMatchObject({ outcome, retryable: true });
    }
  });

  test('names the key whose secret was lost, where the service does', () => {
    for (const id of ['key_1', null]) {
      const error = toLifecycleError('make the key', new MissingSecretError({ ...call('applied'), status: 201 }, id));
      expect(error).toBeInstanceOf(IssuedWithoutSecretError);
      expect(error).toMatchObject({ outcome: 'applied', details: { upstreamId: id } });
    }
  });

  test('leaves lifecycle errors and mistakes of ours as they are', async () => {
    const ours = new KeyNotFoundError('gone');
    expect(toLifecycleError('read', ours)).toBe(ours);
    const bug = new TypeError('undefined is not a function');
    await expect(translated('read', () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
