import { ApiStatusError, ResponseShapeError } from '@keyrack/http';
import type { Transport, TransportRequest, TransportResponse } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { AccessKeyNotFoundError, InvalidArgumentError, OutlineClient, RouteNotFoundError, ServerFailureError } from './index.ts';

/** Answers every request alike and keeps what was sent. */
class FixedTransport implements Transport {
  readonly honours = ['certSha256'] as const;
  readonly sent: TransportRequest[] = [];
  readonly #answer: TransportResponse;

  constructor(status: number, body: unknown) {
    const text = body === undefined ? '' : JSON.stringify(body);
    this.#answer = { status, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(text) };
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.sent.push(request);
    return this.#answer;
  }

  async close(): Promise<void> {}
}

const open = (transport: Transport): OutlineClient =>
  new OutlineClient({ apiUrl: 'https://203.0.113.5:1/secret-path', transport, retries: false });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('what goes onto the wire', () => {
  const key = { id: 'a' };
  const sent: Readonly<
    Record<
      string,
      readonly [act: (client: OutlineClient) => Promise<unknown>, answer: unknown, method: string, path: string, body?: object]
    >
  > = {
    'reading the server': [(client) => client.server.get(), { serverId: 's' }, 'GET', '/server'],
    'listing keys': [(client) => client.accessKeys.list(), { accessKeys: [] }, 'GET', '/access-keys'],
    'reading a key': [(client) => client.accessKeys.get('a/b ü'), key, 'GET', '/access-keys/a%2Fb%20%C3%BC'],
    'creating a key': [
      (client) => client.accessKeys.create({ name: 'A', limit: { bytes: 0 } }),
      key,
      'POST',
      '/access-keys',
      { name: 'A', limit: { bytes: 0 } },
    ],
    'creating a key with nothing': [(client) => client.accessKeys.create(), key, 'POST', '/access-keys', {}],
    'creating a key with an id': [
      (client) => client.accessKeys.createWithId('a', { password: 'p' }),
      key,
      'PUT',
      '/access-keys/a',
      { password: 'p' },
    ],
    'renaming a key': [(client) => client.accessKeys.rename('a', 'B'), undefined, 'PUT', '/access-keys/a/name', { name: 'B' }],
    'setting a limit': [
      (client) => client.accessKeys.setDataLimit('a', { bytes: 7 }),
      undefined,
      'PUT',
      '/access-keys/a/data-limit',
      { limit: { bytes: 7 } },
    ],
    'removing a limit': [(client) => client.accessKeys.removeDataLimit('a'), undefined, 'DELETE', '/access-keys/a/data-limit'],
    'deleting a key': [(client) => client.accessKeys.delete('a'), undefined, 'DELETE', '/access-keys/a'],
    'reading metrics': [(client) => client.metrics.transfer(), { bytesTransferredByUserId: {} }, 'GET', '/metrics/transfer'],
  };

  test.each(Object.entries(sent))('for %s is one request of the right form', async (_, [act, answer, method, path, body]) => {
    const transport = new FixedTransport(answer === undefined ? 204 : 200, answer);
    await act(open(transport));
    expect(
      transport.sent.map((request) => [request.method, request.path, request.body === undefined ? undefined : JSON.parse(request.body)]),
    ).toEqual([[method, `/secret-path${path}`, body]]);
    expect(Object.keys(transport.sent[0]?.headers ?? {})).not.toContain('content-encoding');
    expect(transport.sent[0]?.headers['user-agent']).toMatch(/^keyrack-outline\/\d/);
  });
});

describe('what comes back', () => {
  test.each([
    [404, 'NotFound', AccessKeyNotFoundError],
    [404, 'ResourceNotFound', RouteNotFoundError],
    [400, 'InvalidArgument', InvalidArgumentError],
    [409, 'InvalidArgument', InvalidArgumentError],
    [400, 'MissingParameter', InvalidArgumentError],
    [400, 'InvalidContent', InvalidArgumentError],
    [500, 'InternalServer', ServerFailureError],
    [500, 'Internal', ServerFailureError],
    [405, 'MethodNotAllowed', ApiStatusError],
    [404, 'constructor', ApiStatusError],
  ])('with %d %s is a %o', async (status, code, expected) => {
    const failure = await failureOf(open(new FixedTransport(status, { code, message: 'said' })).accessKeys.get('a'));
    expect(failure).toMatchObject({ constructor: expected, status, upstreamCode: code, upstreamMessage: 'said' });
  });

  test('without the words of the server is nothing that it said', async () => {
    for (const body of [{}, { error: 'NotFound' }, { code: 404 }, [], 'NotFound', null]) {
      const failure = await failureOf(open(new FixedTransport(404, body)).accessKeys.delete('a'));
      expect(failure).toMatchObject({ constructor: ApiStatusError, outcome: 'unknown', upstreamCode: undefined });
    }
  });

  test('without the secret path, which the server repeats', async () => {
    const message = '/secret-path/access-keys/a does not exist';
    const failure = await failureOf(open(new FixedTransport(404, { code: 'ResourceNotFound', message })).accessKeys.get('a'));
    expect(failure).toBeInstanceOf(RouteNotFoundError);
    expect(JSON.stringify(failure)).not.toContain('secret-path');
  });

  test('but is no key is a ResponseShapeError', async () => {
    expect(await failureOf(open(new FixedTransport(200, { name: 'no id' })).accessKeys.get('a'))).toBeInstanceOf(ResponseShapeError);
    const client = open(new FixedTransport(200, { accessKeys: [{ id: 'a' }, {}] }));
    for (const attempt of [client.accessKeys.list(), client.accessKeys.listAll().next()]) {
      const failure = await failureOf(attempt);
      expect(failure).toBeInstanceOf(ResponseShapeError);
      expect(String(failure)).toContain('accessKeys[1].id');
    }
  });
});
