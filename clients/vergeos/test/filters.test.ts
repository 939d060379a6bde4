import { startVergeOSEmulator } from '@keyrack/emulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { and, bw, cs, ct, eq, ew, ge, gt, le, lt, ne, NotFoundError, or, rx } from '../src/index.ts';
import type { FilterInput, UserRow } from '../src/index.ts';
import { createUser } from './raw-calls.ts';
import { allOf, Clients, failureOf } from './support.ts';

const emulator = await startVergeOSEmulator();
const clients = new Clients(emulator);
const vergeos = clients.open({ apiKey: undefined, username: emulator.username, password: emulator.password });

beforeAll(async () => {
  for (const [name, fields] of Object.entries(people)) await createUser(emulator, name, fields);
});
afterAll(async () => {
  await clients.close();
  await emulator.close();
});

const people: Readonly<Record<string, object>> = {
  anna: { displayname: 'Anna (CI)', email: 'anna@example.com' },
  'anna-2': { displayname: "Anna's {second}", type: 'api' },
  bob: { displayname: 'BOB', enabled: false },
  remote: { type: 'site_user' },
};

describe('users', () => {
  const found: readonly (readonly [string, FilterInput<UserRow>, readonly string[]])[] = [
    ['eq', eq('displayname', "Anna's {second}"), ['anna-2']],
    ['eq with a list', eq('name', ['bob', 'anna']), ['anna', 'bob']],
    ['ne', ne('type', 'normal'), ['anna-2']],
    ['ne with a list', ne('name', ['admin', 'bob']), ['anna', 'anna-2']],
    ['null', eq('auth_source', null), ['admin', 'anna', 'anna-2', 'bob']],
    ['a boolean', eq('enabled', false), ['bob']],
    ['gt and lt', and(gt('$key', 1), lt('$key', 3)), ['anna']],
    ['ge and le', and(ge('$key', 2), le('$key', 3)), ['anna', 'anna-2']],
    ['bw', bw('name', 'anna'), ['anna', 'anna-2']],
    ['ew', ew('displayname', '{second}'), ['anna-2']],
    ['cs', cs('displayname', 'BO'), ['bob']],
    ['ct', ct('displayname', '(ci)'), ['anna']],
    ['rx', rx('name', '^[a-z]+-[[:digit:]]$'), ['anna-2']],
    ['or within and', and(or(eq('name', 'anna'), eq('name', 'bob')), eq('enabled', true)), ['anna']],
    ['and within or', or(and(eq('name', 'anna'), eq('enabled', false)), eq('name', 'bob')), ['bob']],
    ['an object', { name: { bw: 'anna' }, type: ['api', 'vdi'] }, ['anna-2']],
    ['an object with or', { or: [{ name: 'anna' }, { enabled: false }] }, ['anna', 'bob']],
    ['an instant', { created: { gt: new Date(Date.now() - 86_400_000), lt: new Date(Date.now() + 86_400_000) }, name: 'bob' }, ['bob']],
  ];
  test.each(found)('are found by %s', async (_, filter, names) => {
    expect((await vergeos.users.list({ filter })).map(({ name }) => name)).toEqual(names);
    expect((await allOf(vergeos.users.listAll({ filter, pageSize: 2 }))).map(({ name }) => name)).toEqual(names);
  });

  test('of other sites are listed on demand only', async () => {
    expect((await vergeos.users.list({ includeSiteUsers: true })).map(({ name }) => name)).toContain('remote');
    expect((await vergeos.users.list()).map(({ name }) => name)).not.toContain('remote');
  });

  test('are read by key and by their exact name', async () => {
    const bob = await vergeos.users.get({ name: 'bob' });
    expect(bob).toMatchObject({ name: 'bob', displayName: 'BOB', enabled: false, type: 'normal', lastLogin: null, accountLocked: null });
    expect(bob.identity).not.toBe(bob.key);
    expect(Math.abs((bob.createdAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await vergeos.users.get(bob.key)).toEqual(bob);
    expect((await vergeos.users.get(bob.key, { fields: ['identity#owner as owner'] })).columns.owner).toBe(`users/${bob.key}`);
    expect((await vergeos.users.get({ name: 'remote' })).type).toBe('site_user');
    for (const nobody of [{ name: 'Bob' }, { name: 'nobody' }, 4_711])
      expect(await failureOf(vergeos.users.get(nobody))).toBeInstanceOf(NotFoundError);
  });
});
