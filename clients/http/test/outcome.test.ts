import { describe, expect, test } from 'vitest';
import { ApiStatusError, ConnectionError, HttpError } from '../src/index.ts';
import type { ApiRequest } from '../src/index.ts';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { ManualClock } from './support/manual-clock.ts';
import { inTurn, json, raw, reset, silence, TestServer } from './support/test-server.ts';
import type { Answerer } from './support/test-server.ts';

const write: ApiRequest = { method: 'PUT', route: '/keys/{id}', parameters: { id: '7' }, body: { name: 'a' }, repeatable: true };
const once: ApiRequest = { ...write, repeatable: false };
const own = { code: 'Conflict', message: 'taken' };
const html = (status: number): Answerer => raw(`HTTP/1.1 ${status} Sorry\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>`);

/** What a call against these answers ends with. */
async function endOf(answers: readonly Answerer[], request: ApiRequest, transport = engines[0]?.make()): Promise<unknown> {
  const clock = new ManualClock();
  const answer = inTurn(...answers);
  await using server = await TestServer.start((seen, response, socket) => {
    answer(seen, response, socket);
    // Whoever still waits for an answer waits in vain.
    if (answers.includes(silence)) clock.advance(30_000);
  });
  await using client = clientOf(server, {
    retries: { maxRetries: 2 },
    random: () => 0,
    clock,
    ...(transport === undefined ? {} : { transport }),
  });
  const error = await errorOf(client.request(request));
  await transport?.close();
  return error;
}

describe.each(engines)('the outcome of a write over $engine', ({ make }) => {
  test.each<[string, readonly Answerer[], ApiRequest, object]>([
    [
      'a 4xx in the words of the system',
      [json(409, own)],
      once,
      { outcome: 'not-applied', status: 409, upstreamCode: 'Conflict', attempts: 1 },
    ],
    ['a 4xx of something in between', [html(403)], once, { outcome: 'unknown', status: 403, upstreamCode: undefined }],
    ['a 5xx, even in the words of the system', [json(500, own)], once, { outcome: 'unknown', status: 500, attempts: 1 }],
    ['a 307, which asks to do it elsewhere', [raw('HTTP/1.1 307 There\r\nContent-Length: 0\r\n\r\n')], once, { outcome: 'not-applied' }],
    ['a 302, which may follow success', [raw('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n')], once, { outcome: 'unknown' }],
    ['a reset after the body was sent', [reset], once, { outcome: 'unknown', code: 'connection-failed', attempts: 1 }],
    ['a cut answer', [raw('HTTP/1.1 201 Made\r\nContent-Length: 99\r\n\r\n{', 'end')], once, { outcome: 'unknown', reason: 'TRUNCATED' }],
    ['no answer in time', [silence], once, { outcome: 'unknown', code: 'timed-out' }],
    ['a 2xx of something in between', [html(200)], once, { outcome: 'unknown', code: 'response-shape', status: 200 }],
    ['a 2xx without what we rely on', [json(201, { id: 7 })], { ...once, decode: failing }, { outcome: 'applied', code: 'response-shape' }],
    ['a refusal after a lost attempt', [reset, json(409, own)], write, { outcome: 'unknown', status: 409, attempts: 2 }],
    ['a refusal after a 503', [json(503, own), json(404, own)], write, { outcome: 'unknown', status: 404, attempts: 2 }],
    ['a refusal after a refusal', [json(429, own), json(404, own)], write, { outcome: 'not-applied', status: 404, attempts: 2 }],
    ['retries that all get lost', [reset], write, { outcome: 'unknown', attempts: 3 }],
  ])('after %s', async (_, answers, request, expected) => {
    expect(await endOf(answers, request, make())).toMatchObject(expected);
  });
});

function failing(): never {
  throw new TypeError('a decoder with a defect');
}

describe('the outcome of a write', () => {
  test('is not-applied when nobody listens, however often it was tried', async () => {
    const server = await TestServer.start(silence);
    await using client = clientOf(server);
    await server[Symbol.asyncDispose]();
    const error = await errorOf(client.request(write));
    expect(ConnectionError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ outcome: 'not-applied', retryable: true, attempts: 3 });
  });

  test('is told in words that say what to do next', async () => {
    const unknown = await endOf([reset], once);
    expect(String(unknown)).toMatch(/PUT \/keys\/\{id\}: .*not known whether it took effect: read the current state/);
    expect(String(await endOf([json(401, { code: 'NoEntry', message: 'who?' })], once))).toContain(
      '401 (NoEntry: who?). Check the credential.',
    );
    expect(String(await endOf([html(308)], once))).toContain('Redirects are not followed');
  });

  test('may be judged by the client that knows its system', async () => {
    await using server = await TestServer.start(json(409, { error: 'in_progress' }, { 'retry-after': '1' }));
    const errors = {
      read: () => ({ code: 'in_progress', outcome: 'unknown', retryable: true }) as const,
      create: (details: ConstructorParameters<typeof ApiStatusError>[0]) => new InProgressError(details),
    };
    await using client = clientOf(server, { errors });
    const error = await errorOf(client.request(once));
    expect(InProgressError.isInstance(error) && ApiStatusError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ name: 'InProgressError', outcome: 'unknown', retryable: true, retryAfterMs: 1_000 });
  });

  test('survives a client that trips over what its system says', async () => {
    const trip = (): never => {
      throw new TypeError('canary of a defect');
    };
    for (const errors of [{ read: trip }, { create: trip }]) {
      await using server = await TestServer.start(json(503, { error: null }));
      await using client = clientOf(server, { errors });
      const error = await errorOf(client.request(once));
      expect(ApiStatusError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ status: 503, outcome: 'unknown', attempts: 1 });
      expect(String(error)).not.toContain('canary');
    }
  });

  test('of a read is that nothing was changed', async () => {
    for (const answers of [[reset], [json(500, own)], [silence], [html(200)]]) {
      const error = await endOf(answers, { method: 'GET', route: '/keys' });
      expect(error).toMatchObject({ outcome: 'not-applied' });
      expect(HttpError.isInstance(error)).toBe(true);
    }
    expect(await endOf([json(500, own)], { method: 'POST', route: '/search', readOnly: true })).toMatchObject({ outcome: 'not-applied' });
  });
});

class InProgressError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/testing/InProgressError';
}
