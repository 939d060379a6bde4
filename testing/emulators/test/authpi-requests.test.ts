import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthPIEmulator } from '../src/index.ts';
import { startAuthPIEmulator } from '../src/index.ts';
import type { Call } from './authpi-ask.ts';
import { ask as askAt, basic } from './authpi-ask.ts';

const hourMs = 3_600_000;

describe('what is the same for every call to AuthPI', () => {
  let authpi: AuthPIEmulator;
  beforeEach(async () => {
    authpi = await startAuthPIEmulator();
  });
  afterEach(() => authpi.close());

  const ask = (line: string, call?: Call) => askAt(authpi, line, call);
  const keyWith = async (scopes: readonly string[], more: object = {}) => {
    const { data } = await ask('POST A/api-keys', { body: { name: 'k', restrictions: { scopes, ...more } } });
    return basic(String(data['id']), String(data['secret_plain']));
  };

  describe('credentials', () => {
    it('are the id and secret of an API key', async () => {
      const { data, headers } = await ask('GET /v1/me');
      expect(data).toMatchObject({
        type: 'api_key',
        key_id: authpi.keyId,
        accounts: [{ account_id: authpi.accountId, org_id: expect.stringMatching(/^org_/) as string, scopes: ['*:**'] }],
        organizations: [],
      });
      expect(headers['content-type']).toContain('application/json');
    });

    it.each([
      ['none', ''],
      ['an unknown scheme', 'Digest abc'],
      ['another key', basic('key_0', 'x')],
      ['no pair', `Basic ${Buffer.from('key_0').toString('base64')}`],
      ['nothing that decodes', 'Basic !'],
      ['an unknown token', 'Bearer abc'],
      ['an API key as a token', 'Bearer key_0'],
    ])('are refused with 401 when there is %s', async (_name, header) => {
      const answer = await ask('GET A/api-keys', { as: header });
      expect(answer.status).toBe(401);
      expect(answer.json).toMatchObject({ error: 'unauthorized_client', retryable: false });
    });

    it('are refused for a wrong secret, and for the right one of another key', async () => {
      const other = await ask('POST A/api-keys', { body: { name: 'k', restrictions: {} } });
      for (const secret of ['', 'x', `${authpi.keySecret}x`, String(other.data['secret_plain'])]) {
        expect((await ask('GET /v1/me', { as: basic(authpi.keyId, secret) })).status).toBe(401);
      }
    });

    it('may hold colons and letters of any alphabet', async () => {
      await authpi.close();
      authpi = await startAuthPIEmulator({ credential: 'a:b:ü' });
      expect((await ask('GET /v1/me')).status).toBe(200);
    });

    it('may be an access token, until it expires', async () => {
      const token = authpi.newAccessToken({ lifetimeMs: hourMs });
      const as = `Bearer ${token}`;
      const { data } = await ask('GET /v1/me', { as });
      expect(data).toMatchObject({ type: 'user', user_id: expect.any(String) as string, accounts: [{ account_id: authpi.accountId }] });
      expect((await ask('GET A/api-keys', { as })).status).toBe(200);
      authpi.clock.advance(hourMs);
      expect((await ask('GET A/api-keys', { as })).json).toMatchObject({ error: 'session_expired' });
      expect((await ask('GET A/api-keys', { as: `Bearer ${authpi.newAccessToken()}` })).status).toBe(200);
    });

    it('may reach no account, one, or several', async () => {
      const accounts = async (accountIds: readonly string[]) =>
        (await ask('GET /v1/me', { as: `Bearer ${authpi.newAccessToken({ accountIds })}` })).data['accounts'];
      expect(await accounts([])).toEqual([]);
      expect(await accounts([authpi.accountId, authpi.addAccount()])).toHaveLength(2);
    });

    it('work only from the addresses that the key allows', async () => {
      for (const [list, status] of [
        [['127.0.0.1'], 200],
        [['10.0.0.0/8', '127.0.0.0/8'], 200],
        [['10.0.0.0/8'], 403],
        [['nonsense', '127.0.0.1/99'], 403],
      ] as const) {
        const as = await keyWith(['*:**'], { ip_allowlist: list });
        expect((await ask('GET /v1/me', { as })).status).toBe(status);
      }
    });
  });

  describe('scopes', () => {
    it.each([
      [['*:**'], 200, 201],
      [['api-keys:**'], 200, 201],
      [['api-keys:*'], 200, 201],
      [['api-keys:manage'], 200, 201],
      [['api-keys:read'], 200, 403],
      [['api-keys:write'], 403, 201],
      [['*:read'], 200, 403],
      [['webhooks:manage', 'api-keys:read'], 200, 403],
      [['issuers:**', 'issuers.api-keys:manage', '*:delete'], 403, 403],
      [[], 403, 403],
    ])('%j answer reading with %i and writing with %i', async (scopes, read, write) => {
      const as = await keyWith(scopes);
      const body = { name: 'new', restrictions: {} };
      expect([(await ask('GET A/api-keys', { as })).status, (await ask('POST A/api-keys', { as, body })).status]).toEqual([read, write]);
    });

    it('are named when they are missing', async () => {
      const answer = await ask('GET A/api-keys', { as: await keyWith(['webhooks:read']) });
      expect(answer.json).toMatchObject({ error: 'insufficient_scope', error_description: 'The scope api-keys:read is needed.' });
    });

    it('never reach another account', async () => {
      const other = authpi.addAccount();
      expect((await ask(`GET /v1/accounts/${other}/api-keys`)).json).toMatchObject({ error: 'access_denied' });
      expect((await ask('GET /v1/accounts/acc_0/api-keys')).status).toBe(403);
      const as = `Bearer ${authpi.newAccessToken({ accountIds: [other] })}`;
      expect((await ask(`GET /v1/accounts/${other}/api-keys`, { as })).items).toEqual([]);
      expect((await ask(`GET /v1/accounts/${other}/api-keys/${authpi.keyId}`, { as })).status).toBe(404);
    });
  });

  describe('errors', () => {
    it('have all fields of the service`s own form', async () => {
      const { json } = await ask('GET A/api-keys/key_0');
      expect(Object.keys(json)).toEqual(['error', 'error_description', 'reference', 'retryable']);
    });

    it.each([
      ['GET', '/v2/me', 404],
      ['GET', '/', 404],
      ['GET', 'A/api-keys/', 404],
      ['GET', 'A/nothing', 404],
      ['GET', 'A/api-keys/%E0', 404],
      ['PUT', 'A/api-keys', 405],
      ['DELETE', '/v1/me', 405],
    ])('name what is wrong with %s %s: %i', async (method, path, status) => {
      expect((await ask(`${method} ${path}`)).status).toBe(status);
    });

    it('list the methods that a path has', async () => {
      expect((await ask('PUT A/api-keys')).headers['allow']).toBe('GET, POST');
    });

    it('refuse bodies that are not JSON objects', async () => {
      const create = async (body: string, type = 'application/json') =>
        (await ask('POST A/api-keys', { body, headers: { 'Content-Type': type } })).status;
      expect(await create('{bad')).toBe(400);
      expect(await create('[]')).toBe(400);
      expect(await create('null')).toBe(400);
      expect(await create('a=b', 'application/x-www-form-urlencoded')).toBe(415);
      expect(await create('{"name":"n","restrictions":{}}', 'Application/JSON; charset=utf-8')).toBe(201);
    });

    it('keep an escaped slash inside its segment', async () => {
      expect((await ask(`GET A/api-keys/x%2F..%2F${authpi.keyId}`)).status).toBe(404);
    });
  });

  describe('an Idempotency-Key', () => {
    const body = { name: 'once', restrictions: {} };
    const create = (key: string, more: Call = {}) => ask('POST A/api-keys', { body, headers: { 'Idempotency-Key': key }, ...more });
    const count = async () => (await ask('GET A/api-keys?q=once')).items.length;

    it('replays the first answer, secret and tag included, and says so', async () => {
      const first = await create('k');
      const second = await create('k');
      expect(second.body).toBe(first.body);
      expect([second.status, second.etag]).toEqual([201, first.etag]);
      expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
      expect(await count()).toBe(1);
    });

    it('replays what was true then, not what is true now', async () => {
      const { data } = await create('k');
      await ask(`POST A/api-keys/${String(data['id'])}/revoke`);
      expect((await create('k')).data).toMatchObject({ status: 'active', secret_plain: data['secret_plain'] });
    });

    it('stands for its request for 24 hours', async () => {
      await create('k');
      authpi.clock.advance(24 * hourMs - 1_000);
      await create('k');
      expect(await count()).toBe(1);
      authpi.clock.advance(1_000);
      expect((await create('k')).headers).not.toHaveProperty('idempotent-replayed');
      expect(await count()).toBe(2);
    });

    it('refuses another body and another path', async () => {
      const { data } = await create('k');
      const other = await create('k', { body: { ...body, name: 'other' } });
      expect([other.status, other.json['error']]).toEqual([422, 'invalid_request']);
      const headers = { 'Idempotency-Key': 'b' };
      expect((await ask(`POST A/api-keys/${String(data['id'])}/block`, { headers })).status).toBe(200);
      expect((await ask(`POST A/api-keys/${authpi.keyId}/block`, { headers })).status).toBe(422);
    });

    it('is free again when its request failed', async () => {
      expect((await create('k', { body: { name: 'once' } })).status).toBe(400);
      expect((await create('k')).status).toBe(201);
    });

    it('has 1 to 256 characters', async () => {
      expect((await create('x'.repeat(256))).status).toBe(201);
      expect((await create('x'.repeat(257))).status).toBe(400);
      expect((await create('')).status).toBe(400);
    });

    it('is not shared between accounts', async () => {
      await create('k');
      const other = authpi.addAccount();
      const as = `Bearer ${authpi.newAccessToken({ accountIds: [other] })}`;
      const answer = await ask(`POST /v1/accounts/${other}/api-keys`, { as, body, headers: { 'Idempotency-Key': 'k' } });
      expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([201, undefined]);
    });

    it('does not open what the caller may not do', async () => {
      await create('k');
      expect((await create('k', { as: await keyWith(['api-keys:read']) })).status).toBe(403);
    });

    it('means nothing to other methods', async () => {
      const { data } = await create('k');
      const line = `PATCH A/api-keys/${String(data['id'])}`;
      const headers = { 'Idempotency-Key': 'p' };
      await ask(line, { body: { name: 'once more' }, headers });
      expect((await ask(line, { body: { name: 'once again' }, headers })).status).toBe(200);
    });

    it('makes a second request wait while the first one is worked on, whose caller may be gone', async () => {
      authpi.faults.add({ method: 'POST', effect: { kind: 'hold', when: 'during', drop: true } });
      await expect(create('k')).rejects.toThrow('without an answer');
      const waiting = await create('k');
      expect([waiting.status, waiting.json['error'], waiting.headers['retry-after']]).toEqual([409, 'conflict', '1']);
      expect(waiting.json).toMatchObject({ retryable: true, retry_after: 1 });
      expect(await count()).toBe(0);
      authpi.faults.release();
      await expect.poll(() => authpi.state().inFlight).toBe(0);
      expect((await create('k')).headers['idempotent-replayed']).toBe('true');
      expect(await count()).toBe(1);
    });

    it('is free again when the process died while it worked', async () => {
      authpi.faults.add({ method: 'POST', effect: { kind: 'hold', when: 'during' } });
      const lost = create('k');
      await expect.poll(() => authpi.state().inFlight).toBe(1);
      await authpi.restart();
      await expect(lost).rejects.toThrow(/without an answer|ECONNRESET/);
      expect((await create('k')).status).toBe(201);
    });

    it('replays a large answer without its body', async () => {
      const large = { body: { ...body, metadata: { text: 'x'.repeat(600_000) } } };
      expect((await create('k', large)).body.length).toBeGreaterThan(512 * 1024);
      const again = await create('k', large);
      expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([201, '', 'true']);
    });
  });

  describe('rate limits', () => {
    it('are faults with a Retry-After', async () => {
      const rate = { error: 'rate_limited', error_description: 'Too many requests.', retryable: true, retry_after: 2 };
      const headers = { 'Retry-After': '2', 'Content-Type': 'application/json' };
      const fault = { effect: 'status', status: 429, times: 2, headers, body: JSON.stringify(rate) };
      await ask('POST /_emulator/faults', { body: fault });
      const answer = await ask('GET A/api-keys');
      expect([answer.status, answer.headers['retry-after'], answer.json['retry_after']]).toEqual([429, '2', 2]);
      expect((await ask('POST A/api-keys', { body: { name: 'n', restrictions: {} } })).status).toBe(429);
      expect((await ask('GET A/api-keys')).items).toHaveLength(1);
    });
  });
});
