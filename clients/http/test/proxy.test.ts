import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { json, silence, TestServer } from './support/test-server.ts';

const get = { method: 'GET', route: '/' } as const;

interface TestProxy extends AsyncDisposable {
  readonly address: string;
  readonly asked: { readonly end: string; readonly credential: string | undefined }[];
}

/** A real proxy that opens tunnels, answers with another status, or never answers. */
async function startProxy(status: number | 'never' = 200): Promise<TestProxy> {
  const asked: { end: string; credential: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, socket) => {
    asked.push({ end: request.url ?? '', credential: request.headers['proxy-authorization'] });
    socket.on('error', () => undefined);
    if (status === 'never') return;
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const end = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(end).pipe(socket);
    });
    sockets.add(end);
    end.on('error', () => socket.destroy());
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    address: `localhost:${(server.address() as AddressInfo).port}`, // of a TCP server
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

describe.each(engines)('a proxy over $engine', ({ make }) => {
  test('is asked for a tunnel, with its credential, and the tunnel is kept', async () => {
    await using proxy = await startProxy();
    await using server = await TestServer.start(json(200, { ok: true }));
    const transport = make();
    await using client = clientOf(server, { transport, proxy: new Secret(`http://zo%C3%AB:p%40ss@${proxy.address}`) });
    await client.request(get);
    expect((await client.request(get)).body).toEqual({ ok: true });
    await transport.close();
    expect(proxy.asked).toEqual([{ end: `localhost:${server.port}`, credential: `Basic ${Buffer.from('zoë:p@ss').toString('base64')}` }]);
  });

  test('carries plain http in a tunnel too', async () => {
    await using proxy = await startProxy();
    await using server = await TestServer.start(json(200, { ok: true }), { certificate: false });
    const transport = make();
    await using client = clientOf(server, { transport, proxy: `http://${proxy.address}` });
    expect((await client.request(get)).body).toEqual({ ok: true });
    await transport.close();
    expect(proxy.asked).toEqual([{ end: `localhost:${server.port}`, credential: undefined }]);
  });

  test('does not weaken a pin', async () => {
    await using proxy = await startProxy();
    await using server = await TestServer.start(json(200, {}));
    const transport = make();
    await using client = clientOf(server, { transport, proxy: `http://${proxy.address}`, tls: { certSha256: 'ab'.repeat(32) } });
    expect(await errorOf(client.request(get))).toMatchObject({ code: 'pin-mismatch', outcome: 'not-applied' });
    await transport.close();
    expect(proxy.asked).toHaveLength(1);
    expect(server.requests).toEqual([]);
  });

  test.each([
    [407, 'PROXY_CREDENTIAL_REFUSED'],
    [502, 'PROXY_REFUSED'],
  ])('that answers %i fails the call with nothing sent', async (status, reason) => {
    await using proxy = await startProxy(status);
    await using server = await TestServer.start(json(200, {}));
    const transport = make();
    await using client = clientOf(server, { transport, proxy: `http://${proxy.address}` });
    const error = await errorOf(client.request({ method: 'POST', route: '/', body: {} }));
    await transport.close();
    expect(error).toMatchObject({ code: 'connection-failed', reason, outcome: 'not-applied' });
    expect(server.requests).toEqual([]);
  });

  test('that is away fails the call with nothing sent', async () => {
    const proxy = await startProxy();
    await proxy[Symbol.asyncDispose]();
    await using server = await TestServer.start(json(200, {}));
    const transport = make();
    await using client = clientOf(server, { transport, proxy: `http://${proxy.address}`, retries: false });
    expect(await errorOf(client.request(get))).toMatchObject({ reason: 'PROXY_ECONNREFUSED', outcome: 'not-applied' });
    await transport.close();
  });

  test('that never answers does not hold a call longer than its caller wants', async () => {
    await using proxy = await startProxy('never');
    await using server = await TestServer.start(silence);
    const transport = make();
    await using client = clientOf(server, { transport, proxy: `http://${proxy.address}` });
    const controller = new AbortController();
    const failed = errorOf(client.request({ method: 'POST', route: '/', body: {} }, { signal: controller.signal }));
    await expect.poll(() => proxy.asked.length).toBe(1);
    controller.abort();
    expect(await failed).toMatchObject({ code: 'aborted', outcome: 'not-applied' });
    await transport.close();
  });
});
