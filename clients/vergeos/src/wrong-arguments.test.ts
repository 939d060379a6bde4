import { acceptedWrongly, callsOf, countingTransport, methodNames, optional } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import * as vergeos from './index.ts';
import { ConfigurationError, Filter, VergeOSClient, VergeOSSites } from './index.ts';

const options = optional({});
const query = optional({});
const created = { name: 'x', user: 7 };

/** What is right in each place; every method is here. */
const methods: Readonly<Record<string, readonly unknown[]>> = {
  'apiKeys.list': [query, options],
  'apiKeys.listAll': [query, options],
  'apiKeys.get': [7, options],
  'apiKeys.create': [created, options],
  'apiKeys.update': [7, { name: 'x' }, options],
  'apiKeys.delete': [7, options],
  'users.list': [query, options],
  'users.listAll': [query, options],
  'users.get': [7, options],
  'users.create': [{ name: 'ci', password: 'p' }, options],
  'users.update': [7, { email: 'a@b' }, options],
  'users.enable': [7, options],
  'users.disable': [7, options],
  'users.delete': [7, options],
  'groups.list': [query, options],
  'groups.listAll': [query, options],
  'groups.get': [7, options],
  'groups.create': [{ name: 'ops' }, options],
  'groups.update': [7, { name: 'ops' }, options],
  'groups.enable': [7, options],
  'groups.disable': [7, options],
  'groups.delete': [7, options],
  'members.list': [query, options],
  'members.listAll': [query, options],
  'members.add': [{ group: 1, user: 2 }, options],
  'members.remove': [7, options],
  'permissions.list': [query, options],
  'permissions.listAll': [query, options],
  'permissions.get': [7, options],
  'permissions.grant': [{ identity: 1, table: 'vms', read: true }, options],
  'permissions.update': [7, { read: true }, options],
  'permissions.revoke': [7, options],
  'sessions.create': [{ username: 'u', password: 'p' }, options],
  'sessions.delete': ['t', options],
  'system.get': [options],
  send: [{ method: 'GET', route: '/x', parameters: {}, query: {}, headers: {}, decode: () => undefined }, options],
  table: ['vms'],
};
const ofTable: Readonly<Record<string, readonly unknown[]>> = {
  list: [{ fields: ['name'] }, options],
  listAll: [{ fields: ['name'] }, options],
  get: [7, { fields: ['name'] }],
  create: [{ name: 'x' }, options],
  update: [7, { name: 'x' }, options],
  delete: [7, options],
  action: [7, 'poweron', options],
  schema: [options],
};

class Sender {
  readonly #counting = countingTransport((error) => ConfigurationError.isInstance(error));
  readonly client = new VergeOSClient({
    baseUrl: 'https://203.0.113.5:1',
    apiKey: 'a'.repeat(40),
    transport: this.#counting.transport,
    retries: false,
  });
  readonly trial = this.#counting.trial;
}

const iterations = (name: string): boolean => name.endsWith('listAll');

describe('whatever is wrong among the arguments is refused before anything is sent', () => {
  test('of every method of a client', async () => {
    const { client, trial } = new Sender();
    expect(methodNames(client, ['close', 'toString', 'toJSON', 'prepare', 'origin'])).toEqual(Object.keys(methods).toSorted());
    expect(await acceptedWrongly(callsOf(client, methods), trial)).toEqual([]);
  });

  test('of every method that makes a call ready, and an iteration is never made ready', async () => {
    const { client, trial } = new Sender();
    const rights = Object.entries(methods).filter(([name]) => !iterations(name) && name !== 'send');
    expect(await acceptedWrongly(callsOf(client.prepare, Object.fromEntries(rights)), trial)).toEqual([]);
    const users = client.prepare.users as unknown as { listAll(): AsyncGenerator };
    await expect(users.listAll().next()).rejects.toThrow('an iteration cannot be prepared');
  });

  test('of every method of a table', async () => {
    const { client, trial } = new Sender();
    expect(methodNames(client.table('vms'))).toEqual(Object.keys(ofTable).toSorted());
    expect(await acceptedWrongly(callsOf(client.table('vms'), ofTable), trial)).toEqual([]);
  });

  test('of every function beside it', async () => {
    const { trial } = new Sender();
    const conditions = { bw: ['name', 'x'], cs: ['name', 'x'], ct: ['name', 'x'], ew: ['name', 'x'], rx: ['name', 'x'] };
    const functions: Readonly<Record<string, readonly unknown[]>> = {
      ...conditions,
      checkAddressLists: [{}],
      readAddress: [{ host: 'vergeos.example' }],
    };
    const free = ['and', 'or', 'eq', 'ne', 'ge', 'gt', 'le', 'lt']; // they take more than one kind of value
    expect(methodNames({ ...vergeos }).filter((name) => /^[a-z]/.test(name))).toEqual([...Object.keys(functions), ...free].toSorted());
    expect(await acceptedWrongly(callsOf({ ...vergeos }, functions), trial)).toEqual([]);
    expect(await acceptedWrongly(callsOf(Filter, { group: ['and', [vergeos.eq('name', 'x')]] }), trial)).toEqual([]);
    for (const name of free)
      for (const wrong of [undefined, {}, () => undefined])
        expect(() => (Reflect.get(vergeos, name) as (...given: unknown[]) => unknown)('name', wrong)).toThrow(ConfigurationError);
  });

  test('where clients are made', async () => {
    const { trial } = new Sender();
    const environment = { VERGE_HOST: 'vergeos.example', VERGE_TOKEN: 'a'.repeat(40) };
    expect(await acceptedWrongly(callsOf(VergeOSClient, { fromEnvironment: [environment, options] }), trial)).toEqual([]);
    const makers = {
      client: { act: (given: unknown) => new VergeOSClient(given as never), right: [{}] },
      sites: { act: (given: unknown) => new VergeOSSites(given as never), right: [{}] },
    };
    expect(await acceptedWrongly(makers, trial)).toEqual([]);
    expect(await acceptedWrongly(callsOf(new VergeOSSites({}), { each: [() => undefined], site: ['paris'] }), trial)).toEqual([]);
  });
});
