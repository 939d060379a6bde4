import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { TransportFailure } from '../src/index.ts';
import { carriers, requestTo, startFor } from './support/carriers.ts';
import { errorOf } from './support/clients.ts';
import { json, raw, reset, silence } from './support/test-server.ts';

const text = (body: Uint8Array): string => Buffer.from(body).toString();

describe.each(carriers)('the transport over $name', (carrier) => {
  test('sends method, path, headers and body exactly as they are', async () => {
    await using server = await startFor(carrier, json(200, {}));
    const transport = carrier.make();
    const body = JSON.stringify({ name: 'Zoë 🔑' });
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'x-mark': 'a  b' };
    await transport.send(requestTo(server, { method: 'PUT', path: '/a%2Fb/%2e%2e%20c?x=%26&y=', headers, body }));
    await transport.close();
    const [seen] = server.requests;
    expect(seen).toMatchObject({ method: 'PUT', body, headers: { ...headers, host: `localhost:${server.port}` } });
    // A platform's fetch reads "%2e%2e" as "..", which is why parameters that are dots are refused above it.
    if (carrier.name !== 'fetch') expect(seen?.path).toBe('/a%2Fb/%2e%2e%20c?x=%26&y=');
  });

  test('gives status, joined headers in lower case and the whole body', async () => {
    const answer = 'HTTP/1.1 207 Odd\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 5\r\n\r\nh\u00e9llo'.replace('\u00e9', 'e');
    await using server = await startFor(carrier, raw(answer));
    const transport = carrier.make();
    const { status, headers, body } = await transport.send(requestTo(server));
    await transport.close();
    expect({ status, two: headers['x-two'], body: text(body) }).toEqual({ status: 207, two: 'a, b', body: 'hello' });
  });

  test('reads chunked bodies, and answers that have none', async () => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n';
    const answers = { '/chunked': raw(chunked), '/none': raw('HTTP/1.1 204 No Content\r\n\r\n') } as const;
    await using server = await startFor(carrier, (seen, response, socket) =>
      seen.path === '/chunked' ? answers['/chunked'](seen, response, socket) : answers['/none'](seen, response, socket),
    );
    const transport = carrier.make();
    expect(text((await transport.send(requestTo(server, { path: '/chunked' }))).body)).toBe('abcde');
    expect(await transport.send(requestTo(server, { path: '/none' }))).toMatchObject({ status: 204, body: new Uint8Array(0) });
    await transport.close();
  });

  test('follows no redirect', async () => {
    await using server = await startFor(carrier, raw('HTTP/1.1 308 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n'));
    const transport = carrier.make();
    expect((await transport.send(requestTo(server))).status).toBe(308);
    await transport.close();
    expect(server.requests.map(({ path }) => path)).toEqual(['/']);
  });

  test('says that nothing was sent when the connection is refused', async () => {
    const transport = carrier.make();
    const closed = createServer().listen(0, 'localhost');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo; // of a TCP server
    closed.close();
    await once(closed, 'close');
    await using server = await startFor(carrier, json(200, {}));
    const { target } = requestTo(server);
    const origin = `${carrier.isTls ? 'https' : 'http'}://localhost:${port}`;
    const failure = await errorOf(transport.send(requestTo(server, { target: { ...target, origin } })));
    await transport.close();
    expect(failure).toMatchObject({ name: 'TransportFailure', kind: 'connect', reason: 'ECONNREFUSED', sent: false });
  });

  test('says that the request may have arrived when the connection is dropped after it', async () => {
    await using server = await startFor(carrier, reset);
    const transport = carrier.make();
    const failure = await errorOf(transport.send(requestTo(server, { method: 'POST', body: '{}', headers: { 'content-length': '2' } })));
    await transport.close();
    expect(failure).toMatchObject({ kind: 'lost', sent: true, status: undefined });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['by its length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half":'],
    ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"half":'],
    ['between chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  ])('tells a body that was cut %s from a whole one', async (_, answer) => {
    await using server = await startFor(carrier, raw(answer, 'end'));
    const transport = carrier.make();
    const failure = await errorOf(transport.send(requestTo(server)));
    await transport.close();
    expect(failure).toMatchObject({ kind: 'lost', reason: 'TRUNCATED', sent: true, status: 200 });
  });

  test('gives up on what is not HTTP', async () => {
    await using server = await startFor(carrier, raw('SSH-2.0-OpenSSH_9.6\r\n\r\n', 'end'));
    const transport = carrier.make();
    const failure = await errorOf(transport.send(requestTo(server)));
    await transport.close();
    expect(failure).toMatchObject({ kind: 'lost', sent: true });
  });

  test('stops reading a body beyond the limit, and ends its connection', async () => {
    let sent = 0;
    await using server = await startFor(carrier, (_, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    });
    const transport = carrier.make();
    const failure = await errorOf(transport.send(requestTo(server, { maxResponseBytes: 50_000 })));
    expect(failure).toMatchObject({ kind: 'too-large', status: 200 });
    await expect.poll(() => server.sockets.size).toBe(0);
    await transport.close();
    expect(sent).toBeLessThan(50_000_000);
  });

  test('takes a body that is exactly as large as allowed', async () => {
    await using server = await startFor(carrier, raw('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'));
    const transport = carrier.make();
    expect(text((await transport.send(requestTo(server, { maxResponseBytes: 5 }))).body)).toBe('hello');
    await transport.close();
  });

  test('ends at once when it is aborted: before it starts, while waiting, and in the middle of a body', async () => {
    await using server = await startFor(carrier, (seen, response, socket) =>
      seen.path === '/wait'
        ? silence(seen, response, socket)
        : raw('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"dr')(seen, response, socket),
    );
    const transport = carrier.make();
    const early = await errorOf(transport.send(requestTo(server, { signal: AbortSignal.abort() })));
    expect(early).toMatchObject({ kind: 'aborted' });
    expect(server.requests).toHaveLength(0);
    for (const path of ['/wait', '/drip']) {
      const controller = new AbortController();
      const failure = errorOf(transport.send(requestTo(server, { path, signal: controller.signal })));
      await expect.poll(() => server.requests.length).toBeGreaterThan(0);
      server.requests.length = 0;
      controller.abort();
      expect(await failure).toMatchObject({ kind: 'aborted', sent: true });
      await expect.poll(() => server.sockets.size).toBe(0);
    }
    await transport.close();
  });

  test('carries many requests at once without mixing them up', async () => {
    await using server = await startFor(carrier, (seen, response) =>
      setTimeout(() => response.end(seen.path), Number(seen.path.slice(1)) % 7),
    );
    const transport = carrier.make();
    const paths = Array.from({ length: 60 }, (_, index) => `/${index}`);
    const answers = await Promise.all(paths.map((path) => transport.send(requestTo(server, { path }))));
    await transport.close();
    expect(answers.map(({ body }) => text(body))).toEqual(paths);
  });

  test('throws only failures of its own, which hold no address', async () => {
    await using server = await startFor(carrier, reset);
    const transport = carrier.make();
    const failure = await errorOf(transport.send(requestTo(server, { path: '/canary-path' })));
    await transport.close();
    expect(TransportFailure.isInstance(failure)).toBe(true);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('canary-path');
    expect(failure).not.toHaveProperty('cause');
  });
});
