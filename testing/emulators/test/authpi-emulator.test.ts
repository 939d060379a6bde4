import { afterEach, describe, expect, it } from 'vitest';
import type { AuthPIEmulator } from '../src/index.ts';
import { emulators, startAuthPIEmulator } from '../src/index.ts';
import { ask, basic } from './authpi-ask.ts';

describe('the AuthPI emulator', () => {
  const started: AuthPIEmulator[] = [];
  const start = async (options?: Parameters<typeof startAuthPIEmulator>[0]) => {
    const authpi = await startAuthPIEmulator(options);
    started.push(authpi);
    return authpi;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((authpi) => authpi.close()));
  });

  it('starts through the registry like every other, with a line that says how to reach it', async () => {
    const authpi = await emulators.authpi.start({ credential: 'swordfish', seedKeys: 2 });
    const { readyLine } = authpi;
    await authpi.close();
    expect(readyLine).toEqual({
      system: 'authpi',
      url: authpi.origin,
      keyId: expect.stringMatching(/^key_[0-9a-f]{32}$/) as string,
      keySecret: 'swordfish',
      accountId: expect.stringMatching(/^acc_[0-9a-z]{25}$/) as string,
    });
  });

  it('refuses options that make no sense', async () => {
    await expect(start({ credential: '' })).rejects.toThrow(TypeError);
    await expect(start({ seedKeys: -1 })).rejects.toThrow(TypeError);
  });

  it('lets two accounts have nothing in common', async () => {
    const [one, other] = [await start({ seedKeys: 3 }), await start({ seedKeys: 3 })];
    const ids = new Set([...one.state().keys, ...other.state().keys].map(({ id }) => id));
    expect(ids.size).toBe(8);
    expect((await ask(other, 'GET /v1/me', { as: basic(one.keyId, one.keySecret) })).status).toBe(401);
  });

  it('keeps address, account and key over a reset, and nothing else', async () => {
    const authpi = await start();
    const made = await ask(authpi, 'POST A/api-keys', { body: { name: 'k', restrictions: {} } });
    const token = authpi.newAccessToken();
    await ask(authpi, 'POST /_emulator/reset');
    expect(authpi.state()).toMatchObject({ keys: [{ id: authpi.keyId, secrets: [authpi.keySecret] }], history: [], accessTokens: [] });
    expect((await ask(authpi, `GET A/api-keys/${String(made.data['id'])}`)).status).toBe(404);
    expect((await ask(authpi, 'GET /v1/me', { as: `Bearer ${token}` })).status).toBe(401);
  });

  it('tells checkers every key, every secret that is accepted and every change', async () => {
    const authpi = await start();
    const { data } = await ask(authpi, 'POST A/api-keys', { body: { name: 'k', tags: ['t'], restrictions: {} } });
    const id = String(data['id']);
    const rotated = await ask(authpi, `POST A/api-keys/${id}/rotate`);
    const state = authpi.state();
    expect(state.keys.find((key) => key.id === id)).toMatchObject({
      name: 'k',
      status: 'active',
      fields: { tags: ['t'] },
      secrets: [rotated.data['secret_plain'], data['secret_plain']],
    });
    expect(state.ownKeyId).toBe(authpi.keyId);
    expect(state.history).toMatchObject([
      { n: 1, kind: 'account_api_keys.create', id },
      { n: 2, kind: 'account_api_keys.rotate', id },
    ]);
    const shown = await ask(authpi, 'GET /_emulator/state');
    expect(shown.json).toMatchObject({ system: 'authpi', accountId: authpi.accountId, keys: JSON.parse(JSON.stringify(state.keys)) as [] });
    await ask(authpi, `POST A/api-keys/${id}/revoke`);
    expect(authpi.state().keys.at(-1)).toMatchObject({ status: 'revoked', secrets: [] });
  });

  it('has a million keys without a wait, each of which can be used', async () => {
    const authpi = await start({ seedKeys: 1_000_000 });
    const first = await ask(authpi, 'GET A/api-keys?limit=2');
    expect(first.items.map(({ name }) => name)).toEqual(['First key', 'Key 999999']);
    const id = String(first.items[1]?.['id']);
    const rotated = await ask(authpi, `POST A/api-keys/${id}/rotate`);
    const as = basic(id, String(rotated.data['secret_plain']));
    expect((await ask(authpi, 'GET /v1/me', { as })).data).toMatchObject({ key_id: id });
    expect((await ask(authpi, `DELETE A/api-keys/${id}`)).status).toBe(204);
    const next = await ask(authpi, `GET A/api-keys?limit=1&cursor=${String(first.json['next_cursor'])}`);
    expect(next.items).toMatchObject([{ name: 'Key 999998' }]);
    expect((await ask(authpi, 'GET A/api-keys?limit=2')).items).toMatchObject([{ name: 'First key' }, { name: 'Key 999998' }]);
  });

  it('makes access tokens and accounts through its control paths', async () => {
    const authpi = await start();
    const account = await ask(authpi, 'POST /_emulator/accounts');
    const accountId = String(account.json['accountId']);
    const made = await ask(authpi, 'POST /_emulator/access-tokens', {
      body: { userId: 'usr_1', accounts: [accountId], scopes: ['*:read'], expiresIn: '5m' },
    });
    const as = `Bearer ${String(made.json['accessToken'])}`;
    expect((await ask(authpi, 'GET /v1/me', { as })).data).toMatchObject({
      user_id: 'usr_1',
      accounts: [{ account_id: accountId, scopes: ['*:read'] }],
    });
    expect((await ask(authpi, 'POST /_emulator/access-tokens', { body: { accounts: ['acc_0'] } })).status).toBe(400);
    expect((await ask(authpi, 'POST /_emulator/access-tokens', { body: { accounts: 'acc_0' } })).status).toBe(400);
    expect((await ask(authpi, 'POST /_emulator/access-tokens', { body: { colour: 'red' } })).status).toBe(400);
  });

  it('acts on a call whose answer is lost, and not on one that never arrived', async () => {
    const authpi = await start();
    const body = { name: 'k', restrictions: {} };
    for (const [when, keys] of [
      ['before', 1],
      ['after', 2],
    ] as const) {
      authpi.faults.add({ method: 'POST', path: '/v1/accounts/*/api-keys', effect: { kind: 'close', when } });
      await expect(ask(authpi, 'POST A/api-keys', { body })).rejects.toThrow('without an answer');
      expect(authpi.state().keys).toHaveLength(keys);
    }
  });
});
