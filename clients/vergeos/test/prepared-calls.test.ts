import { startVergeOSEmulator } from '@keyrack/emulators';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError, MissingSecretError, NotFoundError, VergeOSError } from '../src/index.ts';
import type { PreparedCall, VergeOSClient } from '../src/index.ts';
import { Clients, failureOf } from './support.ts';

const emulator = await startVergeOSEmulator();
const { username, password } = emulator;
const clients = new Clients(emulator);
let vergeos: VergeOSClient;

beforeEach(async () => {
  vergeos = clients.open({ apiKey: undefined, username, password });
  await begin();
});
afterEach(() => clients.close());
afterAll(() => emulator.close());

/** The same system each time: the users ci (2) and bob (3), a group (2) with ci in it, and a key (2) of ci. */
async function begin(): Promise<void> {
  emulator.reset();
  await vergeos.users.create({ name: 'ci', password: 'p' });
  await vergeos.users.create({ name: 'bob', password: 'p' });
  await vergeos.groups.create({ name: 'team' });
  await vergeos.members.add({ group: 2, user: 2 });
  await vergeos.apiKeys.create({ user: 'ci', name: 'deploy' });
}

/** What both trees have: the client's methods give results, those of `prepare` give calls. */
type Either = Pick<VergeOSClient, 'apiKeys' | 'users' | 'groups' | 'members' | 'permissions' | 'sessions' | 'system' | 'table'>;

/** Every method of every resource, as `resource.method`. */
const methods: Readonly<Record<string, (api: Either) => Promise<unknown>>> = {
  'apiKeys.list': (api) => api.apiKeys.list({ user: 'ci', name: 'deploy' }),
  'apiKeys.get': (api) => api.apiKeys.get({ user: 'ci', name: 'deploy' }),
  'apiKeys.create': (api) => api.apiKeys.create({ user: 'ci', name: 'other' }),
  'apiKeys.update': (api) => api.apiKeys.update(2, { description: 'd' }),
  'apiKeys.delete': (api) => api.apiKeys.delete(2),
  'users.list': (api) => api.users.list({ name: 'ci' }),
  'users.get': (api) => api.users.get({ name: 'ci' }),
  'users.create': (api) => api.users.create({ name: 'anna', password: 'p' }),
  'users.update': (api) => api.users.update(2, { displayName: 'CI' }),
  'users.enable': (api) => api.users.enable(2),
  'users.disable': (api) => api.users.disable(2),
  'users.delete': (api) => api.users.delete(3),
  'groups.list': (api) => api.groups.list({ name: 'team' }),
  'groups.get': (api) => api.groups.get({ name: 'team' }),
  'groups.create': (api) => api.groups.create({ name: 'other' }),
  'groups.update': (api) => api.groups.update(2, { description: 'd' }),
  'groups.enable': (api) => api.groups.enable(2),
  'groups.disable': (api) => api.groups.disable(2),
  'groups.delete': (api) => api.groups.delete(2),
  'members.list': (api) => api.members.list({ group: 2 }),
  'members.add': (api) => api.members.add({ group: 2, user: 1 }),
  'members.remove': async (api) => {
    const [member] = await vergeos.members.list({ group: 2 });
    return api.members.remove(member?.key ?? 0);
  },
  'permissions.list': (api) => api.permissions.list({ table: 'users' }),
  'permissions.get': (api) => api.permissions.get(1),
  'permissions.grant': (api) => api.permissions.grant({ identity: 1, table: 'vms', read: true }),
  'permissions.update': (api) => api.permissions.update(1, { read: true }),
  'permissions.revoke': (api) => api.permissions.revoke(2),
  'sessions.create': (api) => api.sessions.create({ username, password }),
  'sessions.delete': async (api) => api.sessions.delete((await vergeos.sessions.create({ username, password })).token),
  'system.get': (api) => api.system.get(),
  'table.list': (api) => api.table('users').list({ fields: ['name'], filter: { name: 'ci' } }),
  'table.get': (api) => api.table('users').get(2, { fields: ['name'] }),
  'table.create': (api) => api.table('users').create({ name: 'raw', password: 'p' }),
  'table.update': (api) => api.table('users').update(2, { displayname: 'CI' }),
  'table.delete': (api) => api.table('users').delete(3),
  'table.schema': (api) => api.table('users').schema(),
};

/** What was asked since that call, without what a token adds to a path. */
const asked = (afterN: number): readonly string[] =>
  emulator.accessLog
    .entries()
    .filter(({ n }) => n > afterN)
    .map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{40}/, '<token>')}`);

describe('a prepared call', () => {
  test.each(Object.entries(methods))('is the one that the method sends, and gives what it gives: %s', async (_, act) => {
    const direct = await act(vergeos);
    const sentDirectly = asked(0).at(-1);
    await begin();
    // Both give a promise; what of is the only difference.
    const call = (await act(vergeos.prepare as unknown as Either)) as PreparedCall;
    const before = emulator.accessLog.count;
    const given = await vergeos.send(call);
    expect(asked(before)).toEqual([sentDirectly]);
    expect(shapeOf(given)).toEqual(shapeOf(direct));
  });

  test('is there for every method of every resource', () => {
    const { apiKeys, users, groups, members, permissions, sessions, system } = vergeos;
    const resources = { apiKeys, users, groups, members, permissions, sessions, system, table: vergeos.table('users') };
    const all = Object.entries(resources).flatMap(([name, resource]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).map((method) => `${name}.${method}`),
    );
    const single = all.filter((name) => !/\.(?:constructor|listAll)$/.test(name));
    // What an action does is nothing that the emulator pretends to know; the test below sends one.
    expect(single.toSorted()).toEqual([...Object.keys(methods), 'table.action'].toSorted());
  });

  test('changes nothing until it is sent, and can be changed before', async () => {
    const before = emulator.state().keys.length;
    const call = await vergeos.prepare.apiKeys.create({ user: 'ci', name: 'first' });
    expect(emulator.state().keys).toHaveLength(before);
    expect(call).toMatchObject({ method: 'POST', route: '/api/v4/user_api_keys', body: { user: 2, name: 'first', expires_type: 'never' } });
    const created = await vergeos.send({ ...call, body: { ...call.body, name: 'second' } });
    expect(emulator.state().keys.find(({ key }) => key === created.key)).toMatchObject({
      secret: created.secret.reveal(),
      name: 'second',
    });
  });

  test('gives keys that can be deleted', async () => {
    const key = await vergeos.send(await vergeos.prepare.apiKeys.get(2));
    await key.delete();
    expect(await failureOf(vergeos.apiKeys.get(2))).toBeInstanceOf(NotFoundError);
  });

  test('shows no password when it is printed', async () => {
    const call = await vergeos.prepare.users.create({ name: 'anna', password: 'canary-password' });
    expect(JSON.stringify(call)).not.toContain('canary');
    await vergeos.send(call);
    expect(
      await failureOf(clients.open({ apiKey: undefined, username: 'anna', password: 'canary-password' }).system.get()),
    ).toBeUndefined();
  });

  test('carries its own headers, can be decoded in another way, and takes the options of sending', async () => {
    const call = await vergeos.prepare.users.get(2, { headers: { 'x-mine': 'yes' } });
    expect(call.headers).toEqual({ 'x-mine': 'yes' });
    const raw = await vergeos.send({ ...call, decode: (body) => body });
    expect(raw).toMatchObject({ $key: 2, name: 'ci' });
    const signal = AbortSignal.abort();
    expect(await failureOf(vergeos.send(call, { signal }))).toMatchObject({ code: 'aborted', outcome: 'not-applied' });
  });

  test.each([
    ['POST', 'never', 1],
    ['PUT', 'again', 2],
    ['DELETE', 'again', 2],
  ] as const)('is sent as its method allows after a lost answer: %s %s', async (method, _, times) => {
    const calls = {
      POST: () => vergeos.prepare.users.create({ name: 'anna', password: 'p' }),
      PUT: () => vergeos.prepare.users.update(2, { displayName: 'CI' }),
      DELETE: () => vergeos.prepare.apiKeys.delete(2),
    };
    const call: PreparedCall = await calls[method]();
    emulator.faults.add({ method, effect: { kind: 'close', when: 'after' } });
    const before = emulator.accessLog.count;
    const failure = await failureOf(vergeos.send(call));
    expect(asked(before)).toHaveLength(times);
    expect(failure === undefined).toBe(times === 2);
  });

  test('with an action is never sent again', async () => {
    const call = await vergeos.prepare.table('users').action(2, 'refresh', { parameters: { force: true } });
    expect(call).toMatchObject({ method: 'PUT', query: { action: 'refresh' }, body: { force: true } });
    emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'after' } });
    expect(await failureOf(vergeos.send(call))).toMatchObject({ attempts: 1, outcome: 'unknown' });
    expect(await failureOf(vergeos.send(call))).toBeInstanceOf(VergeOSError);
  });

  test.each(['users/2', '', 'https://elsewhere.example/'])('goes nowhere else: %j', async (route) => {
    const before = emulator.accessLog.count;
    const call = await vergeos.prepare.users.get(2);
    expect(await failureOf(vergeos.send({ ...call, route }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(vergeos.send({ ...call, parameters: { key: '..' } }))).toBeInstanceOf(ConfigurationError);
    expect(emulator.accessLog.count).toBe(before);
  });

  test('loses no one-time secret either', async () => {
    const call = await vergeos.prepare.apiKeys.create({ user: 'ci', name: 'lost' });
    const withoutSecret: PreparedCall = { ...call, decode: (body, answer) => call.decode({ ...Object(body), response: {} }, answer) };
    expect(await failureOf(vergeos.send(withoutSecret))).toMatchObject({ constructor: MissingSecretError, key: 3 });
  });
});

/** The names in a result, without what differs from call to call. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  return typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : typeof value;
}
