import { inspect } from 'node:util';
import { ApiStatusError, HttpError, ResponseShapeError } from '@keyrack/http';
import type { Transport, TransportRequest, TransportResponse } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  MissingKeyError,
  MissingReferenceError,
  MissingSecretError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ValidationError,
  VergeOSClient,
  VergeOSError,
} from './index.ts';

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

/** Gives the answers in their order, the last one for ever, and keeps what was sent. */
class ScriptedTransport implements Transport {
  readonly honours = ['certSha256', 'ca'] as const;
  readonly sent: TransportRequest[] = [];
  readonly #answers: readonly Answer[];

  constructor(...answers: readonly Answer[]) {
    this.#answers = answers;
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    const { status = 200, body } = this.#answers[Math.min(this.sent.length, this.#answers.length - 1)] ?? {};
    this.sent.push(request);
    const text = body === undefined ? '' : JSON.stringify(body);
    return { status, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(text) };
  }

  async close(): Promise<void> {}
}

const nowMs = Date.UTC(2026, 0, 1);
const clock = { nowMs: () => nowMs, schedule: () => () => undefined };
const open = (transport: Transport): VergeOSClient =>
  new VergeOSClient({ host: 'vergeos.example', apiKey: 'canary-api-key', transport, clock, retries: false });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const keyRow = { $key: 7, user: 3, user_name: 'ci', name: 'deploy' };
const userRow = { $key: 3, name: 'ci', identity: 12 };
const receipt = {
  location: '/v4/user_api_keys/7',
  dbpath: 'user_api_keys/7',
  $row: 7,
  $key: '7',
  response: { private_key: 'canary-secret' },
};
const keyFields =
  '$key,user,user#name as user_name,name,description,created,expires,lastlogin_stamp,lastlogin_ip,ip_allow_list,ip_deny_list';

describe('what goes onto the wire', () => {
  type Act = (client: VergeOSClient) => Promise<unknown>;
  const listed = (query: Readonly<Record<string, string>>) => ({ fields: keyFields, ...query, sort: query['sort'] ?? '+$key' });
  const sent: Readonly<Record<string, readonly [act: Act, answers: readonly unknown[], method: string, path: string, carried?: object]>> = {
    'listing keys': [(client) => client.apiKeys.list(), [[]], 'GET', '/api/v4/user_api_keys', listed({})],
    'listing the keys of a user': [
      (client) => client.apiKeys.list({ user: 3, filter: { name: ['a', 'b'] }, sort: ['-created', '$key'], limit: 5, offset: 10 }),
      [[]],
      'GET',
      '/api/v4/user_api_keys',
      listed({ filter: "(user eq 3 and (name eq 'a' or name eq 'b'))", sort: '-created,$key', limit: '5', offset: '10' }),
    ],
    'listing the keys of a user by name': [
      (client) => client.apiKeys.list({ user: 'ci', name: "it's" }),
      [[userRow], []],
      'GET',
      '/api/v4/user_api_keys',
      listed({ filter: String.raw`(name eq 'it\'s' and user eq 3)` }),
    ],
    'reading a key with more columns': [
      (client) => client.apiKeys.get(7, { fields: ['expires_type', 'user#email as user_email'] }),
      [keyRow],
      'GET',
      '/api/v4/user_api_keys/7',
      { fields: `${keyFields},expires_type,user#email as user_email` },
    ],
    'reading a key by name': [
      (client) => client.apiKeys.get({ user: 3, name: 'deploy' }),
      [[keyRow]],
      'GET',
      '/api/v4/user_api_keys',
      listed({ filter: "(name eq 'deploy' and user eq 3)" }),
    ],
    'making a key with nothing special': [
      (client) => client.apiKeys.create({ user: 3, name: 'deploy' }),
      [userRow, receipt],
      'POST',
      '/api/v4/user_api_keys',
      { user: 3, name: 'deploy', expires_type: 'never' },
    ],
    'making a key for a user that was read before': [
      async (client) => client.apiKeys.create({ user: await client.users.get(3), name: 'deploy' }),
      [userRow, receipt],
      'POST',
      '/api/v4/user_api_keys',
      { user: 3, name: 'deploy', expires_type: 'never' },
    ],
    'making a key with everything': [
      (client) =>
        client.apiKeys.create({
          user: 'ci',
          name: 'deploy',
          description: 'CI',
          expiresIn: '1d',
          ipAllowList: ['10.0.0.0/8', '::1'],
          ipDenyList: ['192.0.2.1'],
        }),
      [[userRow], receipt],
      'POST',
      '/api/v4/user_api_keys',
      {
        user: 3,
        name: 'deploy',
        description: 'CI',
        ip_allow_list: '10.0.0.0/8,::1',
        ip_deny_list: '192.0.2.1',
        expires_type: 'date',
        expires: nowMs / 1_000 + 86_400,
      },
    ],
    'changing one thing of a key': [
      (client) => client.apiKeys.update(7, { description: '' }),
      [{}],
      'PUT',
      '/api/v4/user_api_keys/7',
      { description: '' },
    ],
    'changing expiry and lists of a key': [
      (client) => client.apiKeys.update(7, { expires: null, ipAllowList: [] }),
      [{}],
      'PUT',
      '/api/v4/user_api_keys/7',
      { expires_type: 'never', ip_allow_list: '' },
    ],
    'deleting a key': [(client) => client.apiKeys.delete(7), [undefined], 'DELETE', '/api/v4/user_api_keys/7'],
    'making a user': [
      (client) =>
        client.users.create({
          name: 'CI',
          password: 's',
          email: 'CI@example.com',
          type: 'api',
          sshKeys: ['a', 'b'],
          changePassword: false,
        }),
      [{ $key: '3' }],
      'POST',
      '/api/v4/users',
      { type: 'api', enabled: true, name: 'ci', password: 's', email: 'ci@example.com', change_password: false, ssh_keys: 'a\nb' },
    ],
    'disabling a user': [(client) => client.users.disable(3), [{}], 'PUT', '/api/v4/users/3', { enabled: false }],
    'making a group': [
      (client) => client.groups.create({ name: 'CI', identifier: 'ext', description: 'd' }),
      [{ $key: '4' }],
      'POST',
      '/api/v4/groups',
      { enabled: true, name: 'CI', id: 'ext', description: 'd' },
    ],
    'enabling a group': [(client) => client.groups.enable(4), [{}], 'PUT', '/api/v4/groups/4', { enabled: true }],
    'adding a user to a group': [
      (client) => client.members.add({ group: 4, user: 3 }),
      [{ $key: '5' }],
      'POST',
      '/api/v4/members',
      { parent_group: 4, member: '/v4/users/3' },
    ],
    'adding a group to a group': [
      (client) => client.members.add({ group: 4, memberGroup: 6 }),
      [{ $key: '5' }],
      'POST',
      '/api/v4/members',
      { parent_group: 4, member: '/v4/groups/6' },
    ],
    'granting something': [
      (client) => client.permissions.grant({ identity: 12, table: 'vms', read: true }),
      [{ $key: '9' }],
      'POST',
      '/api/v4/permissions',
      { identity: 12, table: 'vms', row: 0, list: false, read: true, create: false, modify: false, delete: false },
    ],
    'changing a permission': [
      (client) => client.permissions.update(9, { modify: true }),
      [{}],
      'PUT',
      '/api/v4/permissions/9',
      { modify: true },
    ],
    'listing rows of any table': [
      (client) => client.table('vms').list({ fields: ['name', '$key'], filter: { is_snapshot: false }, sort: '-name' }),
      [[]],
      'GET',
      '/api/v4/vms',
      { fields: '$key,name', filter: 'is_snapshot eq false', sort: '-name' },
    ],
    'letting a row do something': [
      (client) => client.table('vms').action(7, 'poweron', { parameters: { force: true } }),
      [{ task: 1 }],
      'PUT',
      '/api/v4/vms/7',
      { force: true },
    ],
    'reading the columns of a table': [(client) => client.table('vms').schema(), [{}], 'GET', '/api/v4/vms/$table', {}],
    'reading the system': [
      (client) => client.system.get(),
      [[{ yb_version: '26.1.8' }]],
      'GET',
      '/api/v4/system',
      { fields: '$key,yb_version,os_version,cloud_name' },
    ],
  };

  test.each(Object.entries(sent))('for %s is one request of the right form', async (_, [act, answers, method, path, carried]) => {
    const transport = new ScriptedTransport(...answers.map((body) => ({ body })));
    await act(open(transport));
    expect(transport.sent).toHaveLength(answers.length);
    const last = transport.sent.at(-1);
    const url = new URL(`https://vergeos.example${last?.path ?? ''}`);
    expect([last?.method, url.pathname]).toEqual([method, path]);
    expect(method === 'GET' ? Object.fromEntries(url.searchParams) : last?.body && JSON.parse(last.body)).toEqual(carried);
    expect(last?.headers).toMatchObject({ authorization: 'Bearer canary-api-key', accept: 'application/json' });
  });

  test('never repeats an action, and names it in the query', async () => {
    const transport = new ScriptedTransport({ status: 503 });
    const client = new VergeOSClient({ host: 'vergeos.example', apiKey: 'k', transport, retries: { maxRetries: 2, delayMs: 0 } });
    expect(await failureOf(client.table('vms').action('a'.repeat(40), 'poweron'))).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(transport.sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PUT', `/api/v4/vms/${'a'.repeat(40)}?action=poweron`, '{}'],
    ]);
  });

  test('leaves out users of other sites, unless they are wanted', async () => {
    const transport = new ScriptedTransport({ body: [] });
    const { users } = open(transport);
    await users.list({ filter: { enabled: true } });
    await users.list({ includeSiteUsers: true });
    const filters = transport.sent.map(({ path }) => new URL(`https://vergeos.example${path}`).searchParams.get('filter'));
    expect(filters).toEqual([`(enabled eq true and (type ne 'site_sync' and type ne 'site_user'))`, null]);
  });

  const refused: Readonly<Record<string, Act>> = {
    'a user that is undefined': (client) => client.apiKeys.list({ user: undefined as never }),
    'a user that is null': (client) => client.apiKeys.list({ user: null as never }),
    'a user without a name': (client) => client.apiKeys.list({ user: '' }),
    'a filter that is null': (client) => client.apiKeys.list({ filter: null as never }),
    'a filter that is a text': (client) => client.apiKeys.list({ filter: 'user eq 3' as never }),
    'a query with a misspelt part': (client) => client.apiKeys.list({ username: 'ci' } as never),
    'a limit of 0, which means everything': (client) => client.apiKeys.list({ limit: 0 }),
    'a negative offset': (client) => client.apiKeys.list({ offset: -1 }),
    'an order that is none': (client) => client.apiKeys.list({ sort: 'name;drop' }),
    'a key that is none': (client) => client.apiKeys.get(0),
    'a key that is a text': (client) => client.apiKeys.delete('7/../8' as never),
    'a key by half its name': (client) => client.apiKeys.get({ name: 'deploy' } as never),
    'a user by nothing': (client) => client.users.get({} as never),
    'a page of one row': (client) => client.apiKeys.listAll({ pageSize: 1 }).next(),
    'a user name with a slash': (client) => client.users.create({ name: 'a/b', password: 's' }),
    'a user without a password': (client) => client.users.create({ name: 'a' } as never),
    'a user of a kind that the system makes': (client) => client.users.create({ name: 'a', password: 's', type: 'site_user' as never }),
    'a user with a field that would be dropped': (client) => client.users.update(3, { displayname: 'A' } as never),
    'an SSH key of two lines': (client) => client.users.update(3, { sshKeys: ['a\nb'] }),
    'a switch that is a text': (client) => client.users.update(3, { enabled: 'yes' as never }),
    'a change of a user to nothing': (client) => client.users.update(3, {}),
    'a group without a name': (client) => client.groups.create({} as never),
    'a group by nothing': (client) => client.groups.get({} as never),
    'a member that is nobody': (client) => client.members.add({ group: 4 } as never),
    'a member that is two': (client) => client.members.add({ group: 4, user: 3, memberGroup: 5 } as never),
    'a grant of nothing': (client) => client.permissions.grant({ identity: 12, table: 'vms' }),
    'a grant to nobody': (client) => client.permissions.grant({ table: 'vms', read: true } as never),
    'a grant that would be dropped': (client) => client.permissions.grant({ identity: 12, table: 'vms', write: true } as never),
    'a permission of an undefined identity': (client) => client.permissions.list({ identity: undefined as never }),
    'a move of a permission': (client) => client.permissions.update(9, { table: '/' } as never),
    'a table that is an address': async (client) => client.table('vms/7').list({ fields: ['name'] }),
    'rows without fields': (client) => client.table('vms').list({} as never),
    'a row by an address': (client) => client.table('vms').get('../users/1', { fields: ['name'] }),
    'an action that is an address': (client) => client.table('vms').action(7, 'a&b'),
    'a new key without a name': (client) => client.apiKeys.create({ user: 3 } as never),
    'a new key with an empty name': (client) => client.apiKeys.create({ user: 3, name: '' }),
    'a new key with a long name': (client) => client.apiKeys.create({ user: 3, name: 'n'.repeat(129) }),
    'a new key with a long description': (client) => client.apiKeys.create({ user: 3, name: 'n', description: 'd'.repeat(2_049) }),
    'a new key with a column that would be dropped': (client) => client.apiKeys.create({ user: 3, name: 'n', expires_in: '1d' } as never),
    'a new key with half an expiry': (client) => client.apiKeys.create({ user: 3, name: 'n', expiresIn: '30' }),
    'a new key without a user': (client) => client.apiKeys.create({ name: 'n' } as never),
    'a new key for a user without a key': (client) => client.apiKeys.create({ user: { name: 'ci' } as never, name: 'n' }),
    'a new key with an address that is none': (client) => client.apiKeys.create({ user: 3, name: 'n', ipAllowList: ['10.0.0'] }),
    'a change of nothing': (client) => client.apiKeys.update(7, {}),
    'a change of the user': (client) => client.apiKeys.update(7, { user: 4 } as never),
    'a change of nothing but undefined': (client) => client.apiKeys.update(7, { name: undefined as never }),
  };
  test.each(Object.entries(refused))('is nothing at all for %s', async (_, act) => {
    const transport = new ScriptedTransport({ body: [keyRow] });
    expect(await failureOf(act(open(transport)))).toBeInstanceOf(ConfigurationError);
    expect(transport.sent).toEqual([]);
  });
});

describe('what comes back', () => {
  const rawCalls: Readonly<Record<string, (client: VergeOSClient) => Promise<unknown>>> = {
    'apiKeys.list': (client) => client.apiKeys.list({}, { raw: true }),
    'apiKeys.get': (client) => client.apiKeys.get(7, { raw: true }),
    'apiKeys.create': (client) => client.apiKeys.create({ user: { key: 3, name: null }, name: 'n' }, { raw: true }),
    'users.list': (client) => client.users.list({}, { raw: true }),
    'users.get': (client) => client.users.get(3, { raw: true }),
    'users.create': (client) => client.users.create({ name: 'n', password: 'p' }, { raw: true }),
    'groups.list': (client) => client.groups.list({}, { raw: true }),
    'groups.get': (client) => client.groups.get(3, { raw: true }),
    'groups.create': (client) => client.groups.create({ name: 'n' }, { raw: true }),
    'members.list': (client) => client.members.list({}, { raw: true }),
    'members.add': (client) => client.members.add({ group: 1, user: 2 }, { raw: true }),
    'permissions.list': (client) => client.permissions.list({}, { raw: true }),
    'permissions.get': (client) => client.permissions.get(3, { raw: true }),
    'permissions.grant': (client) => client.permissions.grant({ identity: 1, table: 'vms', list: true }, { raw: true }),
    'sessions.create': (client) => client.sessions.create({ username: 'u', password: 'p' }, { raw: true }),
    'system.get': (client) => client.system.get({ raw: true }),
    'table.list': (client) => client.table('vms').list({ fields: ['name'] }, { raw: true }),
    'table.get': (client) => client.table('vms').get(7, { fields: ['name'], raw: true }),
    'table.create': (client) => client.table('vms').create({}, { raw: true }),
  };
  test.each(Object.entries(rawCalls))('is the JSON as it was received where that is asked for: %s', async (_, act) => {
    const body = { $key: 'odd', response: { private_key: 'canary-secret' }, unknown: [1.5, null] };
    expect(await act(open(new ScriptedTransport({ body })))).toEqual(body);
  });

  test('is a key with what follows from its row', async () => {
    const row = {
      ...keyRow,
      $key: '7',
      user: '/v4/users/3',
      created: 1_700_000_000,
      expires: nowMs / 1_000,
      lastlogin_stamp: 0,
      lastlogin_ip: '',
      ip_allow_list: '10.0.0.0/8, ::1',
      description: '',
      extra: 1,
    };
    const [key] = await open(new ScriptedTransport({ body: [row] })).apiKeys.list();
    expect(key).toMatchObject({
      key: 7,
      name: 'deploy',
      userKey: 3,
      userName: 'ci',
      created: 1_700_000_000,
      expires: nowMs / 1_000,
      isExpired: true,
    });
    expect(key).toMatchObject({
      lastLogin: null,
      lastLoginAt: null,
      lastLoginIp: null,
      ipAllowList: ['10.0.0.0/8', '::1'],
      ipDenyList: [],
    });
    expect([key?.createdAt?.toISOString(), key?.expiresAt?.getTime()]).toEqual(['2023-11-14T22:13:20.000Z', nowMs]);
    expect(key?.columns).toEqual(row);
  });

  test('is never expired where it never expires', async () => {
    const [key] = await open(new ScriptedTransport({ body: [{ ...keyRow, expires: 0 }] })).apiKeys.list();
    expect(key).toMatchObject({ expires: null, expiresAt: null, isExpired: false });
  });

  test('holds what was asked for, and makes no list of nothing or of one row', async () => {
    const { apiKeys } = open(new ScriptedTransport({ body: { ...keyRow, user_email: 'ci@example.com' } }));
    const [key, ...others] = await apiKeys.list({ fields: ['user#email as user_email'] });
    expect([key?.columns.user_email, key?.columns.name, others.length]).toEqual(['ci@example.com', 'deploy', 0]);
    expect(await open(new ScriptedTransport({})).apiKeys.list()).toEqual([]);
  });

  test('is looked at again: a system that reads a filter in another way brings nobody another key', async () => {
    const rows = [
      { ...keyRow, name: 'Deploy' },
      { ...keyRow, user: 4 },
      { ...keyRow, $key: 9 },
    ];
    const { apiKeys } = open(new ScriptedTransport({ body: rows }));
    expect((await apiKeys.list({ user: 3, name: 'deploy' })).map(({ key }) => key)).toEqual([9]);
    expect((await apiKeys.get({ user: 3, name: 'deploy' })).key).toBe(9);
    const all: number[] = [];
    for await (const { key } of apiKeys.listAll({ user: 3, name: 'deploy' })) all.push(key);
    expect(all).toEqual([9]);
    expect(await failureOf(apiKeys.get({ user: 3, name: 'other' }))).toBeInstanceOf(NotFoundError);
  });

  test('for a user name that nobody has is an error, and never everybody’s keys', async () => {
    const transport = new ScriptedTransport({ body: [{ ...userRow, name: 'CI' }] });
    const { apiKeys } = open(transport);
    for (const act of [apiKeys.list({ user: 'ci' }), apiKeys.listAll({ user: 'ci' }).next(), apiKeys.create({ user: 'ci', name: 'n' })]) {
      expect(await failureOf(act)).toBeInstanceOf(NotFoundError);
    }
    expect(transport.sent.every(({ path }) => path.startsWith('/api/v4/users?'))).toBe(true);
  });

  test.each([
    [404, { err: 'Resource not found' }, NotFoundError, 'not-applied'],
    [404, { err: "error setting field 'user': No such file or directory" }, MissingReferenceError, 'not-applied'],
    [401, { err: 'Login required' }, AuthenticationError, 'not-applied'],
    [401, '', AuthenticationError, 'unknown'],
    [403, { err: 'Permission denied' }, PermissionError, 'not-applied'],
    [409, { err: 'Row exists' }, ConflictError, 'not-applied'],
    [422, { err: 'Invalid argument', response: {} }, ValidationError, 'not-applied'],
    [429, { err: 'Too many requests' }, RateLimitError, 'not-applied'],
    [400, { err: 'Bad request' }, VergeOSError, 'not-applied'],
    [405, { err: 'Not permitted' }, VergeOSError, 'not-applied'],
    [500, { err: 'failed' }, VergeOSError, 'unknown'],
    // Somebody in between, for all that is known.
    [404, { error: 'no such page' }, ApiStatusError, 'unknown'],
    [409, { message: 'conflict' }, ApiStatusError, 'unknown'],
    [404, 'Not Found', ApiStatusError, 'unknown'],
    [404, { err: { nested: 1 } }, ApiStatusError, 'unknown'],
  ])('with %d %j is a %o, and the outcome of a write is %s', async (status, body, expected, outcome) => {
    const failure = await failureOf(open(new ScriptedTransport({ status, body })).apiKeys.update(7, { name: 'n' }));
    expect(failure).toMatchObject({ constructor: expected, status, outcome });
  });

  test('says what the system said', async () => {
    const failure = await failureOf(open(new ScriptedTransport({ status: 422, body: { err: "field 'key' is readonly" } })).apiKeys.get(7));
    expect(String(failure)).toContain("field 'key' is readonly");
  });

  test.each([
    ['users/3', 3, null],
    ['/v4/users/3', 3, null],
    ['/v4/groups/4', null, 4],
    ['3', null, null],
    [null, null, null],
  ])('tells who is a member in either form: %j', async (member, userKey, memberGroupKey) => {
    const [found] = await open(new ScriptedTransport({ body: [{ $key: 5, parent_group: '/v4/groups/4', member }] })).members.list({
      group: 4,
    });
    expect(found).toMatchObject({ key: 5, groupKey: 4, userKey, memberGroupKey });
  });

  test('holds rows whose keys are texts, page by page and each once', async () => {
    const keys = ['b'.repeat(40), '0f8fad5b-d9cb-469f-a165-70867728950e', 'a'.repeat(40)];
    const page = (from: number, to: number) => ({ body: keys.slice(from, to).map(($key) => ({ $key, name: 'n' })) });
    const scripted = new ScriptedTransport(page(0, 2), page(1, 3), page(2, 3));
    const seen: unknown[] = [];
    for await (const { $key } of open(scripted)
      .table('vms')
      .listAll({ fields: ['name'], pageSize: 2 }))
      seen.push($key);
    expect(seen).toEqual(keys);
    expect(
      (
        await open(new ScriptedTransport({ body: { $key: keys[0] } }))
          .table('vms')
          .create({ name: 'n' })
      ).key,
    ).toBe(keys[0]);
  });

  test('without a body is no key', async () => {
    expect(await failureOf(open(new ScriptedTransport({})).apiKeys.get(7))).toBeInstanceOf(NotFoundError);
  });

  test.each([
    [null],
    [{ user: 3, name: 'n' }],
    [{ $key: 1.5, user: 3, name: 'n' }],
    [{ $key: 1, name: 'n' }],
    [{ $key: 1, user: 'groups/3', name: 'n' }],
    [7],
  ])('that is no key is a ResponseShapeError that says where: %j', async (row) => {
    const failure = await failureOf(open(new ScriptedTransport({ body: [keyRow, row] })).apiKeys.list());
    expect(failure).toBeInstanceOf(ResponseShapeError);
    expect(String(failure)).toContain('[1]');
  });
});

describe('the secret of a new key', () => {
  const create = (body: unknown) =>
    open(new ScriptedTransport({ body: userRow }, { status: 201, body })).apiKeys.create({ user: 3, name: 'deploy' });

  test.each([
    ['response.private_key', { $key: '7', response: { private_key: 's' }, key: 'other' }],
    ['response.token', { $key: '7', response: { private_key: '', token: 's' } }],
    ['private_key', { $key: '7', private_key: 's' }],
    ['token', { $key: '7', token: 's' }],
    ['key', { $key: '7', key: 's', response: null }],
  ])('is found in %s', async (_, body) => {
    const created = await create(body);
    expect(created).toEqual({ key: 7, name: 'deploy', userKey: 3, userName: 'ci', secret: new Secret('s') });
    expect(created.secret.reveal()).toBe('s');
  });

  test.each([
    [{ $key: '7' }],
    [{ $key: '7', response: { private_key: '' } }],
    [{ $row: 7, response: [] }],
    [{ dbpath: 'user_api_keys/7' }],
  ])('that is nowhere in %j is an error with the key to delete', async (body) => {
    const failure = await failureOf(create(body));
    expect(failure).toBeInstanceOf(MissingSecretError);
    expect(failure).toMatchObject({ key: 7, outcome: 'applied' });
    expect(String(failure)).toContain('apiKeys.delete(7)');
  });

  test.each([[undefined], [null], [[]], ['text'], [{}]])('is not taken for lost where %j tells nothing at all', async (body) => {
    const failure = await failureOf(create(body));
    expect(failure).toBeInstanceOf(MissingSecretError);
    expect(failure).toMatchObject({ key: null, outcome: 'unknown' });
  });

  test('is kept where the answer does not tell which key it is', async () => {
    const failure = await failureOf(create({ response: { private_key: 'canary-secret' } }));
    expect(MissingKeyError.isInstance(failure) ? failure.secret.reveal() : failure).toBe('canary-secret');
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('canary');
  });

  test('comes with null for a user that nobody may see', async () => {
    for (const [status, err] of [
      [403, 'Permission denied'],
      [404, 'Resource not found'],
    ] as const) {
      const client = open(new ScriptedTransport({ status, body: { err } }, { status: 201, body: receipt }));
      expect(await client.apiKeys.create({ user: 3, name: 'deploy' })).toMatchObject({ key: 7, userKey: 3, userName: null });
    }
  });

  test('is never lost in an answer, whatever else is in it', async () => {
    const members = fc.constantFrom('$key', '$row', 'key', 'token', 'private_key', 'response', 'location', 'dbpath', 'err', '__proto__');
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom('7', 7, 'users/7'), fc.dictionary(members, fc.jsonValue()));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(members, values), async (body) => {
        const answered = {
          ...body,
          response: { ...membersOf(body['response']), private_key: 'canary' },
        };
        const result = await create(answered).catch((error: unknown) => error);
        const secret = typeof result === 'object' && result !== null && 'secret' in result ? result.secret : undefined;
        expect(Secret.isSecret(secret) && secret.reveal()).toBe('canary');
      }),
    );
  });

  test('never crashes the client, whatever the answer is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom(200, 201, 400, 404, 500), async (body, status) => {
        const client = open(new ScriptedTransport({ status, body }));
        const calls = [
          client.apiKeys.create({ user: 3, name: 'n' }),
          client.apiKeys.list(),
          client.apiKeys.get(7),
          client.users.list(),
          client.system.get(),
        ];
        for (const call of calls) {
          const failure = await failureOf(call);
          expect(failure === undefined || HttpError.isInstance(failure)).toBe(true);
        }
      }),
    );
  });
});

function membersOf(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
