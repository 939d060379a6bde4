import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VergeOSEmulator } from '../src/index.ts';
import { startVergeOSEmulator } from '../src/index.ts';
import type { Json } from './vergeos-ask.ts';
import { ask, basic, bearer, make, makeKey } from './vergeos-ask.ts';

describe('the VergeOS API', () => {
  let vergeos: VergeOSEmulator;
  beforeAll(async () => {
    vergeos = await startVergeOSEmulator({ version: '26.1.8', cloudName: 'lab' });
  });
  beforeEach(() => vergeos.reset());
  afterAll(() => vergeos.close());

  const list = (table: string, query: Readonly<Record<string, string>>) => ask(vergeos, `GET ${table}`, { query });

  describe('lets in', () => {
    it.each([null, 'Basic !', 'Basic', 'Bearer', 'Digest x', basic('admin', 'wrong'), basic('nobody', 'p'), bearer('wrong')])(
      'nobody with %s',
      async (as) => {
        const { status, err } = await ask(vergeos, 'GET system', { as });
        expect([status, err]).toEqual([401, expect.stringMatching(/^(Login required|Failed login)$/) as string]);
      },
    );

    it('a user by password and by key', async () => {
      for (const as of [basic(vergeos.username, vergeos.password), bearer(vergeos.apiKey)]) {
        expect(await ask(vergeos, 'GET system?fields=$key,yb_version,os_version,cloud_name', { as })).toMatchObject({
          status: 200,
          rows: [{ $key: 1, yb_version: '26.1.8', os_version: '26.1.8', cloud_name: 'lab' }],
        });
      }
    });

    it('a session, from login to logout', async () => {
      const body = { login: vergeos.username, password: vergeos.password };
      const login = await ask(vergeos, 'POST /api/sys/tokens', { as: null, body });
      const token = String(login.json['$key']);
      expect([login.status, token]).toEqual([200, expect.stringMatching(/^[0-9a-f]{40}$/) as string]);
      expect(login.json).toEqual({ location: `/sys/tokens/${token}`, dbpath: `tokens/${token}`, $row: 1, $key: token });
      const headers = { 'x-yottabyte-token': token };
      const status = async () => (await ask(vergeos, 'GET users/1', { as: null, headers })).status;
      expect(await status()).toBe(200);
      expect((await ask(vergeos, 'GET users/1', { headers })).status).toBe(501);
      expect((await ask(vergeos, 'GET users/1', { as: bearer(token) })).status).toBe(501);
      await make(vergeos, 'users', { name: 'alice', password: 'p' });
      expect((await ask(vergeos, `DELETE /sys/tokens/${token}`, { as: basic('alice', 'p') })).status).toBe(501);
      expect((await ask(vergeos, `DELETE /sys/tokens/${token}`, { as: null, headers })).status).toBe(200);
      expect(await status()).toBe(401);
      expect((await ask(vergeos, `DELETE /api/sys/tokens/${token}`)).status).toBe(404);
      expect((await ask(vergeos, 'POST /api/sys/tokens', { as: null, body: { ...body, password: 'x' } })).status).toBe(401);
      expect(JSON.stringify(vergeos.accessLog.entries())).not.toContain(token);
    });

    it.each([{ two_factor_authentication: true }, { change_password: true }, { type: 'vdi' }])(
      'nobody it knows nothing about: %j',
      async (more) => {
        await make(vergeos, 'users', { name: 'alice', password: 'p', ...more });
        expect((await ask(vergeos, 'GET system', { as: basic('alice', 'p') })).status).toBe(501);
      },
    );
  });

  describe('shows', () => {
    it('nothing but a few columns unless more are asked for', async () => {
      expect((await ask(vergeos, 'GET users')).rows).toEqual([{ $key: 1, name: 'admin' }]);
      expect((await ask(vergeos, 'GET permissions/1')).json).toEqual({ $key: 1 });
    });

    it.each([
      ['$key,name,nonsense,user#nonsense as x,nonsense#name as y', { $key: 1, name: 'emulator' }],
      ['$,k,e,y,,,n', {}],
      ['nonsense', {}],
      ['user#name as a,user#$display as b,user#identity#owner#$display as c', { a: 'admin', b: 'admin', c: 'admin' }],
      ['name as n,upper(name) as u,lower(user#name) as l', { n: 'emulator', u: 'EMULATOR', l: 'admin' }],
      ['user,user#auth_source as none,user#auth_source#name as absent', { user: 1, none: null }],
      ['count(nonsense) as n,stats[reads] as s,private_key,$display', { $display: 'emulator' }],
    ])('the fields %s', async (fields, expected) => {
      expect((await list('user_api_keys', { fields })).rows).toEqual([expected]);
      expect((await list('user_api_keys/1', { fields })).json).toEqual(expected);
    });

    it('how many rows there are when there is no name in the fields', async () => {
      for (const name of ['a', 'b', 'c']) await make(vergeos, 'groups', { name });
      expect((await list('groups', { fields: ',' })).rows).toEqual([{ $count: 4 }]);
      expect((await list('groups', { fields: '   ', filter: "name ne 'a'", limit: '1' })).rows).toEqual([{ $count: 3 }]);
    });

    it('every column of its own with `all`, and `most`', async () => {
      const { rows } = await list('groups', { fields: 'all,count(members) as member_count' });
      expect(Object.keys(rows[0] ?? {})).toEqual([
        '$key',
        'name',
        'description',
        'enabled',
        'created',
        'email',
        'id',
        'identity',
        'system_group',
        'creator',
        'member_count',
      ]);
      expect((await list('users', { fields: 'most' })).rows).toEqual((await list('users', { fields: 'all' })).rows);
    });

    it('rows in order, a page at a time, until a short one', async () => {
      for (const name of ['c', 'a', 'b']) await make(vergeos, 'groups', { name, description: name === 'a' ? 'y' : 'x' });
      const names = async (query: Readonly<Record<string, string>>) =>
        (await list('groups', { fields: 'name', filter: 'system_group eq false', ...query })).rows.map((row) => row['name']);
      expect(await names({})).toEqual(['c', 'a', 'b']);
      expect(await names({ sort: '+name' })).toEqual(['a', 'b', 'c']);
      expect(await names({ sort: '-$key' })).toEqual(['b', 'a', 'c']);
      expect(await names({ sort: '$key' })).toEqual(['c', 'a', 'b']);
      expect(await names({ sort: '+description,-name' })).toEqual(['c', 'b', 'a']);
      expect(await names({ limit: '2' })).toEqual(['c', 'a']);
      expect(await names({ limit: '2', offset: '2' })).toEqual(['b']);
      expect(await names({ limit: '2', offset: '2', sort: '+name' })).toEqual(['c']);
      expect(await names({ limit: '0', offset: '1' })).toEqual(['a', 'b']);
      expect((await ask(vergeos, 'GET groups?fields=name&sort=+name&limit=1')).rows).toEqual([{ name: 'Administrators' }]);
    });

    it('no machines and no networks', async () => {
      const fields = '$key,name,machine#status#running as running,count(machine#drives) as drives,stats[reads,writes]';
      expect((await list('vms', { fields, filter: 'is_snapshot eq false', limit: '5' })).rows).toEqual([]);
      expect((await list('vnets', { fields })).rows).toEqual([]);
      expect((await ask(vergeos, 'GET vms/1')).status).toBe(404);
    });

    it('what a table looks like, to administrators', async () => {
      const { status, json } = await ask(vergeos, 'GET user_api_keys/$table');
      expect(status).toBe(200);
      expect(json['fields']).toContainEqual({ name: 'name', type: 'string', required: true, readonly: false, min: 1, max: 128 });
      expect(json['fields']).toContainEqual({ name: 'user', type: 'row', required: true, readonly: false, table: 'users' });
      expect((await ask(vergeos, 'GET user_api_keys/%24table')).json).toEqual(json);
    });

    it('the version, to everybody', async () => {
      expect((await ask(vergeos, 'GET /version.json', { as: null })).json).toEqual({ version: '26.1.8' });
    });
  });

  describe('refuses', () => {
    it.each([
      ['GET', 'nothing', 404],
      ['GET', '/api/v3/users', 404],
      ['GET', '/', 404],
      ['GET', 'users/99', 404],
      ['GET', 'users/admin', 404],
      ['GET', 'users/01', 404],
      ['GET', 'users/%', 404],
      ['DELETE', 'groups/99', 404],
      ['PATCH', 'users/1', 405],
      ['DELETE', 'users', 405],
      ['POST', 'users/1', 405],
      ['POST', 'user_actions', 400],
      ['POST', 'group_actions', 400],
    ])('%s %s: %i', async (method, place, status) => {
      const answer = await ask(vergeos, `${method} ${place}`, method === 'GET' || method === 'DELETE' ? {} : { body: {} });
      expect([answer.status, typeof answer.err]).toEqual([status, 'string']);
    });

    it('a body that is no JSON', async () => {
      expect((await ask(vergeos, 'POST groups', { body: '{"name"' })).status).toBe(400);
      expect((await ask(vergeos, 'PUT groups/1', { body: '' })).status).toBe(400);
    });

    it.each(["name like 'a%'", "name in ('a')", "startswith(name,'a')", "name eq 'a\\d'", "name eq 'a{b'", "name eq 'a'b'"])(
      'the filter %s',
      async (filter) => {
        expect(await list('groups', { filter })).toMatchObject({ status: 422, err: 'Invalid argument' });
      },
    );

    it('more calls of a key than its hour allows, where that is switched on', async () => {
      await using limited = await startVergeOSEmulator({ requestsPerHour: 2 });
      const status = async (as?: string) => (await ask(limited, 'GET system', { as: as ?? bearer(limited.apiKey) })).status;
      expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
      expect(await status(basic(limited.username, limited.password))).toBe(200);
      limited.clock.advance(3_600_000);
      expect(await status()).toBe(200);
    });
  });

  it('drops names that are no columns, in what is made and in what is changed', async () => {
    const key = await make(vergeos, 'groups', { name: 'g', colour: 'red', member_count: 7 });
    expect((await ask(vergeos, `PUT groups/${key}`, { body: { tier: 1, nonsense: null } })).body).toBe('{}');
    const { json } = await list(`groups/${key}`, { fields: 'all' });
    expect(Object.keys(json)).not.toContain('colour');
    expect(vergeos.state().tables['groups']?.[1]).toEqual(json);
  });

  it.each<readonly [string, Json | undefined, Readonly<Record<string, string>>]>([
    ['GET groups', undefined, { orderby: 'name' }],
    ['GET groups', undefined, { limit: '-1' }],
    ['GET groups', undefined, { offset: 'x' }],
    ['GET groups', undefined, { sort: 'nonsense' }],
    ['GET groups', undefined, { sort: 'identity#owner' }],
    ['GET groups', undefined, { filter: '' }],
    ['GET groups', undefined, { fields: '' }],
    ['GET groups', undefined, { fields: '$count' }],
    ['GET groups', undefined, { fields: 'summary' }],
    ['GET groups', undefined, { fields: 'identity#owner' }],
    ['GET groups', undefined, { fields: 'count(members)' }],
    ['GET groups', undefined, { fields: 'members[all] as m' }],
    ['GET groups', undefined, { fields: 'collapse(members) as m' }],
    ['GET groups', undefined, { fields: 'datetime(created) as d' }],
    ['GET groups/1', undefined, { fields: ',' }],
    ['GET groups/1', undefined, { filter: "name eq 'x'" }],
    ['POST groups', { name: 'g' }, { verify: '1' }],
    ['POST system', {}, {}],
    ['PUT system/1', {}, {}],
    ['DELETE system/1', undefined, {}],
    ['DELETE groups/1', undefined, {}],
    ['POST vms', { name: 'v' }, {}],
    ['GET tenants', undefined, {}],
    ['GET identities', undefined, {}],
    ['PUT users/1', { name: 'other' }, {}],
    ['PUT users/1', { password: '' }, {}],
  ])('answers 501 and names the fact that nobody knows: %s %j %j', async (line, body, query) => {
    const before = vergeos.state().tables;
    const { status, err } = await ask(vergeos, line, { ...(body === undefined ? {} : { body }), query });
    expect([status, err]).toEqual([501, expect.stringMatching(/^not known: /) as string]);
    expect(vergeos.state().tables).toEqual(before);
  });

  it('says with 501 that nobody has told what a header does that stands in the documentation', async () => {
    const { status, err } = await ask(vergeos, 'GET users', { headers: { 'X-JSON-Non-Compact': '1' } });
    expect([status, err]).toEqual([501, 'not known: what the header X-JSON-Non-Compact does']);
  });

  it('says with 501 what a restart makes uncertain', async () => {
    const login = await ask(vergeos, 'POST /api/sys/tokens', { body: { login: 'admin', password: vergeos.password } });
    const { secret } = await makeKey(vergeos, 1);
    await vergeos.restart();
    const headers = { 'x-yottabyte-token': String(login.json['$key']) };
    expect((await ask(vergeos, 'GET system', { as: null, headers })).status).toBe(501);
    expect((await ask(vergeos, 'GET system', { as: bearer(secret) })).status).toBe(200);
  });
});
