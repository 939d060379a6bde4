import { inspect } from 'node:util';
import { ConfigurationError, ResponseShapeError } from '@keyrack/http';
import type { Transport, TransportRequest, TransportResponse } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import {
  findKeysByAlias,
  hashKey,
  KeyNotFoundError,
  KeysRemainError,
  LiteLLMClient,
  MissingSecretError,
  RouteNotFoundError,
} from './index.ts';
import type { LiteLLMClientOptions } from './index.ts';

interface Canned {
  readonly status?: number;
  readonly body: unknown;
}

/** Answers with what it was given, one after another and the last one for ever, and keeps what was sent. */
class CannedTransport implements Transport {
  readonly honours = [] as const;
  readonly sent: TransportRequest[] = [];
  readonly #answers: Canned[];

  constructor(...answers: readonly Canned[]) {
    this.#answers = [...answers];
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.sent.push(request);
    const next = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    const { status = 200, body } = next ?? { body: {} };
    return { status, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(JSON.stringify(body)) };
  }

  async close(): Promise<void> {}

  get calls(): readonly (readonly [method: string, path: string, body: unknown])[] {
    return this.sent.map(({ method, path, body }) => [method, path, body === undefined ? undefined : JSON.parse(body)]);
  }
}

const apiKey = 'sk-master-canary-4711';
const secret = 'sk-canary-0123456789';
const token = await hashKey(secret);
const other = 'f'.repeat(64);
const key = { token, key: secret };
const info = { key: token, info: {} };
const open = (transport: Transport, options: Partial<LiteLLMClientOptions> = {}): LiteLLMClient =>
  new LiteLLMClient({ baseUrl: 'https://llm.example.com/proxy', apiKey, transport, retries: false, ...options });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const notFound = {
  status: 404,
  body: { error: { message: "{'error': 'No keys found'}", type: 'internal_server_error', param: null, code: '404' } },
};

describe('what goes onto the wire', () => {
  const page = { keys: [], total_count: 0, current_page: 1, total_pages: 0 };
  const sent: Readonly<
    Record<
      string,
      readonly [act: (client: LiteLLMClient) => Promise<unknown>, answer: unknown, method: string, path: string, body?: object]
    >
  > = {
    'a new key': [
      (client) => client.keys.generate({ key_alias: 'alice', key: new Secret(secret), models: [], team_id: null }),
      key,
      'POST',
      '/key/generate',
      { key_alias: 'alice', key: secret, models: [], team_id: null },
    ],
    'a new key with nothing': [(client) => client.keys.generate(), key, 'POST', '/key/generate', {}],
    'a page': [(client) => client.keys.list(), page, 'GET', '/key/list'],
    'a page of some keys': [
      (client) => client.keys.list({ key_alias: 'a&b c', page: 2, size: 5, return_full_object: true, expand: ['user'], key_hash: secret }),
      page,
      'GET',
      `/key/list?key_alias=a%26b%20c&page=2&size=5&return_full_object=true&expand=user&key_hash=${token}`,
    ],
    'all keys': [
      (client) => client.keys.listAll({ team_id: 'core' }).next(),
      page,
      'GET',
      '/key/list?team_id=core&page=1&size=100&return_full_object=true&sort_by=created_at&sort_order=asc',
    ],
    'a key by its secret': [(client) => client.keys.info(secret), info, 'GET', `/key/info?key=${token}`],
    'a key by its token': [(client) => client.keys.info(token), info, 'GET', `/key/info?key=${token}`],
    'its own key': [(client) => client.keys.info(), info, 'GET', '/key/info'],
    'a change': [
      (client) => client.keys.update(new Secret(secret), { max_budget: 5, key_alias: 'bob' }),
      key,
      'POST',
      '/key/update',
      { key: token, max_budget: 5, key_alias: 'bob' },
    ],
    'a change by alias': [
      (client) => client.keys.update({ key_alias: 'alice' }, { max_budget: null }),
      key,
      'POST',
      '/key/update',
      { key_alias: 'alice', max_budget: null },
    ],
    'a block': [(client) => client.keys.block(secret), key, 'POST', '/key/block', { key: token }],
    'its end': [(client) => client.keys.unblock(token), key, 'POST', '/key/unblock', { key: token }],
    'the health of its own key': [(client) => client.keys.health(), { key: 'healthy' }, 'POST', '/key/health'],
    'the readiness': [(client) => client.health.readiness(), {}, 'GET', '/health/readiness'],
    'its details': [(client) => client.health.details(), {}, 'GET', '/health/readiness/details'],
    'the licence': [(client) => client.health.licence(), {}, 'GET', '/health/license'],
  };

  test.each(Object.entries(sent))('for %s is one request of the right form', async (_, [act, answer, method, path, body]) => {
    const transport = new CannedTransport({ body: answer });
    await act(open(transport));
    expect(transport.calls).toEqual([[method, `/proxy${path}`, body]]);
    const { headers } = transport.sent[0] ?? { headers: {} };
    expect(headers).toMatchObject({ authorization: `Bearer ${apiKey}`, 'user-agent': expect.stringMatching(/^keyrack-litellm\/\d/) });
    expect(transport.sent[0]?.path).not.toContain('sk-');
  });

  test('without a key is no authorization', async () => {
    const transport = new CannedTransport({ body: {} });
    await new LiteLLMClient({ baseUrl: 'https://llm.example.com', transport }).health.readiness();
    expect(transport.sent[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('a deletion', () => {
  const gone = {
    status: 404,
    body: { error: { message: 'Key not found in database', type: 'not_found_error', param: 'key', code: '404' } },
  };
  const echoed = { body: { deleted_keys: [token, other] } };

  test('of one key is looked up before and after, and goes by its token', async () => {
    const transport = new CannedTransport({ body: info }, echoed, { body: { ...info, info: { status: 'deleted' } } });
    expect(await open(transport).keys.delete({ keys: [secret] })).toEqual({ deleted_keys: [token], not_found: [] });
    expect(transport.calls).toEqual([
      ['GET', `/proxy/key/info?key=${token}`, undefined],
      ['POST', '/proxy/key/delete', { keys: [token] }],
      ['GET', `/proxy/key/info?key=${token}`, undefined],
    ]);
  });

  test('of many keys takes three requests where all is clear', async () => {
    const transport = new CannedTransport({ body: { info: [{}, {}] } }, echoed, { body: { info: [] } });
    expect(await open(transport).keys.delete({ keys: [token, other, secret] })).toEqual({ deleted_keys: [token, other], not_found: [] });
    expect(transport.calls.map(([, path]) => path)).toEqual(['/proxy/v2/key/info', '/proxy/key/delete', '/proxy/v2/key/info']);
  });

  test('tells which of the keys were not there, although the proxy repeats them all', async () => {
    const transport = new CannedTransport({ body: { info: [{}] } }, { body: info }, gone, echoed, { body: { info: [] } });
    expect(await open(transport).keys.delete({ keys: [token, other] })).toEqual({ deleted_keys: [token], not_found: [other] });
  });

  test('asks for each key where an older proxy does not know the question about many', async () => {
    const unknown = { status: 404, body: { detail: 'Not Found' } };
    const transport = new CannedTransport(unknown, { body: info }, { body: info }, echoed, unknown, gone);
    expect(await open(transport).keys.delete({ keys: [token, other] })).toEqual({ deleted_keys: [token, other], not_found: [] });
  });

  test('by aliases takes the keys that have them, and tells aliases that none has', async () => {
    const one = { keys: [{ token }], total_count: 1, current_page: 1 };
    const none = { keys: [], total_count: 0, current_page: 1 };
    const transport = new CannedTransport({ body: one }, { body: none }, { body: info }, echoed, gone);
    expect(await open(transport).keys.delete({ key_aliases: ['alice', 'nobody', 'alice'] })).toEqual({
      deleted_keys: [token],
      not_found: ['nobody'],
    });
    expect(transport.calls[3]).toEqual(['POST', '/proxy/key/delete', { keys: [token] }]);
  });

  test('of nothing that exists is an error, by keys and by aliases', async () => {
    expect(await failureOf(open(new CannedTransport(gone, notFound)).keys.delete({ keys: [token] }))).toBeInstanceOf(KeyNotFoundError);
    const none = { body: { keys: [], total_count: 0, current_page: 1 } };
    const failure = await failureOf(open(new CannedTransport(none)).keys.delete({ key_aliases: ['nobody'] }));
    expect(failure).toBeInstanceOf(KeyNotFoundError);
    expect(failure).toMatchObject({ outcome: 'not-applied' });
  });

  test('that leaves a key behind is an error that names it', async () => {
    const failure = await failureOf(open(new CannedTransport({ body: info })).keys.delete({ keys: [token] }));
    expect(failure).toBeInstanceOf(KeysRemainError);
    expect(failure).toMatchObject({ tokens: [token], outcome: 'unknown' });
  });

  test('of nothing at all is refused', async () => {
    const transport = new CannedTransport({ body: {} });
    for (const which of [
      {},
      { keys: [] },
      { keys: null, key_aliases: null },
      { keys: [], key_aliases: [] },
      { key_aliases: [''] },
      { keys: ['alice'] },
    ])
      expect(await failureOf(open(transport).keys.delete(which))).toBeInstanceOf(ConfigurationError);
    expect(transport.sent).toEqual([]);
  });
});

describe('a prepared request', () => {
  test('is not sent, can be printed and changed, and is then sent as it is', async () => {
    const transport = new CannedTransport({ body: key });
    const client = open(transport);
    const request = await client.prepare.keys.generate({ key: secret, key_alias: 'alice' });
    expect(transport.sent).toEqual([]);
    expect(inspect(request, { depth: 9 }) + JSON.stringify(request)).not.toContain(secret);
    const generated = await client.send({ ...request, body: { ...request.body, newer: 1 } });
    expect(generated.key.reveal()).toBe(secret);
    expect(transport.calls).toEqual([['POST', '/proxy/key/generate', { key: secret, key_alias: 'alice', newer: 1 }]]);
    expect(await client.send(request, { raw: true })).toEqual(key);
  });

  test('deletes either keys or aliases, since a proxy ignores one of them', async () => {
    const { prepare } = open(new CannedTransport());
    expect(await prepare.keys.delete({ keys: [secret], key_aliases: [] })).toMatchObject({ body: { keys: [token] } });
    expect(await prepare.keys.delete({ key_aliases: ['a'] })).toMatchObject({ body: { key_aliases: ['a'] } });
    for (const which of [{}, { keys: [secret], key_aliases: ['a'] }])
      expect(await failureOf(prepare.keys.delete(which))).toBeInstanceOf(ConfigurationError);
  });
});

describe('what comes back', () => {
  test('that is no key is a ResponseShapeError, and a lost secret tells whose it is', async () => {
    expect(await failureOf(open(new CannedTransport({ body: { key_alias: 'a' } })).keys.block(token))).toBeInstanceOf(ResponseShapeError);
    const failure = await failureOf(open(new CannedTransport({ body: { token, key: '' } })).keys.generate());
    expect(failure).toBeInstanceOf(MissingSecretError);
    expect(failure).toMatchObject({ token, outcome: 'applied' });
  });

  test('from another router says nothing about any key', async () => {
    const failure = await failureOf(open(new CannedTransport({ status: 404, body: { detail: 'Not Found' } })).keys.info(token));
    expect(failure).toBeInstanceOf(RouteNotFoundError);
    expect(KeyNotFoundError.isInstance(failure)).toBe(false);
  });

  test('is given as it was received when it is asked for so', async () => {
    const client = open(new CannedTransport({ body: { token, key: secret, anything: 1 } }));
    expect(await client.keys.generate({}, { raw: true })).toEqual({ token, key: secret, anything: 1 });
  });
});

describe('a client', () => {
  test('is not made from a wrong option, and names it without its value', () => {
    const wrong: Readonly<Record<string, Partial<LiteLLMClientOptions>>> = {
      apiKey: { apiKey: ' ' },
      baseUrl: { baseUrl: `http://llm.example.com/${secret}` },
      timeoutMs: { timeoutMs: -1 },
    };
    for (const [name, options] of Object.entries(wrong)) {
      expect(() => open(new CannedTransport(), options)).toThrow(new RegExp(name));
      expect(() => open(new CannedTransport(), options)).not.toThrow(new RegExp(secret));
    }
  });

  test('prints as its name, the origin and its state', async () => {
    const client = open(new CannedTransport());
    for (const text of [String(client), inspect(client), inspect({ client }, { showHidden: true, depth: 9 }), JSON.stringify(client)]) {
      expect(text).toContain('LiteLLMClient(https://llm.example.com, open)');
      expect(text).not.toContain(apiKey);
    }
    await client.close();
    expect(inspect(client)).toContain('closed');
  });
});

describe('what a server says of its own accord', () => {
  test('is masked wherever it repeats a key: in the place that is wrong, in its kind, and in the parameter', async () => {
    const wrong = { detail: [{ loc: ['body', 'model_rpm_limit', secret], type: secret, msg: `no ${secret}` }] };
    const failure = await failureOf(open(new CannedTransport({ status: 422, body: wrong })).keys.generate());
    expect(failure).toMatchObject({ issues: [{ location: 'body.model_rpm_limit.[secret]', type: '[secret]', message: 'no [secret]' }] });
    const blamed = { error: { message: 'no', type: secret, param: secret, code: '400' } };
    const other = await failureOf(open(new CannedTransport({ status: 400, body: blamed })).keys.generate());
    expect(other).toMatchObject({ param: '[secret]', upstreamCode: '[secret]' });
  });

  test('is not believed about the alias that keys were asked for by', async () => {
    const page = { keys: [{ token, key_alias: 'Alice' }], total_count: 1, current_page: 1, total_pages: 1 };
    expect(await findKeysByAlias(open(new CannedTransport({ body: page })), 'alice')).toEqual([]);
  });
});
