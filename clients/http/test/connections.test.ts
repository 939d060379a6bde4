import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ClosedClientError, HttpClient, nodeTransport } from '../src/index.ts';
import type { Transport } from '../src/index.ts';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { inTurn, json, raw, TestServer } from './support/test-server.ts';

const get = { method: 'GET', route: '/' } as const;

describe.each(engines)('connections over $engine', ({ make }) => {
  test('are kept and used again', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { transport: make() });
    for (let count = 0; count < 5; count += 1) await client.request(get);
    expect(server.connections).toBe(1);
  });

  test('are never more than allowed, and the requests go in order', async () => {
    let underWay = 0;
    let most = 0;
    await using server = await TestServer.start((_, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        response.end('{}');
      }, 5);
    });
    const order: string[] = [];
    const hooks = { onRequest: ({ route }: { readonly route: string }) => order.push(route) };
    await using client = clientOf(server, { transport: make(), maxConnections: 3, hooks });
    const routes = Array.from({ length: 20 }, (_, index) => `/${index}`);
    await Promise.all(routes.map((route) => client.request({ method: 'GET', route })));
    expect(most).toBe(3);
    expect(server.connections).toBe(3);
    expect(order).toEqual(routes);
  });

  test.each([
    ['promises to keep them longer', json(200, {})],
    ['promises nothing', raw('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')],
  ])('are dropped by us when idle, before a server does it that %s', async (_, answer) => {
    await using server = await TestServer.start(answer, { keepAliveTimeoutMs: 60_000 });
    await using client = clientOf(server, { transport: make(), idleTimeoutMs: 40 });
    await client.request(get);
    await expect.poll(() => server.sockets.size, { timeout: 3_000 }).toBe(0);
    await client.request(get);
    expect(server.connections).toBe(2);
  });

  test('are not taken for idle while an answer takes long', async () => {
    await using server = await TestServer.start((_, response) => setTimeout(() => response.end('{}'), 120));
    await using client = clientOf(server, { transport: make(), idleTimeoutMs: 20, retries: false });
    expect(await client.request(get)).toMatchObject({ status: 200 });
  });

  test('heed a keep-alive time of the server that is shorter than ours', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n';
    await using server = await TestServer.start(raw(answer), { keepAliveTimeoutMs: 60_000 });
    await using client = clientOf(server, { transport: make(), idleTimeoutMs: 60_000 });
    await client.request(get);
    await expect.poll(() => server.sockets.size, { timeout: 3_000 }).toBe(0);
  });

  test('survive a server that closes them after every answer', async () => {
    await using server = await TestServer.start((_, response) => response.writeHead(200, { connection: 'close' }).end());
    await using client = clientOf(server, { transport: make() });
    for (let count = 0; count < 4; count += 1) await client.request(get);
    expect(server.connections).toBe(4);
  });

  test.each([500, 503, 408])('are not used again after a %i, which may be their end', async (status) => {
    const bare = (_: unknown, response: Parameters<Parameters<typeof TestServer.start>[0]>[1]): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"Internal server error"}}');
    };
    await using server = await TestServer.start(inTurn(bare, json(200, {})));
    await using client = clientOf(server, { transport: make(), retries: false });
    await errorOf(client.request(get));
    await client.request(get);
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 2]);
    await expect.poll(() => server.sockets.size).toBe(1);
  });

  test('are used again after a 404, which is an answer like any other', async () => {
    await using server = await TestServer.start(inTurn(json(404, { code: 'NotFound' }), json(200, {})));
    await using client = clientOf(server, { transport: make() });
    await errorOf(client.request(get));
    await client.request(get);
    expect(server.connections).toBe(1);
  });

  test('belong to one client: two share nothing', async () => {
    await using server = await TestServer.start(json(200, {}));
    const one = new HttpClient({ system: 'testing', version: '1', baseUrl: server.origin, tls: { certSha256: server.certSha256 } });
    const other = new HttpClient({
      system: 'testing',
      version: '1',
      baseUrl: server.origin,
      tls: { certSha256: server.certSha256 },
      userAgent: 'other',
    });
    await one.request(get);
    await other.request(get);
    await one.close();
    await other.request(get);
    await other.close();
    expect(server.requests.map(({ connection, headers }) => [connection, headers['user-agent']])).toEqual([
      [1, 'keyrack-testing/1'],
      [2, 'other'],
      [2, 'other'],
    ]);
  });

  test('of a given transport are shared by its clients, and closed with it', async () => {
    await using server = await TestServer.start(json(200, {}));
    const transport = make();
    await using one = clientOf(server, { transport });
    await using other = clientOf(server, { transport });
    await one.request(get);
    await one.close();
    await other.request(get);
    expect(server.connections).toBe(1);
    expect(server.sockets.size).toBe(1);
    await transport.close();
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

describe('closing a client', () => {
  test('refuses new calls before anything is sent, and closes its connections', async () => {
    await using server = await TestServer.start(json(200, {}));
    const client = clientOf(server);
    await client.request(get);
    await client.close();
    await client.close();
    const error = await errorOf(client.request(get));
    expect(ClosedClientError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'client-closed', attempts: 0, outcome: 'not-applied', retryable: false });
    expect(server.requests).toHaveLength(1);
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test('lets what was sent finish, and ends what still waits for its turn', async () => {
    const held = Promise.withResolvers<() => void>();
    await using server = await TestServer.start((_, response) => held.resolve(() => response.end('{"done":true}')));
    const client = clientOf(server, { maxConnections: 1 });
    const [first, second] = [client.request(get), errorOf(client.request(get))];
    const answer = await held.promise;
    const closed = client.close();
    expect(ClosedClientError.isInstance(await second)).toBe(true);
    answer();
    expect(await first).toMatchObject({ status: 200 });
    await closed;
    expect(server.requests).toHaveLength(1);
  });

  test('ends a wait for a retry with the error it had', async () => {
    await using server = await TestServer.start(json(503, { code: 'Busy' }, { 'retry-after': '30' }));
    const waiting = Promise.withResolvers<unknown>();
    const client = clientOf(server, { hooks: { onRetry: waiting.resolve } });
    const failed = errorOf(client.request(get));
    await waiting.promise;
    await client.close();
    expect(await failed).toMatchObject({ code: 'api-status', status: 503, attempts: 1 });
  });

  test('leaves a transport that was given open', async () => {
    let closed = 0;
    const transport: Transport = {
      honours: [],
      send: async () => ({ status: 200, headers: {}, body: new Uint8Array(0) }),
      close: async () => {
        closed += 1;
      },
    };
    const client = new HttpClient({ system: 'testing', version: '1', baseUrl: 'https://192.0.2.1', transport });
    await client.request(get);
    await client.close();
    expect(closed).toBe(0);
  });
});

describe('the default transport', () => {
  test('goes over to undici under load without losing a request', async () => {
    await using server = await TestServer.start((seen, response) => response.end(`"${seen.path}"`));
    const transport = nodeTransport({ undiciAfterRequests: 30 });
    await using client = clientOf(server, { transport, maxConnections: 4 });
    const routes = Array.from({ length: 400 }, (_, index) => `/${index}`);
    const answers = await Promise.all(routes.map((route) => client.request({ method: 'GET', route, decode: String })));
    await transport.close();
    expect(answers.map(({ body }) => body)).toEqual(routes);
    // A handful of each engine, and none of them per request.
    expect(server.connections).toBeGreaterThan(4);
    expect(server.connections).toBeLessThanOrEqual(8);
  });

  test('goes over to undici also when all of the load comes at once', async () => {
    await using server = await TestServer.start(json(200, {}));
    const transport = nodeTransport({ undiciAfterRequests: 5 });
    await using client = clientOf(server, { transport, maxConnections: 20 });
    await Promise.all(Array.from({ length: 20 }, () => client.request(get)));
    await client.request(get); // makes undici be loaded
    await expect.poll(async () => (await client.request(get)) && server.connections).toBeGreaterThan(20);
    await transport.close();
  });

  test('loads nothing on import, no undici for a few requests, and lets a program end', async () => {
    await using server = await TestServer.start(json(200, {}));
    const program = `
      const loaded = (name) => process.moduleLoadList.some((entry) => entry === 'NativeModule ' + name);
      const { HttpClient } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
      const before = ['http', 'https', 'tls', 'net'].filter(loaded);
      const client = new HttpClient({ system: 's', version: '1', baseUrl: '${server.origin}', tls: { certSha256: '${server.certSha256}' } });
      await client.request({ method: 'GET', route: '/' });
      const { createRequire } = await import('node:module');
      const undici = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('/undici/'));
      console.log(JSON.stringify({ before, undici }));`;
    const run = promisify(execFile)(process.execPath, ['--conditions=@keyrack/source', '--input-type=module', '--eval', program], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: '' },
      timeout: 20_000,
    });
    // The client was not closed: its idle connection must not keep the program alive.
    expect(JSON.parse((await run).stdout)).toEqual({ before: [], undici: [] });
  });
});
