import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, DecodeError, JsonReader, ResponseShapeError } from '../src/index.ts';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { json, raw, TestServer } from './support/test-server.ts';

const read = { method: 'GET', route: '/keys' } as const;
const bodyOf = (type: string | undefined, text: string): string =>
  `HTTP/1.1 200 OK\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

describe('an answer', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/Problem+JSON', undefined])(
    'of type %s is read as JSON',
    async (type) => {
      await using server = await TestServer.start(raw(bodyOf(type, '\ufeff{"name":"Zoë","none":null}')));
      await using client = clientOf(server);
      expect((await client.request(read)).body).toEqual({ name: 'Zoë', none: null });
    },
  );

  test.each([
    ['of another type', 'text/html', '{"looks":"like JSON"}'],
    ['that runs as JavaScript', 'application/javascript', "typeof f === 'function' && f({});"],
    ['that claims to be JSON and is not', 'application/json', '{"canary-4711": '],
  ])('%s is refused without quoting it', async (_, type, text) => {
    await using server = await TestServer.start(raw(bodyOf(type, text)));
    await using client = clientOf(server);
    const error = await errorOf(client.request(read));
    expect(ResponseShapeError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ status: 200, retryable: false });
    expect(String(error)).toMatch(/the answer \(200\) is not JSON/);
    expect(String(error)).not.toContain('canary');
    expect(server.requests).toHaveLength(1);
  });

  test('that nobody can ask for again is read whatever its type says, and refused only when it is no JSON', async () => {
    const create = { method: 'POST', route: '/keys', anyContentType: true } as const;
    const answered = async (text: string): Promise<unknown> => {
      await using server = await TestServer.start(raw(bodyOf('text/html', text)));
      await using client = clientOf(server);
      return (await client.request(create)).body;
    };
    expect(await answered('{"secret":"s"}')).toEqual({ secret: 's' });
    const error = await errorOf(answered('<html>canary-4711</html>'));
    expect(error).toMatchObject({ code: 'response-shape', outcome: 'unknown' });
    expect(String(error)).not.toContain('canary');
  });

  test('without a body is no body', async () => {
    await using server = await TestServer.start((_, response) => response.writeHead(204).end());
    await using client = clientOf(server);
    expect(await client.request({ method: 'DELETE', route: '/keys' })).toMatchObject({ status: 204, body: undefined, attempts: 1 });
  });

  test('has its headers and the id that the system gave the request', async () => {
    await using server = await TestServer.start(json(200, {}, { etag: '"2"', 'x-call': `id-1\u00e9${'x'.repeat(200)}` }));
    await using client = clientOf(server, { requestIdHeader: 'X-Call' });
    const { headers, requestId } = await client.request(read);
    expect(headers['etag']).toBe('"2"');
    expect(requestId).toMatch(/^id-1/);
    expect(requestId).toHaveLength(128);
  });

  test('is decoded at the edge; what does not fit names the place and nothing that was found', async () => {
    await using server = await TestServer.start(json(200, { keys: [{ id: '1' }, { id: 4711 }] }));
    await using client = clientOf(server);
    const decode = (body: unknown): readonly string[] => JsonReader.of(body).objects('keys', (key) => key.requiredText('id'));
    const error = await errorOf(client.request({ ...read, decode }));
    expect(String(error)).toContain('keys[1].id is not a text');
    expect(String(error)).not.toContain('4711');
    const unexpected = await errorOf(
      client.request({
        ...read,
        decode: () => {
          throw new TypeError('canary of a defect');
        },
      }),
    );
    expect(String(unexpected)).toContain('the body cannot be decoded');
    expect(String(unexpected)).not.toContain('canary');
  });

  test('lets a decoder throw an error of its own that tells about the call', async () => {
    class SecretMissingError extends ResponseShapeError {
      static override readonly errorName: string = '@keyrack/testing/SecretMissingError';
    }
    await using server = await TestServer.start(json(201, { $key: '36' }));
    await using client = clientOf(server);
    const decode = (_: unknown, answer: { errorDetails(): ConstructorParameters<typeof ResponseShapeError>[1] }): never => {
      throw new SecretMissingError({ fault: 'the key 36 has no secret', advice: 'Revoke it.' }, answer.errorDetails());
    };
    const error = await errorOf(client.request({ method: 'POST', route: '/keys', body: {}, decode }));
    expect(SecretMissingError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      name: 'SecretMissingError',
      method: 'POST',
      route: '/keys',
      outcome: 'applied',
      attempts: 1,
      status: 201,
    });
  });

  test('larger than allowed is given up', async () => {
    await using server = await TestServer.start(json(200, { text: 'x'.repeat(5_000) }));
    await using client = clientOf(server, { maxResponseBytes: 4_096 });
    const error = await errorOf(client.request(read));
    expect(ResponseShapeError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ retryable: false, attempts: 1 });
    expect(String(error)).toContain('larger than 4096 bytes');
  });
});

describe.each(engines)('a request over $engine', ({ make }) => {
  test('carries JSON in which a Secret is its value, with the length in bytes', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { transport: make() });
    const body = { name: 'Zoë', password: new Secret('p-1'), list: [new Secret('p-2')], mask: '[secret]', gone: undefined, none: null };
    await client.request({ method: 'PUT', route: '/keys', body });
    const [seen] = server.requests;
    expect(seen?.body).toBe('{"name":"Zoë","password":"p-1","list":["p-2"],"mask":"[secret]","none":null}');
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(seen?.body ?? '')),
    });
  });

  test('without a body has no type, and says so where a body is expected', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { transport: make() });
    await client.request({ method: 'POST', route: '/keys/1/block' });
    await client.request({ method: 'DELETE', route: '/keys/1' });
    await client.request(read);
    expect(
      server.requests.map(({ headers }) => [headers['content-type'], headers['content-length'], headers['transfer-encoding']]),
    ).toEqual([
      [undefined, '0', undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
    ]);
  });

  test.each([
    ['bearer', { kind: 'bearer', token: new Secret('t-1') }, 'authorization', 'Bearer t-1'],
    [
      'basic',
      { kind: 'basic', username: 'zoë', password: new Secret('p:ä') },
      'authorization',
      `Basic ${Buffer.from('zoë:p:ä').toString('base64')}`,
    ],
    ['header', { kind: 'header', name: 'X-Api-Key', value: new Secret('k-1') }, 'x-api-key', 'k-1'],
    ['none', { kind: 'none' }, 'authorization', undefined],
  ] as const)('authenticates by %s', async (_, authentication, header, value) => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { transport: make(), authentication });
    await client.request(read);
    expect(server.requests[0]?.headers[header]).toBe(value);
  });

  test('is sent below the base URL, with parameters and query encoded', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { transport: make(), baseUrl: `${server.origin}/api/v4///` });
    await client.request({
      method: 'GET',
      route: '/keys/{id}/name',
      parameters: { id: 'a/b c?#%ü' },
      query: { fields: '$key,name', filter: "name eq 'x'", limit: 10, all: true, none: undefined, nothing: null, tag: ['a', 'b&c'] },
    });
    expect(server.requests[0]?.path).toBe(
      "/api/v4/keys/a%2Fb%20c%3F%23%25%C3%BC/name?fields=%24key%2Cname&filter=name%20eq%20'x'&limit=10&all=true&tag=a&tag=b%26c",
    );
  });

  test('lays headers over each other without sending one twice', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, {
      transport: make(),
      defaultHeaders: { Accept: 'a/1', 'X-One': 'client', 'X-Two': new Secret('s') },
    });
    await client.request({ ...read, headers: { 'x-one': 'request', 'If-Match': '"2"' } }, { headers: { 'X-ONE': 'call' } });
    const { headers } = server.requests[0] ?? { headers: {} };
    expect(headers).toMatchObject({
      accept: 'a/1',
      'x-one': 'call',
      'x-two': 's',
      'if-match': '"2"',
      'user-agent': 'keyrack-testing/1.2.3',
    });
  });
});

describe('a prepared request', () => {
  test('is what would be sent, prints nothing, and can be repeated byte for byte', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, {
      baseUrl: new Secret(`${server.origin}/prefix-4711`),
      authentication: { kind: 'bearer', token: new Secret('token-4711') },
    });
    const request = { method: 'POST', route: '/keys', body: { b: 1, secret: new Secret('value-4711') } } as const;
    const prepared = client.prepare(request, { headers: { 'idempotency-key': 'k-4711' } });
    expect(server.requests).toEqual([]);
    expect(JSON.stringify(prepared)).not.toContain('4711');
    expect(prepared.url.reveal()).toBe(`${server.origin}/prefix-4711/keys`);
    expect(prepared.headers['authorization']?.reveal()).toBe('Bearer token-4711');
    await client.request({ method: 'POST', route: '/keys', ...(prepared.body === undefined ? {} : { bodyText: prepared.body }) });
    expect(server.requests[0]?.body).toBe('{"b":1,"secret":"value-4711"}');
  });
});

describe('a wrong argument', () => {
  test.each([
    ['an empty parameter', { method: 'GET', route: '/keys/{id}', parameters: { id: '' } }],
    ['a dot as a parameter', { method: 'DELETE', route: '/keys/{id}', parameters: { id: '.' } }],
    ['two dots as a secret parameter', { method: 'GET', route: '/keys/{id}', parameters: { id: new Secret('..') } }],
    ['a missing parameter', { method: 'GET', route: '/keys/{id}' }],
    ['half a character as a parameter', { method: 'GET', route: '/keys/{id}', parameters: { id: '\ud800' } }],
    ['a query value that is no number', { method: 'GET', route: '/keys', query: { limit: Number.NaN } }],
    ['a Secret in the query', { method: 'GET', route: '/keys', query: { key: new Secret('4711') as unknown as string } }],
    ['the credential as a header', { method: 'GET', route: '/keys', headers: { Authorization: 'Bearer 4711' } }],
    ['a header with a line break', { method: 'GET', route: '/keys', headers: { 'x-name': 'a\r\nx-evil: 4711' } }],
    ['a compressed body', { method: 'POST', route: '/keys', headers: { 'Content-Encoding': 'gzip' } }],
    ['a body that JSON cannot hold', { method: 'POST', route: '/keys', body: { value: 4711n } }],
    ['both forms of a body', { method: 'POST', route: '/keys', body: {}, bodyText: new Secret('{}') }],
  ] as const)('such as %s is refused before anything is sent, without repeating it', async (_, request) => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server);
    const error = await errorOf(client.request(request));
    expect(ConfigurationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'configuration', attempts: 0, outcome: 'not-applied' });
    expect(String(error)).not.toContain('4711');
    expect(server.requests).toEqual([]);
  });

  test('is told apart from a wrong answer', () => {
    expect(ConfigurationError.isInstance(new DecodeError('', 'an object'))).toBe(false);
  });
});
