import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VergeOSEmulator } from '../src/index.ts';
import { startVergeOSEmulator } from '../src/index.ts';
import { ask, basic, bearer, make, makeKey } from './vergeos-ask.ts';

describe('VergeOS', () => {
  let vergeos: VergeOSEmulator;
  beforeAll(async () => {
    vergeos = await startVergeOSEmulator();
  });
  beforeEach(() => vergeos.reset());
  afterAll(() => vergeos.close());

  const get = async (place: string, fields: string, filter?: string) =>
    (await ask(vergeos, `GET ${place}`, { query: { fields, ...(filter === undefined ? {} : { filter }) } })).rows;
  const identityOf = async (place: string) => (await ask(vergeos, `GET ${place}`, { query: { fields: 'identity' } })).json['identity'];
  const post = (table: string, body: object) => ask(vergeos, `POST ${table}`, { body });
  const put = (place: string, body: object) => ask(vergeos, `PUT ${place}`, { body });

  describe('users', () => {
    it('are made with an identity of their own and the rights of every new user', async () => {
      const key = await make(vergeos, 'users', { name: 'alice', password: 'p', displayname: 'Alice', email: 'A@EXAMPLE.org' });
      const [alice] = await get('users', 'all', `$key eq ${key}`);
      expect(alice).toMatchObject({
        name: 'alice',
        email: 'a@example.org',
        type: 'normal',
        enabled: true,
        two_factor_type: 'email',
        creator: 'admin',
      });
      expect(alice).not.toHaveProperty('password');
      const rights = await get(
        'permissions',
        'table,row,list,read,create,modify,delete,rowdisplay,identity#owner#$display as who',
        `identity eq ${String(alice?.['identity'])}`,
      );
      expect(rights).toEqual([
        { table: '/', row: 0, list: true, read: true, create: false, modify: false, delete: false, rowdisplay: '', who: 'Alice' },
        { table: 'users', row: key, list: true, read: true, create: false, modify: true, delete: false, rowdisplay: 'Alice', who: 'Alice' },
      ]);
    });

    it('who are for desktops only may look at lists', async () => {
      const key = await make(vergeos, 'users', { name: 'desk', password: 'p', type: 'vdi' });
      const identity = await identityOf(`users/${key}`);
      expect(await get('permissions', 'table,list,read', `identity eq ${String(identity)}`)).toEqual([
        { table: '/', list: true, read: false },
        { table: 'users', list: true, read: true },
      ]);
    });

    it('log in with their password until they are disabled', async () => {
      const key = await make(vergeos, 'users', { name: 'alice', password: 'p:q', type: 'api' });
      const logIn = async (password: string) => (await ask(vergeos, 'GET users', { as: basic('alice', password) })).status;
      expect([await logIn('p:q'), await logIn('p')]).toEqual([200, 401]);
      await put(`users/${key}`, { password: 'new' });
      expect([await logIn('p:q'), await logIn('new')]).toEqual([401, 200]);
      await put(`users/${key}`, { enabled: false });
      expect(await logIn('new')).toBe(401);
    });

    it('may look at everything and change themselves, and nothing else', async () => {
      const key = await make(vergeos, 'users', { name: 'alice', password: 'p' });
      const { secret } = await makeKey(vergeos, key);
      const as = bearer(secret);
      expect((await ask(vergeos, 'GET user_api_keys', { as })).rows).toHaveLength(2);
      expect((await ask(vergeos, `PUT users/${key}`, { as, body: { displayname: 'A' } })).status).toBe(200);
      expect(await ask(vergeos, 'PUT users/1', { as, body: { displayname: 'A' } })).toMatchObject({
        status: 403,
        err: 'Permission denied',
      });
      expect((await ask(vergeos, 'POST users', { as, body: { name: 'b', password: 'p' } })).status).toBe(403);
      expect((await ask(vergeos, 'DELETE user_api_keys/1', { as })).status).toBe(403);
      expect((await ask(vergeos, 'GET users/$table', { as })).status).toBe(403);
    });

    it.each([
      [{ name: 'a/b', password: 'p' }, 422],
      [{ name: '', password: 'p' }, 422],
      [{ name: 'admin', password: 'p' }, 409],
      [{ name: 'a', password: 'p', type: 'king' }, 422],
      [{ name: 'a', password: 'p', identity: 1 }, 422],
      [{ name: 'a', password: 'p', auth_source: 3 }, 404],
      [{ name: 'Alice', password: 'p' }, 501],
      [{ name: 'a' }, 501],
      [{ name: 'a', password: 'p', enabled: 'yes' }, 501],
      [{ name: 'a', password: 'p', auth_source: null }, 201],
    ])('%j: %i', async (body, status) => {
      expect((await post('users', body)).status).toBe(status);
      expect(vergeos.state().tables['users']).toHaveLength(status === 201 ? 2 : 1);
    });

    it('lose their rights and memberships with their row', async () => {
      const user = await make(vergeos, 'users', { name: 'alice', password: 'p' });
      await make(vergeos, 'members', { parent_group: 1, member: `/v4/users/${user}` });
      const before = vergeos.state().tables;
      expect((await ask(vergeos, `DELETE users/${user}`)).status).toBe(200);
      const after = vergeos.state().tables;
      for (const table of ['permissions', 'members', 'identities', 'users']) {
        expect([table, (before[table]?.length ?? 0) - (after[table]?.length ?? 0)]).toEqual([table, table === 'permissions' ? 2 : 1]);
      }
      expect((await ask(vergeos, 'DELETE users/1')).status).toBe(501);
    });

    it.each(['users/1', 'groups/1', 'members/1', 'permissions/1', 'user_api_keys/1'])(
      '%s, sent back as it was read, is refused for its read-only columns',
      async (place) => {
        const { json } = await ask(vergeos, `GET ${place}`, { query: { fields: 'all' } });
        const answer = await put(place, json);
        expect([answer.status, answer.err]).toEqual([422, expect.stringMatching(/^field '.*' is readonly$/) as string]);
      },
    );
  });

  describe('groups and members', () => {
    it('are counted, joined and shown by name', async () => {
      const user = await make(vergeos, 'users', { name: 'alice', password: 'p', displayname: 'Alice' });
      const parent = await make(vergeos, 'groups', { name: 'parents', email: 'P@X.org', id: 'ext-1' });
      const child = await make(vergeos, 'groups', { name: 'children', enabled: false });
      await make(vergeos, 'members', { parent_group: parent, member: `/v4/users/${user}` });
      await make(vergeos, 'members', { parent_group: parent, member: `groups/${child}` });
      expect(await get('groups', 'name,email,id,enabled,count(members) as member_count', `system_group eq false`)).toEqual([
        { name: 'parents', email: 'p@x.org', id: 'ext-1', enabled: true, member_count: 2 },
        { name: 'children', email: '', id: '', enabled: false, member_count: 0 },
      ]);
      expect(
        await get('members', 'parent_group#name as in,member,member#$display as member_display,creator', `parent_group eq ${parent}`),
      ).toEqual([
        { in: 'parents', member: `/v4/users/${user}`, member_display: 'Alice', creator: 'admin' },
        { in: 'parents', member: `groups/${child}`, member_display: 'children', creator: 'admin' },
      ]);
    });

    it('refuse what is there already, what is not there, and every change of a membership', async () => {
      const group = await make(vergeos, 'groups', { name: 'g', id: 'x' });
      const key = await make(vergeos, 'members', { parent_group: group, member: 'users/1' });
      expect((await post('groups', { name: 'g' })).status).toBe(409);
      expect((await post('groups', { name: 'h', id: 'x' })).status).toBe(409);
      expect((await post('members', { parent_group: group, member: 'users/1' })).status).toBe(409);
      expect((await post('members', { parent_group: 99, member: 'users/1' })).status).toBe(404);
      expect((await post('members', { parent_group: group, member: 'users/99' })).status).toBe(404);
      expect((await post('members', { member: 'users/1' })).status).toBe(422);
      expect((await put(`members/${key}`, { parent_group: 1 })).status).toBe(422);
      for (const member of ['/v4/users/1', `groups/${group}`, '1', 'vms/1', '/api/v4/users/1']) {
        expect([member, (await post('members', { parent_group: group, member })).status]).toEqual([member, 501]);
      }
    });

    it('give a deleted group`s identity to the next one, which then cannot be the parent of a membership', async () => {
      const first = await make(vergeos, 'groups', { name: 'first' });
      const identity = await identityOf(`groups/${first}`);
      const kept = await make(vergeos, 'groups', { name: 'kept' });
      await ask(vergeos, `DELETE groups/${first}`);
      const second = await make(vergeos, 'groups', { name: 'second' });
      const third = await make(vergeos, 'groups', { name: 'third' });
      expect(second).not.toBe(first);
      expect(await identityOf(`groups/${second}`)).toBe(identity);
      const statuses = [];
      for (const parent of [kept, second, third])
        statuses.push((await post('members', { parent_group: parent, member: 'users/1' })).status);
      expect(statuses).toEqual([201, 422, 201]);
      expect((await post('members', { parent_group: kept, member: `groups/${second}` })).status).toBe(201);
      await ask(vergeos, `DELETE groups/${third}`);
      expect(vergeos.state().tables['members']?.map((row) => row['member'])).toEqual(['users/1', 'users/1', `groups/${second}`]);
    });

    it('hand rights on, through groups within groups, unless a group is disabled', async () => {
      const user = await make(vergeos, 'users', { name: 'alice', password: 'p' });
      const as = basic('alice', 'p');
      const outer = await make(vergeos, 'groups', { name: 'outer' });
      const inner = await make(vergeos, 'groups', { name: 'inner' });
      await make(vergeos, 'members', { parent_group: outer, member: `groups/${inner}` });
      await make(vergeos, 'members', { parent_group: inner, member: `groups/${outer}` });
      const identity = await identityOf(`groups/${outer}`);
      await make(vergeos, 'permissions', { identity, table: 'groups', row: inner, modify: true });
      const rename = (group: number) => ask(vergeos, `PUT groups/${group}`, { as, body: { description: 'd' } });
      expect((await rename(inner)).status).toBe(403);
      const membership = await make(vergeos, 'members', { parent_group: inner, member: `users/${user}` });
      expect([(await rename(inner)).status, (await rename(outer)).status]).toEqual([200, 403]);
      await put(`groups/${outer}`, { enabled: false });
      expect((await rename(inner)).status).toBe(501);
      await ask(vergeos, `DELETE members/${membership}`);
      expect((await rename(inner)).status).toBe(403);
    });
  });

  describe('permissions', () => {
    it('can be given, changed in their flags and taken back', async () => {
      const user = await make(vergeos, 'users', { name: 'alice', password: 'p' });
      const identity = await identityOf(`users/${user}`);
      const as = basic('alice', 'p');
      const body = { identity, table: 'user_api_keys', row: 0, list: true, read: true, create: true, modify: false, delete: false };
      const key = await make(vergeos, 'permissions', body);
      expect((await post('permissions', body)).status).toBe(409);
      expect((await post('permissions', { ...body, identity: 99 })).status).toBe(404);
      const create = () => ask(vergeos, 'POST user_api_keys', { as, body: { user, name: 'own', expires_type: 'never' } });
      expect((await create()).status).toBe(201);
      expect((await put(`permissions/${key}`, { row: 5 })).status).toBe(422);
      expect((await put(`permissions/${key}`, { create: false, delete: true })).status).toBe(200);
      expect((await create()).status).toBe(403);
      expect((await ask(vergeos, 'DELETE user_api_keys/2', { as })).status).toBe(200);
      await ask(vergeos, `DELETE permissions/${key}`);
      expect((await ask(vergeos, 'DELETE user_api_keys/1', { as })).status).toBe(403);
    });

    it('of single rows let a user list these only; without any a list is refused', async () => {
      const user = await make(vergeos, 'users', { name: 'alice', password: 'p' });
      const as = basic('alice', 'p');
      const identity = await identityOf(`users/${user}`);
      const all = (await get('permissions', '$key,table', `identity eq ${String(identity)} and table eq '/'`)).map((row) => row['$key']);
      await ask(vergeos, `DELETE permissions/${String(all[0])}`);
      expect((await ask(vergeos, 'GET users', { as, query: { fields: 'name' } })).rows).toEqual([{ name: 'alice' }]);
      expect((await ask(vergeos, 'GET users', { as, query: { fields: ',' } })).rows).toEqual([{ $count: 1 }]);
      expect((await ask(vergeos, `GET users/${user}`, { as })).status).toBe(200);
      expect((await ask(vergeos, 'GET users/1', { as })).status).toBe(403);
      expect((await ask(vergeos, 'GET groups', { as })).status).toBe(403);
      expect((await ask(vergeos, 'GET system', { as })).status).toBe(200);
      const { key } = await makeKey(vergeos, user);
      expect((await ask(vergeos, 'GET user_api_keys', { as })).status).toBe(501);
      expect((await ask(vergeos, `DELETE user_api_keys/${key}`, { as })).status).toBe(501);
      expect((await ask(vergeos, 'DELETE user_api_keys/1', { as })).status).toBe(403);
    });
  });
});
