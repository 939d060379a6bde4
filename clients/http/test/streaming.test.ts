import { describe, expect, test } from 'vitest';
import {
  AbortedError,
  ConnectionError,
  DecodeError,
  HttpError,
  JsonReader,
  PinMismatchError,
  ResponseShapeError,
  TimeoutError,
} from '../src/index.ts';
import type { HttpClient, ListRequest, Transport } from '../src/index.ts';
import { carriers, startFor } from './support/carriers.ts';
import { clientOf, errorOf } from './support/clients.ts';
import { ManualClock } from './support/manual-clock.ts';
import { inTurn, json, TestServer } from './support/test-server.ts';
import type { Answerer } from './support/test-server.ts';

const read: ListRequest = { method: 'GET', route: '/keys', list: 'keys' };
const megabyte = 2 ** 20;

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** A list that goes on for as long as somebody reads; counts what the server could get rid of. */
function endless(): { readonly answer: Answerer; readonly written: () => number } {
  let written = 0;
  const item = `"${'x'.repeat(16_000)}",`;
  const answer: Answerer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"keys":[');
    const write = (): void => {
      while (!response.destroyed) {
        written += item.length;
        if (!response.write(item)) return void response.once('drain', write);
      }
    };
    write();
  };
  return { answer, written: () => written };
}

/** Sends these texts, each when it is asked for the next. */
function inPieces(pieces: readonly string[]): { readonly answer: Answerer; readonly next: () => void } {
  const left = [...pieces];
  let send = (): void => undefined;
  const answer: Answerer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    send = () => {
      const piece = left.shift();
      if (piece !== undefined) response.write(piece);
      if (left.length === 0) response.end();
    };
    send();
  };
  return { answer, next: () => send() };
}

describe.each(carriers)('a list that is streamed over $name', (carrier) => {
  test('gives every item, in order, and keeps the connection', async () => {
    const keys = Array.from({ length: 5_000 }, (_, id) => ({ id: String(id), name: `"[ü😀]${id}` }));
    await using server = await startFor(carrier, json(200, { keys, more: 1 }));
    await using client = clientOf(server, { transport: carrier.make() });
    expect(await collect(client.streamList(read))).toEqual(keys);
    expect(
      await collect(client.streamList({ ...read, decodeItem: (item, index) => [JsonReader.of(item).requiredText('id'), index] })),
    ).toEqual(keys.map(({ id }, index) => [id, index]));
    if (carrier.isTls) expect(server.connections).toBe(1); // how many `fetch` keeps is the platform's
  });

  test('does not read on while the caller is busy, and ends the call when the caller has enough', async () => {
    const { answer, written } = endless();
    await using server = await startFor(carrier, answer);
    const client = clientOf(server, { transport: carrier.make(), maxResponseBytes: megabyte });
    let count = 0;
    let settled = 0;
    for await (const item of client.streamList(read)) {
      expect(item).toHaveLength(16_000);
      if (count === 0) {
        // Whatever the buffers on the way hold is written; then nothing more.
        for (let before = -1; before !== written();) {
          before = written();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        settled = written();
      }
      count += 1;
      if (count === 1_500) break; // 24 MB, far more than maxResponseBytes
    }
    expect(settled).toBeLessThan(20 * megabyte);
    expect(written()).toBeGreaterThan(settled);
    // It is not held open by a call that nobody reads any more.
    await client.close();
  });

  test('gives raw chunks too', async () => {
    await using server = await startFor(carrier, json(200, { keys: ['ü'] }));
    await using client = clientOf(server, { transport: carrier.make() });
    const chunks = await collect(client.stream({ method: 'GET', route: '/keys' }));
    expect(Buffer.concat(chunks).toString()).toBe('{"keys":["ü"]}');
  });

  test('ends in the error that a whole answer would end in', async () => {
    const refused = json(404, { code: 'not-found', message: 'no such list' });
    await using server = await startFor(carrier, inTurn(refused, json(200, { other: [] }), json(200, { keys: [1, 2] })));
    await using client = clientOf(server, { transport: carrier.make() });
    expect(await errorOf(collect(client.streamList(read)))).toMatchObject({ code: 'api-status', status: 404, upstreamCode: 'not-found' });
    const shape = await errorOf(collect(client.streamList(read)));
    expect(ResponseShapeError.isInstance(shape)).toBe(true);
    expect(String(shape)).toContain('keys is not a list');
    const decodeItem = (item: unknown, index: number): unknown => {
      if (index === 0) return item;
      throw new DecodeError(`keys[${index}]`, 'a text');
    };
    const fault = await errorOf(collect(client.streamList({ ...read, decodeItem })));
    expect(fault).toMatchObject({ code: 'response-shape', status: 200, outcome: 'not-applied', route: '/keys' });
    expect(String(fault)).toContain('keys[1] is not a text');
  });

  test('is repeated as long as nothing was given, and never after that', async () => {
    const cut =
      (text: string): Answerer =>
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write(text, () => response.destroy());
      };
    await using server = await startFor(
      carrier,
      inTurn(json(503, {}), cut('{"keys":["hal'), json(200, { keys: [1] }), cut('{"keys":[1,2,')),
    );
    await using client = clientOf(server, { transport: carrier.make() });
    expect(await collect(client.streamList(read))).toEqual([1]);
    expect(server.requests).toHaveLength(3);
    const seen: unknown[] = [];
    const failure = await errorOf(
      (async () => {
        for await (const item of client.streamList(read)) seen.push(item);
      })(),
    );
    expect(seen).toEqual([1, 2]);
    expect(ConnectionError.isInstance(failure)).toBe(true);
    expect(failure).toMatchObject({ retryable: true, attempts: 1 });
    expect(server.requests).toHaveLength(4);
  });

  test('counts the time of the server and not that of the caller', async () => {
    const clock = new ManualClock();
    const { answer, next } = inPieces(['{"keys":[1,', '2,', '3,', '4]}']);
    await using server = await startFor(carrier, answer);
    await using client = clientOf(server, { transport: carrier.make(), clock, timeoutMs: 1_000, totalTimeoutMs: 1_500, retries: false });
    const items = client.streamList(read);
    expect((await items.next()).value).toBe(1);
    clock.advance(60_000);
    next();
    expect((await items.next()).value).toBe(2);
    clock.advance(60_000);
    const silent = items.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.advance(999);
    next();
    expect((await silent).value).toBe(3);
    const late = errorOf(items.next());
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.advance(501);
    const failure = await late;
    expect(TimeoutError.isInstance(failure)).toBe(true);
    expect(String(failure)).toContain('whole call');
  });

  test('is ended by the signal of the caller, also while the caller is busy', async () => {
    await using server = await startFor(carrier, endless().answer);
    await using client = clientOf(server, { transport: carrier.make() });
    const controller = new AbortController();
    const items = client.streamList(read, { signal: controller.signal });
    await items.next();
    controller.abort();
    const failure = await errorOf(collect(items));
    expect(AbortedError.isInstance(failure)).toBe(true);
  });

  test('is refused when one item is larger than allowed', async () => {
    await using server = await startFor(carrier, json(200, { keys: ['x'.repeat(3 * megabyte)] }));
    await using client = clientOf(server, { transport: carrier.make(), maxResponseBytes: megabyte });
    const failure = await errorOf(collect(client.streamList(read)));
    expect(ResponseShapeError.isInstance(failure)).toBe(true);
    expect(String(failure)).toContain('maxResponseBytes');
  });
});

test('a stream gives its connection back, whatever its end, and a client waits for it when it closes', async () => {
  await using server = await TestServer.start(json(200, { keys: [1, 2] }));
  const client = clientOf(server, { maxConnections: 1 });
  await collect(client.streamList(read));
  for await (const item of client.streamList(read)) if (item === 1) break;
  const items = client.streamList(read);
  await items.next();
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isClosed).toBe(false);
  expect(await collect(items)).toEqual([2]);
  await closing;
  expect(await errorOf(collect(client.streamList(read)))).toMatchObject({ code: 'client-closed' });
});

test('a stream sends nothing to a server with another certificate', async () => {
  await using server = await TestServer.start(json(200, { keys: [] }));
  await using client: HttpClient = clientOf(server, { tls: { certSha256: '0'.repeat(64) } });
  expect(PinMismatchError.isInstance(await errorOf(collect(client.streamList(read))))).toBe(true);
  expect(server.requests).toEqual([]);
});

test('a transport that knows no streams gives the body whole, and the items come all the same', async () => {
  const transport: Transport = {
    honours: [],
    send: ({ path }) => Promise.resolve({ status: path === '/keys' ? 200 : 500, headers: {}, body: Buffer.from('{"keys":[1,2,3]}') }),
    close: () => Promise.resolve(),
  };
  const bytes: number[] = [];
  await using server = await TestServer.start(json(200, {}), { certificate: false });
  await using client = clientOf(server, { transport, hooks: { onResponse: ({ bodyBytes }) => bytes.push(bodyBytes) } });
  expect(await collect(client.streamList(read))).toEqual([1, 2, 3]);
  for await (const item of client.streamList(read)) if (item === 2) break;
  expect(bytes).toEqual([16, 16]);
  expect(HttpError.isInstance(await errorOf(collect(client.streamList({ ...read, route: '/others' }))))).toBe(true);
});
