import { inspect } from 'node:util';
import { Secret } from '@keyrack/secret';
import { CanaryScanner } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { ApiStatusError } from '../src/index.ts';
import type { ApiRequest, ErrorMapping, HttpClient, HttpClientOptions } from '../src/index.ts';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { ManualClock } from './support/manual-clock.ts';
import { json, raw, reset, silence, TestServer } from './support/test-server.ts';
import type { Answerer } from './support/test-server.ts';

const canaries = {
  prefix: 'canary-prefix-3pQ4jf6q_5WV',
  token: 'canary-token+/&4711"',
  password: 'canary-password é 4711',
  parameter: 'canary/parameter?4711',
  header: 'canary-header=4711;',
  cookie: 'canary-cookie-4711-abc',
};
const scanner = new CanaryScanner(Object.values(canaries));

const request: ApiRequest = {
  method: 'POST',
  route: '/keys/{key}/name',
  parameters: { key: new Secret(canaries.parameter) },
  body: { nested: [{ password: new Secret(canaries.password) }] },
  headers: { 'x-secret': new Secret(canaries.header) },
  repeatable: true,
};

/** Repeats everything it was told, as chatty servers do. */
const echo =
  (status: number): Answerer =>
  (seen, response, socket) => {
    const everything = {
      code: `No${seen.path}`,
      message: `${seen.path} ${decodeURIComponent(seen.path)} does not exist`,
      seen,
      [seen.path]: seen.body,
    };
    const headers = {
      location: seen.path,
      'set-cookie': `session=${canaries.cookie}`,
      'x-request-id': `id-${canaries.prefix}`,
      server: canaries.token,
    };
    json(status, everything, headers)(seen, response, socket);
  };

/** Everything that a program, a person or a log can see of a value. */
function allOf(value: unknown): string {
  const own =
    typeof value === 'object' && value !== null
      ? Reflect.ownKeys(value).map((name) => `${String(name)}=${String(Reflect.get(value, name))}`)
      : [];
  const stack = value instanceof Error ? (value.stack ?? '') : '';
  return [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), String(value), stack, ...own].join('\n');
}

interface Watched {
  readonly client: HttpClient;
  readonly seen: unknown[];
}

function watch(server: TestServer, options: Partial<HttpClientOptions>): Watched {
  const seen: unknown[] = [];
  const see = (event: unknown): void => void seen.push(event);
  const client = clientOf(server, {
    baseUrl: new Secret(`${server.origin}/${canaries.prefix}`),
    authentication: { kind: 'basic', username: 'admin', password: new Secret(canaries.token) },
    hooks: { onRequest: see, onResponse: see, onRetry: see },
    logger: { log: (level, message, fields) => seen.push({ level, message, fields }) },
    logLevel: 'debug',
    defaultHeaders: { 'x-default': new Secret(canaries.header) },
    ...options,
  });
  return { client, seen };
}

describe.each(engines)('over $engine nothing secret', ({ make }) => {
  test.each<[string, Answerer, Partial<HttpClientOptions>]>([
    ['a success', echo(200), {}],
    ['a refusal that repeats everything', echo(404), {}],
    ['a redirect', echo(308), {}],
    ['a failure that is tried again', echo(503), {}],
    [
      'JSON that is none',
      raw(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"${canaries.prefix}": ${canaries.prefix}`),
      {},
    ],
    ['a cut answer', raw(`HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"${canaries.prefix}"`, 'end'), {}],
    ['no HTTP at all', raw(`${canaries.prefix}\r\n\r\n`, 'end'), {}],
    ['a reset', reset, {}],
    ['no answer in time', silence, {}],
    ['an answer that is too large', echo(200), { maxResponseBytes: 20 }],
    ['another certificate', echo(200), { tls: { certSha256: 'ab'.repeat(32) } }],
    ['a certificate that nobody vouches for', echo(200), { tls: {} }],
    ['a proxy that refuses', echo(200), { proxy: new Secret(`http://user:${encodeURIComponent(canaries.token)}@localhost:1`) }],
  ])('is shown of a call that ends with %s', async (_, answer, options) => {
    const clock = new ManualClock();
    await using server = await TestServer.start((seen, response, socket) => {
      answer(seen, response, socket);
      if (answer === silence) clock.advance(30_000);
    });
    const transport = make();
    const { client, seen } = watch(server, { transport, clock, random: () => 0, ...options });
    const ended: unknown = await client.request(request).catch((error: unknown) => error);
    // A success is the caller's own; everything else may end up in a log.
    if (ended instanceof Error) seen.push(ended);
    seen.push(client, { client }, client.prepare(request));
    await client.close();
    await transport.close();
    expect(scanner.scan('everything seen', seen.map(allOf).join('\n'))).toEqual([]);
    expect(seen.length).toBeGreaterThan(4);
  });

  test('is kept from the server', async () => {
    await using server = await TestServer.start(echo(200));
    const transport = make();
    const { client } = watch(server, { transport });
    await client.request(request);
    await transport.close();
    const sent = JSON.stringify(server.requests);
    expect(scanner.scan('the wire', sent).length).toBeGreaterThanOrEqual(5);
  });
});

describe('what is shown instead', () => {
  test('of an error body to the client that words its errors is without secrets too', async () => {
    await using server = await TestServer.start(echo(404));
    const answers: unknown[] = [];
    const create: NonNullable<ErrorMapping['create']> = (details, answer) => {
      answers.push(answer);
      return new ApiStatusError(details);
    };
    const { client } = watch(server, { errors: { create } });
    await errorOf(client.request(request));
    await client.close();
    expect(answers).toHaveLength(1);
    // A cookie was set by the server; it is no secret that this client knows.
    const text = allOf(answers).replaceAll(canaries.cookie, '');
    expect(scanner.scan('what it was given', text)).toEqual([]);
  });

  test('is the route, the status and the harmless headers', async () => {
    await using server = await TestServer.start(echo(404));
    const { client, seen } = watch(server, { retries: false });
    const error: unknown = await client.request(request).catch((caught: unknown) => caught);
    await client.close();
    expect(error).toMatchObject({
      method: 'POST',
      route: '/keys/{key}/name',
      status: 404,
      requestId: 'id-[secret]',
      upstreamCode: 'No[secret]/keys/[secret]/name',
      upstreamMessage: '[secret]/keys/[secret]/name [secret]/keys/[secret]/name does not exist',
    });
    const [sent] = seen;
    expect(sent).toMatchObject({
      route: '/keys/{key}/name',
      attempt: 1,
      headers: { 'user-agent': 'keyrack-testing/1.2.3', authorization: '[redacted]', 'x-secret': '[redacted]', 'x-default': '[redacted]' },
    });
  });

  test('of a client is its name, its origin and whether it is open', async () => {
    await using server = await TestServer.start(echo(200));
    const { client } = watch(server, {});
    expect([String(client), inspect(client), JSON.parse(JSON.stringify(client)), client.describe('OutlineClient')]).toEqual([
      ...Array.from({ length: 3 }, () => `HttpClient(${server.origin}, open)`),
      `OutlineClient(${server.origin}, open)`,
    ]);
    await client.close();
    expect(String(client)).toBe(`HttpClient(${server.origin}, closed)`);
  });

  test('to the logger depends on its level', async () => {
    const levelsAt = async (logLevel: NonNullable<HttpClientOptions['logLevel']>): Promise<string[]> => {
      let turn = 0;
      await using server = await TestServer.start((...args) => echo((turn += 1) === 1 ? 503 : 200)(...args));
      const { client, seen } = watch(server, { logLevel, hooks: {} });
      await client.request(request);
      await client.request({ method: 'GET', route: '/x' });
      turn = 0;
      await client.request({ ...request, repeatable: false }).catch(() => undefined);
      await client.close();
      return seen.map((entry) => (entry as { level: string }).level); // what `watch` writes down
    };
    expect(await levelsAt('off')).toEqual([]);
    expect(await levelsAt('error')).toEqual(['error']);
    expect(await levelsAt('warn')).toEqual(['warn', 'error']);
    expect(await levelsAt('info')).toEqual(['warn', 'info', 'info', 'error']);
    expect((await levelsAt('debug')).filter((level) => level === 'debug')).toHaveLength(8);
  });

  test('to a watcher that fails does not lose the answer', async () => {
    await using server = await TestServer.start(json(201, { secret: 's' }));
    const fail = (): never => {
      throw new Error('a broken watcher');
    };
    const reject = (): Promise<void> => Promise.reject(new Error('a broken watcher'));
    await using client = clientOf(server, { hooks: { onRequest: fail, onResponse: reject }, logger: { log: fail }, logLevel: 'debug' });
    expect((await client.request({ method: 'POST', route: '/keys', body: {} })).body).toEqual({ secret: 's' });
  });
});
