import { describe, expect, test } from 'vitest';
import { AbortedError, TimeoutError } from '../src/index.ts';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { ManualClock } from './support/manual-clock.ts';
import { inTurn, json, silence, TestServer } from './support/test-server.ts';
import type { Answerer } from './support/test-server.ts';

const read = { method: 'GET', route: '/keys' } as const;
const write = { method: 'POST', route: '/keys', body: { name: 'a' } } as const;

/** A byte now and then, for ever. */
const drip: Answerer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
};

/** Lets time pass as soon as a request has arrived. */
function passing(clock: ManualClock, durationMs: number, answer: Answerer): Answerer {
  return (seen, response, socket) => {
    answer(seen, response, socket);
    setImmediate(() => clock.advance(durationMs));
  };
}

describe.each(engines)('the time of a call over $engine', ({ make }) => {
  test.each([
    ['says nothing', silence],
    ['drips', drip],
  ])('is limited for one attempt, also when the server %s', async (_, answer) => {
    const clock = new ManualClock();
    await using server = await TestServer.start(passing(clock, 120, answer));
    await using client = clientOf(server, { transport: make(), clock, timeoutMs: 120, retries: false });
    const error = await errorOf(client.request(write));
    expect(TimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'timed-out', outcome: 'unknown', retryable: true, attempts: 1, route: '/keys' });
    expect(String(error)).toContain('120 ms');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test('is limited as a whole, over all attempts', async () => {
    const clock = new ManualClock();
    await using server = await TestServer.start(passing(clock, 100, silence));
    const retries = { maxRetries: 20 };
    await using client = clientOf(server, { transport: make(), clock, random: () => 0, timeoutMs: 100, totalTimeoutMs: 250, retries });
    const error = await errorOf(client.request(read));
    expect(TimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ attempts: 3, outcome: 'not-applied' });
    expect(String(error)).toContain('totalTimeoutMs');
  });

  test('can be set for a single call', async () => {
    const clock = new ManualClock();
    await using server = await TestServer.start(passing(clock, 70, silence));
    await using client = clientOf(server, { transport: make(), clock, retries: false });
    expect(String(await errorOf(client.request(read, { timeoutMs: 60 })))).toContain('60 ms');
    expect(String(await errorOf(client.request(read, { totalTimeoutMs: 70 })))).toContain('totalTimeoutMs');
  });

  test('is ended by the caller, who learns that a write may have happened', async () => {
    await using server = await TestServer.start(silence);
    await using client = clientOf(server, { transport: make() });
    const controller = new AbortController();
    const failed = errorOf(client.request(write, { signal: controller.signal }));
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort(new Error('canary-reason'));
    const error = await failed;
    expect(AbortedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ name: 'AbortError', code: 'aborted', outcome: 'unknown', attempts: 1 });
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

describe('aborting', () => {
  test('before the call sends nothing', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server);
    expect(await errorOf(client.request(write, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'aborted',
      attempts: 0,
      outcome: 'not-applied',
    });
    expect(server.requests).toEqual([]);
  });

  test('before the call takes no place from others', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { maxConnections: 1 });
    await errorOf(client.request(read, { signal: AbortSignal.abort() }));
    expect(await client.request(read, { totalTimeoutMs: 5_000 })).toMatchObject({ status: 200 });
  });

  test('ends a wait for a connection and gives the place in the line to the next', async () => {
    const held = Promise.withResolvers<() => void>();
    await using server = await TestServer.start(inTurn((_, response) => held.resolve(() => response.end()), json(200, {})));
    await using client = clientOf(server, { maxConnections: 1 });
    const first = client.request(read);
    const controller = new AbortController();
    const second = errorOf(client.request(write, { signal: controller.signal }));
    const third = client.request(read);
    const answer = await held.promise;
    controller.abort();
    expect(await second).toMatchObject({ code: 'aborted', attempts: 0, outcome: 'not-applied' });
    answer();
    await first;
    expect(await third).toMatchObject({ status: 200 });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('ends a wait for a retry, and keeps what is known of the attempt before', async () => {
    await using server = await TestServer.start(json(503, {}, { 'retry-after': '30' }));
    const controller = new AbortController();
    await using client = clientOf(server, { hooks: { onRetry: () => queueMicrotask(() => controller.abort()) } });
    const error = await errorOf(client.request({ ...write, repeatable: true }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'aborted', attempts: 1, outcome: 'unknown' });
  });

  test('a wait for a connection also ends with the time for the whole call', async () => {
    await using server = await TestServer.start(silence);
    const clock = new ManualClock();
    await using client = clientOf(server, { clock, maxConnections: 1, retries: false });
    const controller = new AbortController();
    const first = errorOf(client.request(read, { signal: controller.signal }));
    const second = errorOf(client.request(write, { totalTimeoutMs: 50 }));
    clock.advance(50);
    expect(await second).toMatchObject({ code: 'timed-out', attempts: 0, outcome: 'not-applied' });
    controller.abort();
    await first;
  });

  test('leaves no listener on a signal that outlives its calls', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server);
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(signal, args);
    };
    await client.request(read, { signal });
    expect(listeners).toBe(0);
  });
});
