import { describe, expect, test } from 'vitest';
import type { ApiRequest, Clock, HttpClientOptions, RetryEvent } from '../src/index.ts';
import { clientOf, errorOf } from './support/clients.ts';
import { FastClock } from './support/fast-clock.ts';
import { ManualClock } from './support/manual-clock.ts';
import { inTurn, json, reset, TestServer } from './support/test-server.ts';
import type { Answerer } from './support/test-server.ts';

const read: ApiRequest = { method: 'GET', route: '/keys' };
const busy = json(503, { code: 'Busy' });
const fine = json(200, { ok: true });

interface Seen {
  readonly requests: number;
  readonly waitsMs: readonly number[];
  readonly end: unknown;
}

/** Makes a call against these answers, skipping the waits. */
async function play(answers: readonly Answerer[], request: ApiRequest, options: Partial<HttpClientOptions> = {}): Promise<Seen> {
  await using server = await TestServer.start(inTurn(...answers));
  const clock = new FastClock();
  await using client = clientOf(server, { clock, random: () => 0.5, retries: {}, ...options });
  const end: unknown = await client.request(request).catch((error: unknown) => error);
  return { requests: server.requests.length, waitsMs: clock.waitsMs, end };
}

describe('a failed request', () => {
  test.each([408, 425, 429, 502, 503, 504])('is repeated after a %i when it only reads', async (status) => {
    const { requests, end } = await play([json(status, {}), fine], read);
    expect(requests).toBe(2);
    expect(end).toMatchObject({ status: 200, attempts: 2 });
  });

  test.each([400, 401, 403, 404, 409, 422, 500, 501])('is not repeated after a %i', async (status) => {
    expect((await play([json(status, {}), fine], read)).requests).toBe(1);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'is never repeated when it is a %s, unless its caller says that this is harmless',
    async (method) => {
      for (const answer of [busy, reset]) {
        expect(await play([answer, fine], { method, route: '/keys' })).toMatchObject({
          requests: 1,
          end: { attempts: 1, outcome: 'unknown' },
        });
        expect(await play([answer, fine], { method, route: '/keys', repeatable: true })).toMatchObject({
          requests: 2,
          end: { status: 200 },
        });
      }
    },
  );

  test('is repeated byte for byte', async () => {
    await using server = await TestServer.start(inTurn(busy, reset, fine));
    await using client = clientOf(server);
    const headers = { 'idempotency-key': 'k-1' };
    await client.request({ method: 'POST', route: '/keys', body: { b: 1, a: [2] }, headers, repeatable: true });
    const [first, ...others] = server.requests.map(({ body, headers: sent, path, method }) => ({
      body,
      key: sent['idempotency-key'],
      path,
      method,
    }));
    expect(others).toEqual([first, first]);
  });

  test('is repeated after a connection was lost, and after no answer in time', async () => {
    expect(await play([reset, reset, fine], read)).toMatchObject({ requests: 3, end: { attempts: 3 } });
    const clock = new ManualClock();
    const late: Answerer = () => clock.advance(30_000);
    await using server = await TestServer.start(inTurn(late, fine));
    await using client = clientOf(server, { clock, random: () => 0 });
    expect(await client.request(read)).toMatchObject({ attempts: 2 });
  });

  test('is not repeated when retries are off, for the client or for the call', async () => {
    expect((await play([busy], read, { retries: false })).requests).toBe(1);
    await using server = await TestServer.start(busy);
    await using client = clientOf(server);
    await errorOf(client.request(read, { retries: false }));
    expect(server.requests).toHaveLength(1);
  });

  test('counts retries, not attempts', async () => {
    expect(await play([busy], read, { retries: { maxRetries: 4 } })).toMatchObject({ requests: 5, end: { attempts: 5, status: 503 } });
    expect(await play([busy], read, { retries: { maxRetries: 0 } })).toMatchObject({ requests: 1, end: { attempts: 1 } });
  });

  test('waits twice as long each time, up to a ceiling, times a random share', async () => {
    const retries = { maxRetries: 5, delayMs: 100, maxDelayMs: 700 };
    expect((await play([busy], read, { retries, random: () => 0.5 })).waitsMs).toEqual([50, 100, 200, 350, 350]);
    expect((await play([busy], read, { retries, random: () => 0 })).waitsMs).toEqual([0, 0, 0, 0, 0]);
    expect((await play([busy], read, { retries: { ...retries, backoff: 'linear' }, random: () => 0.5 })).waitsMs).toEqual([
      50, 100, 150, 200, 250,
    ]);
  });

  test('waits as long as the system asks, in seconds or until a date, without jitter', async () => {
    const date = json(429, {}, { 'retry-after': 'Fri, 31 Dec 2027 23:59:59 GMT', date: 'Fri, 31 Dec 2027 23:59:52 GMT' });
    const { waitsMs, end } = await play([json(429, {}, { 'retry-after': '3' }), date, fine], read);
    expect(waitsMs).toEqual([3_000, 7_000]);
    expect(end).toMatchObject({ attempts: 3 });
  });

  test('does not wait longer than the limit; its error says how long it would be', async () => {
    const answer = json(429, {}, { 'retry-after': '11' });
    expect(await play([answer, fine], read, { retries: { maxRetryAfterMs: 10_000 } })).toMatchObject({
      requests: 1,
      waitsMs: [],
      end: { status: 429, retryAfterMs: 11_000, retryable: true },
    });
    expect((await play([answer, fine], read, { retries: { maxRetryAfterMs: 11_000 } })).requests).toBe(2);
  });

  test('is not repeated when the wait would not fit into the time for the whole call', async () => {
    const { requests, end } = await play([busy], read, {
      totalTimeoutMs: 30_000,
      timeoutMs: 29_000,
      retries: { delayMs: 60_000, maxDelayMs: 60_000 },
    });
    expect(requests).toBe(1);
    expect(end).toMatchObject({ code: 'api-status', status: 503 });
  });

  test('tells its hook before each retry', async () => {
    const events: RetryEvent[] = [];
    await play([busy, reset, fine], read, { hooks: { onRetry: (event) => events.push(event) } });
    expect(events).toEqual([
      { system: 'testing', method: 'GET', route: '/keys', attempt: 1, waitMs: 250, status: 503, code: 'api-status' },
      { system: 'testing', method: 'GET', route: '/keys', attempt: 2, waitMs: 500, status: undefined, code: 'connection-failed' },
    ]);
  });
});

describe('requests in a row', () => {
  test('keep their least distance, also in parallel and when repeated', async () => {
    const starts: number[] = [];
    const clock: Clock = new FastClock();
    await using server = await TestServer.start(inTurn(busy, fine));
    await using client = clientOf(server, {
      clock,
      minRequestGapMs: 3_600,
      retries: { delayMs: 0 },
      hooks: { onRequest: () => starts.push(clock.nowMs()) },
    });
    await Promise.all([1, 2, 3].map(() => client.request(read)));
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(gaps).toHaveLength(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_600);
  });
});
