import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { ApiStatusError } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorAnswer } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { litellmErrors } from './error-mapping.ts';
import * as errors from './errors.ts';

const answer = (status: number, body: unknown): ErrorAnswer => ({ status, headers: {}, body });
const usual = (message: string, more: Readonly<Record<string, unknown>> = {}): object => ({
  error: { message, type: 'internal_server_error', param: null, code: '400', ...more },
});
const details: ApiStatusErrorDetails = {
  system: 'litellm',
  method: 'POST',
  route: '/key/update',
  attempts: 1,
  outcome: 'not-applied',
  retryable: false,
  status: 400,
};
const errorOf = (given: ErrorAnswer): ApiStatusError | undefined => litellmErrors.create?.({ ...details, status: given.status }, given);
const licence = 'You must be a LiteLLM Enterprise user to use this feature.';

const meanings: readonly (readonly [what: string, given: ErrorAnswer, expected: new (given: ApiStatusErrorDetails) => ApiStatusError])[] = [
  [
    'no key',
    answer(401, usual('Authentication Error, No api key passed in.', { type: 'auth_error', param: 'None' })),
    errors.UnauthorizedError,
  ],
  ['an unknown key', answer(401, usual('Unable to find token', { type: 'token_not_found_in_db', param: 'key' })), errors.UnauthorizedError],
  ['a blocked key', answer(401, usual('Authentication Error, Key is blocked. Update via `/key/unblock`')), errors.BlockedKeyError],
  ['an expired key', answer(401, usual('Expired Key.', { type: 'expired_key', param: 'sk-...acdf' })), errors.ExpiredKeyError],
  ['an expired key on an older proxy', answer(400, usual('Expired Key.', { type: 'expired_key' })), errors.ExpiredKeyError],
  [
    'a key that is none of an admin',
    answer(401, usual('Authentication Error, Only proxy admin can be used to generate')),
    errors.ForbiddenError,
  ],
  [
    'a key of somebody else',
    answer(403, usual('You are not authorized to check', { type: 'bad_request_error', param: 'user_id' })),
    errors.ForbiddenError,
  ],
  ['a key for other routes', answer(403, { detail: 'Virtual key is not allowed to call this route.' }), errors.ForbiddenError],
  ['a team admin who is none', answer(403, { detail: { error: 'Only proxy admins can perform bulk key updates' } }), errors.ForbiddenError],
  ['a licence, as 403', answer(403, usual(`{'error': 'This feature is only available: tags. ${licence}'}`)), errors.LicenceRequiredError],
  ['a licence, as 500', answer(500, usual(`Regenerating Virtual Keys is an Enterprise feature, ${licence}`)), errors.LicenceRequiredError],
  ['a licence, as 400', answer(400, usual(`Authentication Error, Invalid model_max_budget: ${licence}`)), errors.LicenceRequiredError],
  ['a licence, as detail', answer(403, { detail: `/spend/report endpoint ${licence}` }), errors.LicenceRequiredError],
  ['a key by hash', answer(404, usual('Key not found in database', { type: 'not_found_error', param: 'key' })), errors.KeyNotFoundError],
  [
    'a key by alias',
    answer(404, usual("No key with key_alias='x'.", { type: 'not_found_error', param: 'key_alias' })),
    errors.KeyNotFoundError,
  ],
  ['keys to delete', answer(404, usual("{'error': 'No keys found'}")), errors.KeyNotFoundError],
  ['a key to reset', answer(404, { detail: { error: `Key ${'0'.repeat(64)} not found.` } }), errors.KeyNotFoundError],
  [
    'a team',
    answer(404, usual(`{'error': "Team doesn't exist in db. Team=t."}`, { type: 'auth_error', param: 'None' })),
    errors.TeamNotFoundError,
  ],
  ['a user', answer(404, { detail: { error: 'User not found, passed user_id=nope' } }), errors.UserNotFoundError],
  ['an address', answer(404, { detail: 'Not Found' }), errors.RouteNotFoundError],
  ['a method', answer(405, { detail: 'Method Not Allowed' }), errors.RouteNotFoundError],
  [
    'a taken alias',
    answer(400, usual("Key with alias 'x' already exists.", { type: 'bad_request_error', param: 'key_alias' })),
    errors.AliasTakenError,
  ],
  ['a taken user', answer(409, usual("{'error': 'User with id u-1 already exists'}")), errors.ConflictError],
  ['a taken team', answer(400, usual("{'error': 'Team id = t-1 already exists.'}")), errors.ConflictError],
  [
    'a member',
    answer(400, usual('User already in team. Member: x', { type: 'team_member_already_in_team', param: 'member' })),
    errors.ConflictError,
  ],
  ['a bad alias', answer(400, usual('Invalid key_alias', { type: 'bad_request_error', param: 'key_alias' })), errors.InvalidRequestError],
  ['a bad form', answer(422, { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required' }] }), errors.ValidationError],
  ['a budget', answer(422, usual('Budget has been exceeded!', { type: 'budget_exceeded' })), errors.BudgetExceededError],
  ['a budget on an older proxy', answer(429, usual('Budget has been exceeded!', { type: 'budget_exceeded' })), errors.BudgetExceededError],
  ['a rate', answer(429, usual('Too many', { type: 'throttling_error' })), errors.RateLimitError],
  ['a database', answer(500, usual('Authentication Error, Database not connected', { param: 'None' })), errors.DatabaseMissingError],
  ['a database, for virtual keys', answer(400, usual('No connected db.', { type: 'no_db_connection' })), errors.DatabaseMissingError],
  ['a fault', answer(500, { error: { message: 'Internal server error', type: 'internal_server_error' } }), errors.ServerFailureError],
  ['a status that nobody knows', answer(418, usual('teapot')), errors.LiteLLMError],
];

describe('what a refusal means', () => {
  test.each(meanings)('tells %s', (_, given, expected) => {
    expect(errorOf(given)?.constructor).toBe(expected);
  });

  test('says not-applied where nothing can have been done, and unknown where an update hides what went wrong', () => {
    expect(litellmErrors.read?.(answer(500, usual(licence)))?.outcome).toBe('not-applied');
    expect(litellmErrors.read?.(answer(500, usual('Not connected to DB!')))?.outcome).toBe('not-applied');
    const hidden = usual('Authentication Error, Timed out fetching a new connection', { type: 'auth_error', param: 'None' });
    expect(litellmErrors.read?.(answer(400, hidden))?.outcome).toBe('unknown');
    expect(litellmErrors.read?.(answer(400, usual('Invalid key_alias')))?.outcome).toBeUndefined();
  });

  test('takes the words out of a printed dictionary, and knows no parameter called None', () => {
    const read = litellmErrors.read?.(answer(400, usual(String.raw`{'error': "Invalid sort order. Must be 'asc' or 'desc'"}`)));
    expect(read).toMatchObject({ message: "Invalid sort order. Must be 'asc' or 'desc'", code: 'internal_server_error' });
    expect(errorOf(answer(400, usual('x', { param: 'None' })))).toMatchObject({ param: null });
    expect(errorOf(answer(400, usual('x', { param: 'user_id' })))).toMatchObject({ param: 'user_id' });
  });

  test('names every place that does not have the right form', () => {
    const body = {
      detail: [
        { type: 'missing', loc: ['body', 'budget_limits', 0, 'max_budget'], msg: 'Field required' },
        { type: 'int_parsing', loc: ['query', 'page'], msg: 'Input should be a valid integer' },
      ],
    };
    expect(errorOf(answer(422, body))).toMatchObject({
      issues: [
        { location: 'body.budget_limits.0.max_budget', type: 'missing', message: 'Field required' },
        { location: 'query.page', type: 'int_parsing', message: 'Input should be a valid integer' },
      ],
    });
  });

  test('masks keys that the proxy repeats, and leaves the abbreviated ones', () => {
    const read = litellmErrors.read?.(answer(404, { detail: { error: 'Key sk-throwaway-0123456789 not found. Key=sk-...6789' } }));
    expect(read?.message).toBe('Key [secret] not found. Key=sk-...6789');
  });

  test.each([
    undefined,
    null,
    [],
    'Not Found',
    {},
    { error: 'no such page' },
    { error: {} },
    { detail: 7 },
    { detail: {} },
    { code: 'NotFound', message: 'x' },
  ])('takes %j for the words of something in between', (body) => {
    expect(litellmErrors.read?.(answer(404, body))).toBeUndefined();
    expect(errorOf(answer(404, body))?.constructor).toBe(ApiStatusError);
  });

  test('never fails, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.jsonValue(),
        fc.constantFrom('error', 'detail', 'message'),
        (status, value, name) => {
          for (const body of [value, { [name]: value }, { [name]: { message: value, type: value, param: value } }, { [name]: [value] }]) {
            expect(errorOf(answer(status, body))).toBeInstanceOf(ApiStatusError);
          }
        },
      ),
    );
  });
});

describe('the recorded refusals of the real proxy', () => {
  interface Recorded {
    readonly n: number;
    readonly request: { readonly path: string };
    readonly response: { readonly status: number; readonly body: unknown };
  }
  const file = new URL('../../../../testing/emulators/recordings/litellm.jsonl', import.meta.url);
  const recorded = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded) // written by a recorder
    .filter(({ response: { status, body } }) => status >= 400 && body !== '');

  test('all have a meaning, and none shows a key', () => {
    expect(recorded.length).toBeGreaterThan(150);
    for (const { n, response } of recorded) {
      const error = errorOf(answer(response.status, response.body));
      expect(error, `call ${n}`).toBeInstanceOf(errors.LiteLLMError);
      expect(error?.constructor, `call ${n}`).not.toBe(errors.LiteLLMError);
      expect(inspect(error), `call ${n}`).not.toMatch(/sk-[\w-]{13,}/);
    }
  });
});
