import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VergeOSEmulator } from '../src/index.ts';
import { startVergeOSEmulator } from '../src/index.ts';
import { ask, bearer, make, makeKey } from './vergeos-ask.ts';

const dayMs = 86_400_000;

describe('VergeOS API keys', () => {
  let vergeos: VergeOSEmulator;
  let user: number;
  beforeAll(async () => {
    vergeos = await startVergeOSEmulator();
  });
  beforeEach(async () => {
    vergeos.reset();
    user = await make(vergeos, 'users', { name: 'alice', password: 'p' });
  });
  afterAll(() => vergeos.close());

  const create = (body: object) => ask(vergeos, 'POST user_api_keys', { body: { user, ...body } });
  const never = (body: object) => create({ expires_type: 'never', ...body });
  const inSeconds = (ms: number) => Math.floor((vergeos.clock.nowMs() + ms) / 1_000);

  it('are made with a receipt that holds the secret once, under a key that is a text', async () => {
    vergeos.clock.freeze(true);
    const { status, json } = await never({ name: 'automation', description: 'd' });
    const key = Number(json['$key']);
    expect(status).toBe(201);
    expect(json).toEqual({
      location: `/v4/user_api_keys/${key}`,
      dbpath: `user_api_keys/${key}`,
      $row: key,
      $key: String(key),
      response: { private_key: expect.stringMatching(/^[0-9A-Za-z]{43}$/) as string },
    });
    const shown = await ask(vergeos, `GET user_api_keys/${key}`, { query: { fields: 'all,user#name as user_name' } });
    expect(shown.json).toEqual({
      $key: key,
      user,
      name: 'automation',
      description: 'd',
      created: inSeconds(0),
      expires: 0,
      expires_type: 'never',
      lastlogin_stamp: 0,
      lastlogin_ip: '',
      ip_allow_list: '',
      ip_deny_list: '',
      user_name: 'alice',
    });
    expect(vergeos.state().keys.at(-1)).toMatchObject({ key, name: 'automation', userName: 'alice', accepted: true });
  });

  it.each(['response.token', 'private_key', 'token', 'key', 'none'] as const)(
    'may hold their secret elsewhere when told to: %s',
    async (place) => {
      vergeos.setSecretPlace(place);
      const { json } = await never({ name: 'k' });
      const secret = vergeos.state().keys.at(-1)?.secret;
      const { location: _location, dbpath: _dbpath, $row: _row, $key: _key, ...rest } = json;
      const expected = {
        'response.token': { response: { token: secret } },
        private_key: { private_key: secret },
        token: { token: secret },
      };
      expect(rest).toEqual({ ...expected, key: { key: secret }, none: {} }[place]);
    },
  );

  it('open the API as their user, and write down when and from where', async () => {
    const { key, secret } = await makeKey(vergeos, user);
    vergeos.clock.freeze(true);
    expect((await ask(vergeos, 'GET system', { as: bearer(secret) })).status).toBe(200);
    expect((await ask(vergeos, 'GET system', { as: null, headers: { 'x-yottabyte-token': secret } })).status).toBe(200);
    const { json } = await ask(vergeos, `GET user_api_keys/${key}`, { query: { fields: 'lastlogin_stamp,lastlogin_ip' } });
    expect(json).toEqual({ lastlogin_stamp: inSeconds(0), lastlogin_ip: '127.0.0.1' });
    expect((await ask(vergeos, 'POST groups', { as: bearer(secret), body: { name: 'g' } })).status).toBe(403);
  });

  it('stop to work at their expiry and stay listed', async () => {
    const { key, secret } = await makeKey(vergeos, user, { expires_type: 'date', expires: inSeconds(30 * dayMs) });
    vergeos.clock.advance(30 * dayMs - 5_000);
    expect((await ask(vergeos, 'GET system', { as: bearer(secret) })).status).toBe(200);
    vergeos.clock.advance(5_000);
    expect(await ask(vergeos, 'GET system', { as: bearer(secret) })).toMatchObject({ status: 401, err: 'Failed login' });
    expect((await ask(vergeos, `GET user_api_keys/${key}`)).status).toBe(200);
    expect(vergeos.state().keys.at(-1)).toMatchObject({ key, accepted: false });
  });

  it('stop to work at once when they are deleted', async () => {
    const { key, secret } = await makeKey(vergeos, user);
    expect((await ask(vergeos, `DELETE user_api_keys/${key}`)).status).toBe(200);
    expect((await ask(vergeos, 'GET system', { as: bearer(secret) })).status).toBe(401);
    expect((await ask(vergeos, `GET user_api_keys/${key}`)).status).toBe(404);
    expect((await ask(vergeos, `DELETE user_api_keys/${key}`)).status).toBe(404);
    expect(vergeos.state().keys).toHaveLength(1);
  });

  it('let in the addresses of their allow list, else all but those of their deny list', async () => {
    const allowed = await makeKey(vergeos, user, { ip_allow_list: '10.0.0.0/8,192.168.1.100', ip_deny_list: '172.16.0.1' });
    const denied = await makeKey(vergeos, user, { ip_deny_list: '10.0.0.0/8' });
    const statuses = async (address: string) => {
      vergeos.setCallerAddress(address);
      const asked = [allowed, denied].map(({ secret }) => ask(vergeos, 'GET system', { as: bearer(secret) }));
      return (await Promise.all(asked)).map(({ status }) => status);
    };
    expect(await statuses('10.1.2.3')).toEqual([200, 401]);
    expect(await statuses('192.168.1.100')).toEqual([200, 200]);
    expect(await statuses('8.8.8.8')).toEqual([401, 200]);
    expect((await ask(vergeos, 'GET system')).status).toBe(200); // a password knows no lists
    const { json } = await ask(vergeos, `GET user_api_keys/${allowed.key}`, {
      query: { fields: 'ip_allow_list,ip_deny_list,lastlogin_ip' },
    });
    expect(json).toEqual({ ip_allow_list: '10.0.0.0/8,192.168.1.100', ip_deny_list: '172.16.0.1', lastlogin_ip: '192.168.1.100' });
  });

  it('are refused with a denied address within an allowed range, when made and when changed', async () => {
    const lists = { ip_allow_list: '10.0.0.0/8', ip_deny_list: '10.0.0.5' };
    expect(await never({ name: 'k', ...lists })).toMatchObject({
      status: 422,
      err: "Validation error on field: 'ip_deny_list' - 'fails validation test'",
    });
    const { key } = await makeKey(vergeos, user, { ip_allow_list: '10.0.0.0/8' });
    expect((await ask(vergeos, `PUT user_api_keys/${key}`, { body: { ip_deny_list: '10.0.0.5' } })).status).toBe(422);
    expect((await ask(vergeos, `PUT user_api_keys/${key}`, { body: { ip_allow_list: '', ip_deny_list: '10.0.0.5' } })).status).toBe(200);
  });

  it.each([
    [{ name: '' }, 422, "Validation error on field: 'name' - 'fails validation test'"],
    [{ name: 'n'.repeat(129) }, 422, "Validation error on field: 'name' - 'fails validation test'"],
    [{}, 422, "Validation error on field: 'name' - 'fails validation test'"],
    [{ name: 'k', description: 'd'.repeat(2_049) }, 422, "Validation error on field: 'description' - 'fails validation test'"],
    [{ name: 'k', user: 999 }, 404, "error setting field 'user': No such file or directory"],
    [{ name: 'k', expires_type: 'week' }, 422, "value 'week' is not in list for field 'expires_type'"],
    [{ name: 'k', created: 1 }, 422, "field 'created' is readonly"],
    [{ name: 'k', $key: 77 }, 422, "field '$key' is readonly"],
  ])('are refused: %j', async (body, status, err) => {
    expect(await never(body)).toMatchObject({ status, err });
    expect(vergeos.state().keys).toHaveLength(1);
  });

  it('have names of 1 to 128 characters that are unique for their user', async () => {
    expect((await never({ name: 'n'.repeat(128) })).status).toBe(201);
    expect((await never({ name: 'k' })).status).toBe(201);
    expect(await never({ name: 'k' })).toMatchObject({ status: 409, err: 'Row exists' });
    expect((await never({ name: 'k', user: 1 })).status).toBe(201);
    const { key } = await makeKey(vergeos, user);
    expect((await ask(vergeos, `PUT user_api_keys/${key}`, { body: { name: 'k' } })).status).toBe(409);
  });

  it.each([
    { name: 'k' },
    { name: 'k', expires_type: 'date' },
    { name: 'k', expires_type: 'date', expires: 0 },
    { name: 'k', expires_type: 'date', expires: 1_000 },
    { name: 'k', expires: 1_000 },
    { name: 'k', expires_type: 'never', expires: 9_999_999_999 },
    { name: 'k', expires_type: 'never', ip_allow_list: 'localhost' },
    { name: 'k', expires_type: 'never', ip_allow_list: '10.1.0.0/16', ip_deny_list: '10.0.0.0/8' },
    { name: 'EMULATOR', user: 1, expires_type: 'never' },
    { name: 'a\nb', expires_type: 'never' },
    { name: 'ä'.repeat(100), expires_type: 'never' },
    { name: 5, expires_type: 'never' },
    { name: 'k', expires_type: 'never', user: '1' },
  ])('are answered with 501 and the fact where nobody knows: %j', async (body) => {
    const { status, err } = await create(body);
    expect([status, String(err)]).toEqual([501, expect.stringMatching(/^not known: (how|what|when|whether) /) as string]);
    expect(vergeos.state().keys).toHaveLength(1);
  });

  it('expire by date when only a date is given', async () => {
    const { json } = await create({ name: 'k', expires: inSeconds(dayMs) });
    const shown = await ask(vergeos, `GET user_api_keys/${String(json['$key'])}`, { query: { fields: 'expires,expires_type' } });
    expect(shown.json).toEqual({ expires: inSeconds(dayMs), expires_type: 'date' });
  });

  it('can be changed in everything but user and secret', async () => {
    const { key, secret } = await makeKey(vergeos, user);
    const put = (body: object) => ask(vergeos, `PUT user_api_keys/${key}`, { body });
    const expires = inSeconds(dayMs);
    const changed = await put({
      name: 'new',
      description: 'd',
      expires_type: 'date',
      expires,
      ip_allow_list: '127.0.0.1',
      colour: 'red',
      user_name: 'x',
    });
    expect([changed.status, changed.body]).toEqual([200, '{}']);
    expect(vergeos.state().keys.at(-1)?.row).toMatchObject({ name: 'new', description: 'd', expires, ip_allow_list: '127.0.0.1' });
    expect((await ask(vergeos, 'GET system', { as: bearer(secret) })).status).toBe(200);
    expect(await put({ user })).toMatchObject({ status: 422, err: "field 'user' is readonly" });
    expect(await put({ lastlogin_ip: '' })).toMatchObject({ status: 422, err: "field 'lastlogin_ip' is readonly" });
    expect((await put({ expires: inSeconds(2 * dayMs) })).status).toBe(200);
    expect((await put({ expires_type: 'never' })).status).toBe(200);
    expect(vergeos.state().keys.at(-1)?.row).toMatchObject({ expires: 0, expires_type: 'never' });
    expect((await put({ expires: inSeconds(dayMs) })).status).toBe(501);
    expect((await put({ expires_type: 'date', expires: 5 })).status).toBe(501);
    expect((await put({})).status).toBe(200);
    expect((await ask(vergeos, 'PUT user_api_keys/999', { body: {} })).status).toBe(404);
  });

  it('of a disabled user are answered with 501, and its owner cannot be deleted while they are there', async () => {
    const { key, secret } = await makeKey(vergeos, user);
    await ask(vergeos, `PUT users/${user}`, { body: { enabled: false } });
    expect(await ask(vergeos, 'GET system', { as: bearer(secret) })).toMatchObject({
      status: 501,
      err: 'not known: whether the keys of a disabled or deleted user still work',
    });
    expect(vergeos.state().keys.at(-1)?.accepted).toBeNull();
    expect((await ask(vergeos, `DELETE users/${user}`)).status).toBe(501);
    await ask(vergeos, `DELETE user_api_keys/${key}`);
    expect((await ask(vergeos, `DELETE users/${user}`)).status).toBe(200);
  });

  it('are found by their user and name, and only as far as their names are told apart', async () => {
    for (const name of ['brace', 'br{x}ace', "o'brien"]) await never({ name });
    const find = async (filter: string) => (await ask(vergeos, 'GET user_api_keys', { query: { fields: 'name', filter } })).rows;
    expect(await find(`name eq 'br{x}ace' and user eq ${user}`)).toEqual([{ name: 'brace' }]);
    expect(await find(`name eq 'br\\{x}ace' and user eq ${user}`)).toEqual([{ name: 'br{x}ace' }]);
    expect(await find(`name eq 'o\\'brien' and user eq ${user}`)).toEqual([{ name: "o'brien" }]);
    expect(await find(`user eq ${user}`)).toHaveLength(3);
    expect(await find(`user eq ${user} and name ct 'BRACE' or name eq 'emulator'`)).toEqual([{ name: 'emulator' }, { name: 'brace' }]);
  });
});
