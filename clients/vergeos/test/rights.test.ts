import { startVergeOSEmulator } from '@keyrack/emulators';
import { Secret } from '@keyrack/secret';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthenticationError, ConflictError, MissingReferenceError, NotFoundError, PermissionError, VergeOSError } from '../src/index.ts';
import type { UserRow, VergeOSClient } from '../src/index.ts';
import { allOf, Clients, failureOf } from './support.ts';

const emulator = await startVergeOSEmulator();
const { username, password } = emulator;
const clients = new Clients(emulator);
let vergeos: VergeOSClient;

beforeEach(() => {
  emulator.reset();
  vergeos = clients.open({ apiKey: undefined, username, password });
});
afterEach(() => clients.close());
afterAll(() => emulator.close());

describe('users', () => {
  test('are made, changed, kept out, let in again and deleted', async () => {
    const { key } = await vergeos.users.create({
      name: 'Anna',
      password: 'first',
      displayName: 'Anna A.',
      email: 'Anna@Example.com',
      type: 'api',
      physicalAccess: true,
      twoFactorType: 'authenticator',
      sshKeys: ['ssh-ed25519 AAAA anna', 'ssh-ed25519 BBBB anna'],
    });
    const anna = await vergeos.users.get(key);
    expect(anna).toMatchObject({ name: 'anna', displayName: 'Anna A.', email: 'anna@example.com', type: 'api', enabled: true });
    expect(anna.columns).toMatchObject({ physical_access: true, two_factor_type: 'authenticator' });
    const entry = (secret: string) => failureOf(clients.open({ apiKey: undefined, username: 'anna', password: secret }).system.get());
    expect(await entry('first')).toBeUndefined();
    await vergeos.users.update(key, { password: 'second', displayName: '' });
    expect([await entry('first'), await entry('second')]).toEqual([expect.any(AuthenticationError), undefined]);
    await vergeos.users.disable(key);
    expect(await entry('second')).toBeInstanceOf(AuthenticationError);
    await vergeos.users.enable(key);
    expect(await entry('second')).toBeUndefined();
    await vergeos.users.delete(key);
    expect(await failureOf(vergeos.users.get(key))).toBeInstanceOf(NotFoundError);
    expect(await failureOf(vergeos.users.delete(key))).toMatchObject({ constructor: NotFoundError, outcome: 'not-applied' });
  });

  test('have each name once', async () => {
    await vergeos.users.create({ name: 'anna', password: 'p' });
    expect(await failureOf(vergeos.users.create({ name: 'anna', password: 'p' }))).toMatchObject({
      constructor: ConflictError,
      outcome: 'not-applied',
    });
  });
});

describe('groups and their members', () => {
  test('are made, changed and found', async () => {
    const { key } = await vergeos.groups.create({ name: "Anna's {team}", description: 'd', email: 'T@example.com', identifier: 'ext-7' });
    const group = await vergeos.groups.get({ name: "Anna's {team}" });
    expect(group).toMatchObject({
      key,
      description: 'd',
      email: 't@example.com',
      identifier: 'ext-7',
      enabled: true,
      isSystemGroup: false,
      memberCount: 0,
    });
    expect(group.identity).not.toBeNull();
    await vergeos.groups.update(key, { name: 'team', description: '' });
    await vergeos.groups.disable(key);
    expect(await vergeos.groups.get(key)).toMatchObject({ name: 'team', description: '', enabled: false });
    await vergeos.groups.enable(key);
    expect((await vergeos.groups.list({ filter: { system_group: false } })).map(({ name }) => name)).toEqual(['team']);
    expect((await allOf(vergeos.groups.listAll())).map(({ name }) => name)).toEqual(['Administrators', 'team']);
    expect(await failureOf(vergeos.groups.get({ name: 'Team' }))).toBeInstanceOf(NotFoundError);
    await vergeos.groups.delete(key);
    expect(await failureOf(vergeos.groups.get(key))).toBeInstanceOf(NotFoundError);
  });

  test('hold users and groups, each once, until they are removed', async () => {
    const { key: group } = await vergeos.groups.create({ name: 'team' });
    const { key: inner } = await vergeos.groups.create({ name: 'inner' });
    const { key: user } = await vergeos.users.create({ name: 'anna', password: 'p' });
    const { key: membership } = await vergeos.members.add({ group, user });
    await vergeos.members.add({ group, memberGroup: inner });
    expect(await vergeos.members.list({ group })).toMatchObject([
      { key: membership, groupKey: group, userKey: user, memberGroupKey: null, memberName: 'anna' },
      { groupKey: group, userKey: null, memberGroupKey: inner, memberName: 'inner' },
    ]);
    expect((await vergeos.groups.get(group)).memberCount).toBe(2);
    expect(await failureOf(vergeos.members.add({ group, user }))).toBeInstanceOf(ConflictError);
    expect(await failureOf(vergeos.members.add({ group, user: 4_711 }))).toBeInstanceOf(MissingReferenceError);
    await vergeos.members.remove(membership);
    expect((await allOf(vergeos.members.listAll({ group }))).map(({ memberName }) => memberName)).toEqual(['inner']);
  });
});

describe('permissions', () => {
  test('let a key do what its user was granted, and no more once it is taken back', async () => {
    const { key: user } = await vergeos.users.create({ name: 'ci', password: 'p', type: 'api' });
    const { identity } = await vergeos.users.get(user);
    if (identity === null) throw new Error('every user has an identity');
    const { secret } = await vergeos.apiKeys.create({ user, name: 'deploy' });
    const ci = clients.open({ apiKey: secret });
    const create = () => failureOf(ci.groups.create({ name: 'made by ci' }));
    expect(await create()).toBeInstanceOf(PermissionError);
    const { key } = await vergeos.permissions.grant({ identity, table: 'groups', create: true });
    expect(await vergeos.permissions.get(key)).toMatchObject({
      identity,
      identityName: 'ci',
      table: 'groups',
      row: 0,
      rowName: null,
      rights: { list: false, read: false, create: true, modify: false, delete: false },
    });
    expect(await create()).toBeUndefined();
    await vergeos.permissions.update(key, { create: false, modify: true });
    expect(await create()).toBeInstanceOf(PermissionError);
    await vergeos.permissions.revoke(key);
    expect(await failureOf(vergeos.permissions.get(key))).toBeInstanceOf(NotFoundError);
  });

  test('are listed by whose they are and by table', async () => {
    const { key: user } = await vergeos.users.create({ name: 'ci', password: 'p' });
    const { identity } = await vergeos.users.get(user);
    const tables = async (query: Parameters<VergeOSClient['permissions']['list']>[0]) =>
      (await vergeos.permissions.list(query)).map(({ table }) => table);
    expect(await tables({ identity: identity ?? 0 })).toEqual(['/', 'users']);
    expect(await tables({ identity: identity ?? 0, table: 'users' })).toEqual(['users']);
    expect(await tables({ filter: { row: user, table: 'users' } })).toEqual(['users']);
    expect((await allOf(vergeos.permissions.listAll({ pageSize: 2 }))).length).toBe(emulator.state().tables['permissions']?.length);
    expect(await failureOf(vergeos.permissions.grant({ identity: identity ?? 0, table: '/', list: true }))).toBeInstanceOf(ConflictError);
    expect(await failureOf(vergeos.permissions.grant({ identity: 4_711, table: '/', list: true }))).toBeInstanceOf(MissingReferenceError);
  });
});

describe('any table', () => {
  test('is listed, read, added to, changed and deleted from by its name', async () => {
    const users = vergeos.table<UserRow & { readonly password: string }>('users');
    const { key, response } = await users.create({ name: 'raw', password: 'p', type: 'api' });
    expect([typeof key, response]).toEqual(['number', {}]);
    await users.update(key, { displayname: 'Raw' });
    expect(await users.get(key, { fields: ['name', 'displayname', 'identity#owner as owner'] })).toEqual({
      $key: key,
      name: 'raw',
      displayname: 'Raw',
      owner: `users/${key}`,
    });
    expect(await users.list({ fields: ['name'], filter: { type: 'api' }, sort: '-name' })).toEqual([{ $key: key, name: 'raw' }]);
    expect((await allOf(users.listAll({ fields: ['name'], pageSize: 2 }))).map(({ name }) => name)).toEqual([username, 'raw']);
    await users.delete(key);
    expect(await failureOf(users.get(key, { fields: ['name'] }))).toBeInstanceOf(NotFoundError);
    expect(await vergeos.table('vms').list({ fields: ['name'] })).toEqual([]);
  });

  test('keeps a one-time secret that its receipt holds', async () => {
    const table = vergeos.table('user_api_keys');
    for (const place of ['response.private_key', 'response.token', 'private_key', 'token'] as const) {
      emulator.setSecretPlace(place);
      const { response } = await table.create({ user: 1, name: place, expires_type: 'never' });
      const [secret] = Object.values(response);
      expect(Secret.isSecret(secret) && secret.reveal()).toBe(emulator.state().keys.find(({ name }) => name === place)?.secret);
    }
    emulator.setSecretPlace('response.private_key');
  });

  test('tells its columns to administrators, and is an error where there is none', async () => {
    expect(JSON.stringify(await vergeos.table('users').schema())).toContain('displayname');
    const { key: user } = await vergeos.users.create({ name: 'ci', password: 'p' });
    const { secret } = await vergeos.apiKeys.create({ user, name: 'k' });
    expect(await failureOf(clients.open({ apiKey: secret }).table('users').schema())).toBeInstanceOf(PermissionError);
    expect(await failureOf(vergeos.table('no_such_table').list({ fields: ['name'] }))).toBeInstanceOf(NotFoundError);
    // What a PUT with an action does is nothing that the emulator pretends to know.
    expect(await failureOf(vergeos.table('users').action(1, 'refresh'))).toMatchObject({
      constructor: VergeOSError,
      status: 501,
      outcome: 'unknown',
    });
  });
});
