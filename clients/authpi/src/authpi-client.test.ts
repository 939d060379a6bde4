import { inspect } from 'node:util';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../test/support/failure-of.ts';
import { ScriptedTransport } from '../test/support/scripted-transport.ts';
import type { ScriptedAnswer } from '../test/support/scripted-transport.ts';
import { AuthPIClient, ClosedClientError, ConfigurationError, MalformedResponseError } from './index.ts';

const collection = '/v1/accounts/acc_1/api-keys';
const key = { data: { id: 'key_2' } };
const open = (transport: ScriptedTransport): AuthPIClient =>
  new AuthPIClient({
    apiKey: { id: 'key_1', secret: 'geheim-ß' },
    accountId: 'acc_1',
    transport,
    retries: false,
    newIdempotencyKey: () => 'idem',
  });
const answered = (answer: ScriptedAnswer = { body: key }) => {
  const transport = new ScriptedTransport(answer);
  return { transport, client: open(transport) };
};

type Act = (client: AuthPIClient) => Promise<unknown>;

describe('what goes onto the wire', () => {
  const sent: Readonly<Record<string, readonly [act: Act, answer: object | undefined, line: string, headers?: object, body?: object]>> = {
    'asking who is calling': [(client) => client.whoami(), { data: { type: 'api_key' } }, 'GET /v1/me'],
    'listing keys': [(client) => client.apiKeys.list(), { data: [] }, `GET ${collection}`],
    'listing some keys': [
      (client) => client.apiKeys.list({ limit: 5, cursor: 'c 2&/=', status: 'active', q: 'a+b' }),
      { data: [] },
      `GET ${collection}?limit=5&cursor=c%202%26%2F%3D&status=active&q=a%2Bb`,
    ],
    'reading a key': [(client) => client.apiKeys.get('key ü'), key, `GET ${collection}/key%20%C3%BC`],
    'making a key': [
      (client) => client.apiKeys.create({ name: 'Zoë', restrictions: { scopes: ['a:b'] }, metadata: { _tag: 1 } }),
      { data: { id: 'key_2', secret_plain: 's' } },
      `POST ${collection}`,
      { 'idempotency-key': 'idem' },
      { name: 'Zoë', restrictions: { scopes: ['a:b'] }, metadata: { _tag: 1 } },
    ],
    'making a key with a secret of one’s own': [
      (client) => client.apiKeys.create({ name: 'a', restrictions: {}, secret: new Secret('mine') }, { idempotencyKey: 'mine' }),
      { data: { id: 'key_2', secret_plain: 's' } },
      `POST ${collection}`,
      { 'idempotency-key': 'mine' },
      { name: 'a', restrictions: {}, secret: 'mine' },
    ],
    'changing a key': [
      (client) => client.apiKeys.update('key_2', { expires_at: null }, { ifMatch: '"7"' }),
      key,
      `PATCH ${collection}/key_2`,
      { 'if-match': '"7"' },
      { expires_at: null },
    ],
    'removing a key': [
      (client) => client.apiKeys.delete('key_2', { ifMatch: '"7"' }),
      undefined,
      `DELETE ${collection}/key_2`,
      { 'if-match': '"7"' },
    ],
    'blocking a key': [(client) => client.apiKeys.block('key_2'), key, `POST ${collection}/key_2/block`, { 'idempotency-key': 'idem' }],
    'blocking a key with words': [
      (client) => client.apiKeys.block('key_2', { body: { reason: 'x' }, ifMatch: '"7"', headers: { 'X-Mine': 'y' } }),
      key,
      `POST ${collection}/key_2/block`,
      { 'idempotency-key': 'idem', 'if-match': '"7"', 'x-mine': 'y' },
      { reason: 'x' },
    ],
    'unblocking a key': [
      (client) => client.apiKeys.unblock('key_2'),
      key,
      `POST ${collection}/key_2/unblock`,
      { 'idempotency-key': 'idem' },
    ],
    'revoking a key': [(client) => client.apiKeys.revoke('key_2'), key, `POST ${collection}/key_2/revoke`, { 'idempotency-key': 'idem' }],
    'rotating a key': [
      (client) => client.apiKeys.rotate('key_2'),
      { data: { secret_plain: 's' } },
      `POST ${collection}/key_2/rotate`,
      { 'idempotency-key': 'idem' },
    ],
  };
  const ours = ['idempotency-key', 'if-match', 'x-mine'];

  test.each(Object.entries(sent))('for %s is one request of the right form', async (_, [act, answer, line, headers = {}, body]) => {
    const { transport, client } = answered({ status: answer === undefined ? 204 : 200, body: answer });
    await act(client);
    expect(transport.lines).toEqual([line]);
    const [request] = transport.sent;
    expect(Object.fromEntries(Object.entries(request?.headers ?? {}).filter(([name]) => ours.includes(name)))).toEqual(headers);
    expect(request?.body === undefined ? undefined : JSON.parse(request.body)).toEqual(body);
    expect(request?.headers['authorization']).toBe(`Basic ${Buffer.from('key_1:geheim-ß').toString('base64')}`);
    expect(request?.headers['user-agent']).toMatch(/^keyrack-authpi\/\d/);
  });

  test('is nothing for an argument that would lead elsewhere', async () => {
    const { transport, client } = answered();
    for (const id of ['', '..', '../me', 'a/b', '%2e%2e', 'a?b', 'a#b'])
      for (const act of [client.apiKeys.get(id), client.apiKeys.update(id, {}), client.apiKeys.delete(id), client.apiKeys.rotate(id)])
        expect(await failureOf(act)).toBeInstanceOf(ConfigurationError);
    expect(transport.lines).toEqual([]);
  });

  test('is nothing for a header that belongs to an option, or a number that JSON has not', async () => {
    const { transport, client } = answered();
    for (const headers of [{ 'Idempotency-Key': 'x' }, { 'if-match': '"1"' }, { Authorization: 'x' }])
      expect(await failureOf(client.apiKeys.block('key_2', { headers }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(client.apiKeys.update('key_2', { expires_at: Number.NaN }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(client.apiKeys.block('key_2', { idempotencyKey: '' }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(client.apiKeys.block('key_2', { ifMatch: '' }))).toBeInstanceOf(ConfigurationError);
    expect(transport.lines).toEqual([]);
  });

  test('is an Idempotency-Key that nobody else has', async () => {
    const transport = new ScriptedTransport({ body: key });
    const client = new AuthPIClient({ accessToken: 't', accountId: 'acc_1', transport });
    for (let turn = 0; turn < 100; turn += 1) await client.apiKeys.block('key_2');
    expect(new Set(transport.sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(100);
  });
});

describe('a call that has no method of its own', () => {
  test('goes the way of every other, and gives what was received', async () => {
    const { transport, client } = answered({ body: { data: [1], more: { secret_plain: 's' } }, headers: { etag: '"7"' } });
    const call = {
      method: 'POST',
      route: '/v1/accounts/{account_id}/things/{thing_id}',
      parameters: { thing_id: 't' },
      query: { a: true },
      body: { b: 1 },
    } as const;
    expect(await client.request(call, { ifMatch: '"6"' })).toEqual({
      status: 200,
      etag: '"7"',
      body: { data: [1], more: { secret_plain: 's' } },
    });
    expect(transport.lines).toEqual(['POST /v1/accounts/acc_1/things/t?a=true']);
    expect(transport.sent[0]?.headers).toMatchObject({ 'idempotency-key': 'idem', 'if-match': '"6"' });
  });

  test('leads nowhere but to the API', async () => {
    const { transport, client } = answered();
    for (const call of [
      { route: '/oauth/token' },
      { route: '//evil.example/v1/' },
      { route: '/v1/x/{id}', parameters: { id: '..' } },
      { route: '/v1/x/{id}' },
    ])
      expect(await failureOf(client.request({ method: 'GET', ...call }))).toBeInstanceOf(ConfigurationError);
    expect(transport.lines).toEqual([]);
  });
});

describe('the window of an Idempotency-Key', () => {
  test('ends a call before a repetition could act a second time', { timeout: 5_000 }, async () => {
    const dayMs = 86_400_000;
    const retries = { maxRetries: 1, maxRetryAfterMs: 2 * dayMs };
    const busy = {
      status: 503,
      body: { error: 'busy', error_description: 'Later.', retryable: true },
      headers: { 'retry-after': '86000' },
    };
    const transport = new ScriptedTransport(busy);
    const client = new AuthPIClient({ accessToken: 't', accountId: 'acc_1', transport, retries, totalTimeoutMs: 2 * dayMs });
    expect(await failureOf(client.apiKeys.block('key_2'))).toMatchObject({ status: 503, attempts: 1 });
    expect(await failureOf(client.apiKeys.block('key_2', { totalTimeoutMs: 3 * dayMs }))).toMatchObject({ status: 503, attempts: 1 });
  });
});

describe('what comes back', () => {
  test('is the JSON as it was received, where that is asked for', async () => {
    const body = { data: { id: 'key_2', secret_plain: 's' }, more: [1] };
    const { client } = answered({ body });
    expect(await client.apiKeys.create({ name: 'a', restrictions: {} }, { raw: true })).toEqual(body);
    expect(await client.apiKeys.list({}, { raw: true })).toEqual(body);
  });

  test('is a page with the names of the wire, its gaps filled', async () => {
    expect(await answered({ body: { data: [{ id: 'a' }, {}] } }).client.apiKeys.list()).toEqual({
      data: [{ id: 'a' }, {}],
      has_more: false,
      next_cursor: null,
      invalid_count: 0,
    });
    const more = { data: [], has_more: true, next_cursor: 'c', invalid_count: 3, more: 1 };
    expect(await answered({ body: more }).client.apiKeys.list()).toEqual({ data: [], has_more: true, next_cursor: 'c', invalid_count: 3 });
  });

  test.each([undefined, null, {}, [], { data: null }, { data: {} }, { data: [null] }, { data: ['x'] }, { data: [[]] }])(
    'is never an empty list for %j',
    async (body) => {
      expect(await failureOf(answered({ body }).client.apiKeys.list())).toBeInstanceOf(MalformedResponseError);
      expect(await failureOf(answered({ body }).client.apiKeys.listAll().next())).toBeInstanceOf(MalformedResponseError);
    },
  );

  test('is a success after a write, also without a body', async () => {
    for (const status of [200, 202, 204]) {
      const { client } = answered({ status, headers: { etag: '"8"' } });
      const blocked = await client.apiKeys.block('key_2');
      expect([{ ...blocked }, blocked.etag]).toEqual([{}, '"8"']);
      await client.apiKeys.delete('key_2');
    }
  });
});

describe('the account', () => {
  test('is one, also when the service names it twice', async () => {
    const accounts = [{ account_id: 'acc_7' }, { account_id: 'acc_7' }, null];
    const client = new AuthPIClient({ accessToken: 't', transport: new ScriptedTransport({ body: { data: { type: 'user', accounts } } }) });
    expect(await client.accountId()).toBe('acc_7');
  });

  test.each([[[]], [{}], [null], [[{ account_id: 7 }]], [[{ account_id: '../me' }]]])(
    'is none when the service names %j',
    async (accounts) => {
      const client = new AuthPIClient({
        accessToken: 't',
        transport: new ScriptedTransport({ body: { data: { type: 'user', accounts } } }),
      });
      expect(await failureOf(client.apiKeys.list())).toBeInstanceOf(ConfigurationError);
    },
  );

  test('is not waited for by a call that was ended before it began', { timeout: 5_000 }, async () => {
    const transport = new ScriptedTransport();
    transport.send = () => new Promise(() => undefined);
    const client = new AuthPIClient({ accessToken: 't', transport });
    void client.accountId();
    expect(await failureOf(client.accountId({ signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError', attempts: 0 });
  });
});

describe('a client', () => {
  test('prints as its name, the origin and its state, and holds nothing secret that can be seen', async () => {
    const { client } = answered();
    for (const text of [String(client), inspect(client, { showHidden: true, depth: 9 }), JSON.stringify({ client })])
      expect(text).toContain('AuthPIClient(https://api.authpi.com, open)');
    await client.close();
    expect(inspect(client)).toBe('AuthPIClient(https://api.authpi.com, closed)');
  });

  test('refuses calls once it is closed, and leaves a transport open that it was given', async () => {
    const { transport, client } = answered();
    let closed = false;
    transport.close = async () => void (closed = true);
    await client.close();
    await client.close();
    const error = await failureOf(client.apiKeys.get('key_2'));
    expect(error).toMatchObject({ constructor: ClosedClientError, error: 'closed_client', status: 0, outcome: 'not-applied' });
    expect([transport.lines, closed]).toEqual([[], false]);
  });
});
