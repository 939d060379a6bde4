import { inspect } from 'node:util';
import { HttpError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { ScriptedTransport } from '../test/support/scripted-transport.ts';
import { failureOf } from '../test/support/failure-of.ts';
import type { ScriptedAnswer } from '../test/support/scripted-transport.ts';
import * as authpi from './index.ts';

const secret = '1rv41JcTqBn0xK3wZp9sLd7uYh2eGf5aVm8iRo6tCk4';
const open = (...answers: readonly ScriptedAnswer[]): authpi.AuthPIClient =>
  new authpi.AuthPIClient({
    apiKey: { id: 'key_1', secret },
    accountId: 'acc_1',
    transport: new ScriptedTransport(...answers),
    retries: false,
  });
const get = (answer: ScriptedAnswer): Promise<unknown> => failureOf(open(answer).apiKeys.get('key_2'));
const block = (answer: ScriptedAnswer): Promise<unknown> => failureOf(open(answer).apiKeys.block('key_2'));
const own = (more: object = {}) => ({ error: 'some_code', error_description: 'Said.', reference: 'ref_1', retryable: false, ...more });

describe('the class of an error', () => {
  test.each([
    [400, authpi.ValidationError],
    [401, authpi.AuthenticationError],
    [403, authpi.ForbiddenError],
    [404, authpi.NotFoundError],
    [409, authpi.ConflictError],
    [412, authpi.PreconditionFailedError],
    [422, authpi.ValidationError],
    [429, authpi.RateLimitError],
    [500, authpi.InternalServerError],
    [502, authpi.BadGatewayError],
    [503, authpi.ServiceUnavailableError],
    [504, authpi.GatewayTimeoutError],
    [408, authpi.ApiError],
    [501, authpi.ServerError],
    [599, authpi.ServerError],
    [302, authpi.UnexpectedError],
    [402, authpi.UnexpectedError],
    [418, authpi.UnexpectedError],
  ])('is chosen by the status %d, in the words of the service or not', async (status, expected) => {
    for (const body of [own(), '<html>', undefined, null, [], 'text', { error: 7 }]) {
      const error = await get({ status, body });
      expect(error).toMatchObject({ constructor: expected, status });
      expect(authpi.ApiError.isInstance(error) && HttpError.isInstance(error)).toBe(true);
    }
  });

  test('is a ServerError too for what the service failed at', async () => {
    for (const status of [500, 502, 503, 504]) expect(authpi.ServerError.isInstance(await get({ status, body: own() }))).toBe(true);
  });
});

test('all 17 classes of the vendor are there, each with what it says, its status and whether to try again', async () => {
  const statuses = [408, 400, 401, 403, 404, 409, 412, 429, 501, 500, 502, 503, 504, 418];
  const closed = open({});
  await closed.close();
  const errors = [
    ...(await Promise.all(statuses.map((status) => get({ status, body: own() })))),
    await failureOf(closed.apiKeys.get('key_2')),
    await failureOf(open({}).apiKeys.get('..')),
    await get({ status: 200, body: [] }),
  ];
  expect(new Set(errors.map((error) => Object(error).constructor)).size).toBe(17);
  for (const error of errors) {
    expect(error).toMatchObject({ error: expect.stringMatching(/./), errorDescription: expect.stringMatching(/./) });
    expect(error).toMatchObject({ status: expect.any(Number), retryable: expect.any(Boolean), outcome: expect.stringMatching(/./) });
    expect(Object.values(authpi)).toContain(Object(error).constructor);
  }
});

describe('what an error tells', () => {
  test('are the words of the service', async () => {
    const fields = [{ field: 'name', code: 'required', message: 'name is required.' }, { field: 'tags' }, 'x', { code: 'no field' }];
    const error = await get({ status: 400, body: own({ fields }), headers: { 'x-request-id': 'req_1' } });
    expect(error).toMatchObject({
      error: 'some_code',
      errorDescription: 'Said.',
      reference: 'ref_1',
      retryable: false,
      requestId: 'req_1',
      fields: [
        { field: 'name', code: 'required', message: 'name is required.' },
        { field: 'tags', code: 'unknown', message: '' },
      ],
    });
    expect(String(error)).toContain('name (required), tags (unknown)');
  });

  test('is the status where somebody in between answers, and never what that said', async () => {
    const error = await get({ status: 502, body: '<html>upstream gone</html>' });
    expect(error).toMatchObject({ error: 'unknown', errorDescription: 'HTTP 502', reference: undefined, retryable: true });
    expect(inspect(error)).not.toContain('upstream gone');
  });

  test('keeps a body that is not JSON, cut, without secrets, and where nobody prints it', async () => {
    const page = `<html>upstream gone, ${secret} and ${btoa(`key_1:${secret}`)} ${'x'.repeat(10_000)}`;
    const error = await get({ status: 502, body: page });
    if (!authpi.ApiError.isInstance(error)) throw error;
    expect(error.rawBody).toMatch(/^<html>upstream gone, \[secret\] and \[secret\] x+$/);
    expect(error.rawBody).toHaveLength(4_096);
    for (const shown of [inspect(error), JSON.stringify(error), String(error), JSON.stringify(Object.entries(error))])
      expect(shown).not.toContain('upstream gone');
  });

  test.each([[own()], [undefined], [[]], [null]])('keeps no body that is JSON, nor one that is not there: %j', async (body) => {
    expect(await get({ status: 502, body })).toHaveProperty('rawBody', undefined);
  });

  test.each([
    [{ retry_after: 7 }, { 'retry-after': '3' }, 7_000],
    [{}, { 'retry-after': '3' }, 3_000],
    [{ retry_after: 'soon' }, {}, undefined],
  ])('is how long to wait: %j, %j', async (more, headers, retryAfterMs) => {
    expect(await get({ status: 429, body: own(more), headers })).toMatchObject({ retryAfterMs });
  });

  test.each([{ current_etag: '"7"' }, { currentETag: '"7"' }])('is the tag of now, in either spelling: %j', async (more) => {
    expect(await get({ status: 412, body: own(more) })).toMatchObject({ currentEtag: '"7"' });
  });

  test('holds no secret that the service repeats', async () => {
    const error = await get({
      status: 400,
      body: own({ error_description: `wrong ${secret}`, fields: [{ field: secret, message: secret }] }),
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
  });

  test('prefers what the service says about trying again to what the status suggests', async () => {
    expect(await get({ status: 429, body: own({ retryable: false }) })).toMatchObject({ retryable: false });
    expect(await get({ status: 400, body: own({ retryable: true }) })).toMatchObject({ retryable: true });
  });
});

describe('whether a write took effect', () => {
  test.each<[string, ScriptedAnswer, string]>([
    ['refused by the service', { status: 403, body: own() }, 'not-applied'],
    ['refused by somebody in between', { status: 403, body: { error: 'blocked by policy' } }, 'unknown'],
    ['in conflict with the present state', { status: 409, body: own() }, 'not-applied'],
    ['in conflict with the same request at work', { status: 409, body: own(), headers: { 'retry-after': '1' } }, 'unknown'],
    ['in conflict with the same request at work, as the body says', { status: 409, body: own({ retry_after: 1 }) }, 'unknown'],
    ['failed at', { status: 500, body: own() }, 'unknown'],
    ['answered with something that is not JSON', { status: 200, body: '<html>' }, 'unknown'],
    ['answered with a list', { status: 200, body: [] }, 'applied'],
  ])('is told of one that was %s', async (_, answer, outcome) => {
    expect(await block(answer)).toMatchObject({ outcome });
  });

  test('is told of an answer that is not JSON by a MalformedResponseError', async () => {
    expect(await block({ status: 200, body: '<html>' })).toMatchObject({
      constructor: authpi.MalformedResponseError,
      error: 'malformed_response',
      status: 200,
    });
  });
});
