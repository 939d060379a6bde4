import { afterEach, describe, expect, it } from 'vitest';
import type { VergeOSEmulator } from '../src/index.ts';
import { emulators, selfSignedCertificate, startVergeOSEmulator } from '../src/index.ts';
import { ask, basic, bearer, make, makeKey } from './vergeos-ask.ts';

describe('the VergeOS emulator', () => {
  const started: VergeOSEmulator[] = [];
  const start = async (options?: Parameters<typeof startVergeOSEmulator>[0]) => {
    const vergeos = await startVergeOSEmulator(options);
    started.push(vergeos);
    return vergeos;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((vergeos) => vergeos.close()));
  });

  it('starts through the registry like every other, with a line that says how to reach it', async () => {
    await using vergeos = await emulators.vergeos.start({ credential: 'swordfish', seedKeys: 2 });
    expect(vergeos.readyLine).toEqual({
      system: 'vergeos',
      url: `https://127.0.0.1:${vergeos.port}`,
      username: 'admin',
      password: 'swordfish',
      apiKey: expect.stringMatching(/^[0-9A-Za-z]{43}$/) as string,
      certSha256: vergeos.certSha256,
    });
    expect(Object.keys(vergeos.readyLine)).toEqual(['system', 'url', 'username', 'password', 'apiKey', 'certSha256']);
  });

  it('speaks TLS with a certificate of its own or of the caller`s', async () => {
    const certificate = await selfSignedCertificate('given');
    const [one, other] = [await start({ certificate }), await start({ certificate })];
    expect(one.certSha256).toBe(other.certSha256);
    expect(one.certSha256).toMatch(/^[0-9A-F]{64}$/);
    expect(one.url.startsWith('https://')).toBe(true);
  });

  it.each([
    { credential: '' },
    { seedKeys: -1 },
    { seedKeys: 0.5 },
    { username: 'a/b' },
    { username: 'Admin' },
    { requestsPerHour: 0 },
    { secretPlace: 'nowhere' as 'none' },
  ])('refuses %j', async (options) => {
    await expect(start(options)).rejects.toThrow(TypeError);
  });

  it('lets two installations have nothing in common', async () => {
    const [one, other] = [await start({ seedKeys: 3 }), await start({ seedKeys: 3 })];
    const secrets = [...one.state().keys, ...other.state().keys].map(({ secret }) => secret);
    expect(new Set(secrets).size).toBe(8);
    for (const secret of one.state().keys.map((key) => key.secret)) {
      expect((await ask(other, 'GET system', { as: bearer(secret) })).status).toBe(401);
    }
  });

  it('keeps address, password and key over a reset, and nothing else', async () => {
    const vergeos = await start({ seedKeys: 1 });
    const seeded = vergeos.state().keys[1]?.secret;
    const { secret } = await makeKey(vergeos, 1);
    await make(vergeos, 'users', { name: 'alice', password: 'p' });
    const login = await ask(vergeos, 'POST /api/sys/tokens', { body: { login: 'alice', password: 'p' } });
    vergeos.setCallerAddress('8.8.8.8');
    vergeos.setSecretPlace('none');
    await ask(vergeos, 'POST /_emulator/reset');
    expect(vergeos.state()).toMatchObject({
      history: [],
      sessions: [],
      keys: [
        { key: 1, secret: vergeos.apiKey },
        { key: 2, secret: seeded },
      ],
    });
    expect(vergeos.state().keys).toHaveLength(2);
    for (const as of [basic(vergeos.username, vergeos.password), bearer(vergeos.apiKey), bearer(seeded)]) {
      expect((await ask(vergeos, 'GET system', { as })).status).toBe(200);
    }
    expect((await ask(vergeos, 'GET system', { as: bearer(secret) })).status).toBe(401);
    expect((await ask(vergeos, 'GET system', { as: null, headers: { 'x-yottabyte-token': String(login.json['$key']) } })).status).toBe(401);
    expect(vergeos.state().keys[0]?.row['lastlogin_ip']).toBe('127.0.0.1');
    expect((await makeKey(vergeos, 1)).key).toBe(3);
  });

  it('tells checkers every key with its secret, every row and every change', async () => {
    const vergeos = await start();
    const user = await make(vergeos, 'users', { name: 'alice', password: 'p' });
    const { key, secret } = await makeKey(vergeos, user, { name: 'k' });
    await ask(vergeos, `PUT user_api_keys/${key}`, { body: { description: 'd' } });
    await ask(vergeos, `PUT user_api_keys/${key}`, { body: { description: 'd'.repeat(3_000) } });
    await ask(vergeos, `DELETE user_api_keys/${key}`);
    const state = vergeos.state();
    expect(state.ownKey).toBe(1);
    expect(state.tables['users']?.[1]).toMatchObject({ name: 'alice', password: 'p' });
    expect(state.history).toMatchObject([
      { n: 1, kind: 'users.create', key: user, value: { name: 'alice', password: 'p' } },
      { n: 2, kind: 'user_api_keys.create', key, value: { user, name: 'k', expires_type: 'never' } },
      { n: 3, kind: 'user_api_keys.update', key, value: { description: 'd' } },
      { n: 4, kind: 'user_api_keys.delete', key },
    ]);
    expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
    const shown = (await ask(vergeos, 'GET /_emulator/state')).json;
    expect({ ...shown, nowMs: 0 }).toEqual({ ...(JSON.parse(JSON.stringify(vergeos.state())) as object), nowMs: 0 });
  });

  it('keeps secrets and what it is sent out of its access log', async () => {
    const vergeos = await start({ credential: 'canary-password' });
    const { secret } = await makeKey(vergeos, 1, { description: 'canary-description' });
    await ask(vergeos, 'GET system', { as: bearer(secret) });
    const log = JSON.stringify(vergeos.accessLog.entries());
    expect(log).not.toContain('canary');
    expect(log).not.toContain(secret);
  });

  it('has a million keys without a wait, each of which can be used, found, changed and deleted', async () => {
    const vergeos = await start({ seedKeys: 1_000_000 });
    const fields = '$key,name,user#name as user_name';
    const find = async (name: string) =>
      (await ask(vergeos, 'GET user_api_keys', { query: { fields, filter: `name eq '${name}' and user eq 1` } })).rows;
    expect(await find('Key 999999')).toEqual([{ $key: 1_000_001, name: 'Key 999999', user_name: 'admin' }]);
    const page = await ask(vergeos, 'GET user_api_keys', { query: { fields: '$key', sort: '+$key', limit: '2', offset: '999999' } });
    expect(page.rows).toEqual([{ $key: 1_000_000 }, { $key: 1_000_001 }]);
    expect((await ask(vergeos, 'POST user_api_keys', { body: { user: 1, name: 'Key 5', expires_type: 'never' } })).status).toBe(409);
    expect((await makeKey(vergeos, 1)).key).toBe(1_000_002);
    await ask(vergeos, 'PUT user_api_keys/1000001', { body: { name: 'renamed' } });
    await ask(vergeos, 'DELETE user_api_keys/1000000');
    expect([await find('Key 999999'), await find('Key 999998'), (await find('renamed')).length]).toEqual([[], [], 1]);
  });

  it('sends a long list whole', async () => {
    const vergeos = await start({ seedKeys: 12_000 });
    const { headers, rows } = await ask(vergeos, 'GET user_api_keys', { query: { fields: '$key' } });
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(rows.map((row) => row['$key'])).toEqual(Array.from({ length: 12_001 }, (_, index) => index + 1));
  });

  it('acts on a call whose answer is lost, and not on one that never arrived', async () => {
    const vergeos = await start();
    const body = { user: 1, name: 'k', expires_type: 'never' };
    for (const [when, keys] of [
      ['before', 1],
      ['after', 2],
    ] as const) {
      vergeos.faults.add({ method: 'POST', path: '/api/v4/user_api_keys', effect: { kind: 'close', when } });
      await expect(ask(vergeos, 'POST user_api_keys', { body })).rejects.toThrow('without an answer');
      expect(vergeos.state().keys).toHaveLength(keys);
    }
    expect((await ask(vergeos, 'POST user_api_keys', { body })).status).toBe(409);
  });

  it('can be told where its callers come from and where new secrets stand', async () => {
    const vergeos = await start();
    const control = (path: string, body: object) => ask(vergeos, `POST /_emulator/${path}`, { body });
    expect((await control('caller-address', { address: '10.0.0.9' })).json).toEqual({ address: '10.0.0.9' });
    expect((await control('secret-place', { place: 'key' })).status).toBe(200);
    const made = await ask(vergeos, 'POST user_api_keys', {
      as: bearer(vergeos.apiKey),
      body: { user: 1, name: 'k', expires_type: 'never' },
    });
    expect(made.json['key']).toBe(vergeos.state().keys[1]?.secret);
    expect(vergeos.state().keys[0]?.row['lastlogin_ip']).toBe('10.0.0.9');
    expect((await control('caller-address', {})).json).toEqual({ address: null });
    for (const [path, body] of [
      ['caller-address', { address: 'here' }],
      ['caller-address', { adress: '10.0.0.9' }],
      ['secret-place', { place: 'under the mat' }],
      ['secret-place', {}],
      ['restart', { now: true }],
    ] as const) {
      expect((await control(path, body)).status).toBe(400);
    }
    expect((await control('restart', {})).json).toEqual({ restarted: true });
  });
});
