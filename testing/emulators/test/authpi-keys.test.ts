import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthPIEmulator } from '../src/index.ts';
import { startAuthPIEmulator } from '../src/index.ts';
import type { Call } from './authpi-ask.ts';
import { ask as askAt, basic } from './authpi-ask.ts';

const minuteMs = 60_000;

describe('the API keys of an AuthPI account', () => {
  let authpi: AuthPIEmulator;
  beforeEach(async () => {
    authpi = await startAuthPIEmulator();
  });
  afterEach(() => authpi.close());

  const ask = (line: string, call?: Call) => askAt(authpi, line, call);
  const create = async (name: string, more: object = {}) => {
    const answer = await ask('POST A/api-keys', { body: { name, restrictions: { scopes: ['*:**'] }, ...more } });
    return { ...answer, id: String(answer.data['id']), secret: String(answer.data['secret_plain']) };
  };
  const works = async ({ id, secret }: { readonly id: string; readonly secret: string }) =>
    (await ask('GET /v1/me', { as: basic(id, secret) })).status;

  describe('creation', () => {
    it('shows the secret once, and afterwards a hint', async () => {
      const created = await create('ci', { tags: ['a'], metadata: { _tag: 1 }, description: 'for builds' });
      expect(created.status).toBe(201);
      expect(created.id).toMatch(/^key_[0-9a-f]{32}$/);
      expect(created.data).toMatchObject({
        type: 'api_key',
        name: 'ci',
        status: 'active',
        tags: ['a'],
        metadata: { _tag: 1 },
        restrictions: { scopes: ['*:**'] },
        secret: { hint: created.secret.slice(-8) },
      });
      expect(await works(created)).toBe(200);
      const read = await ask(`GET A/api-keys/${created.id}`);
      const { secret_plain: _once, ...rest } = created.data;
      expect(read.data).toEqual(rest);
      expect(read.body + (await ask('GET A/api-keys')).body).not.toContain(created.secret);
    });

    it('needs a name and restrictions', async () => {
      const answer = await ask('POST A/api-keys', { body: { tags: 'x' } });
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({
        error: 'invalid_request',
        retryable: false,
        fields: [
          { field: 'name', code: 'required', message: 'name is required.' },
          { field: 'tags', code: 'invalid_type' },
          { field: 'restrictions', code: 'required' },
        ],
      });
      expect((await ask('POST A/api-keys')).status).toBe(400);
    });

    it('gives no scopes unless some are asked for', async () => {
      const { data, id, secret } = await create('weak', { restrictions: {} });
      expect(data['restrictions']).toEqual({ scopes: [] });
      expect(await works({ id, secret })).toBe(200);
      expect((await ask('GET A/api-keys', { as: basic(id, secret) })).json).toMatchObject({ error: 'insufficient_scope' });
    });

    it.each([
      [{ secret: 'x' }, 'plain text or as a hash'],
      [{ secret_hint: 'x' }, 'plain text or as a hash'],
      [{ colour: 'red' }, 'account_api_keys.create takes the field "colour"'],
      [{ restrictions: { ip_addresses: ['10.0.0.0/8'] } }, 'takes the field "restrictions.ip_addresses"'],
    ])('answers 501 to %j, which nobody has described', async (more, fact) => {
      const answer = await ask('POST A/api-keys', { body: { name: 'odd', restrictions: {}, ...more } });
      expect(answer.status).toBe(501);
      expect(answer.json['error_description']).toContain(fact);
    });
  });

  describe('reading and listing', () => {
    it('lists newest first, a page at a time, by a cursor that only this list takes', async () => {
      for (const name of ['one', 'two', 'three', 'four']) await create(name);
      const first = await ask('GET A/api-keys?limit=2');
      expect(first.items.map(({ name }) => name)).toEqual(['four', 'three']);
      expect(first.json).toMatchObject({ has_more: true, invalid_count: 0 });
      await create('five');
      const cursor = String(first.json['next_cursor']);
      const second = await ask(`GET A/api-keys?limit=3&cursor=${cursor}`);
      expect(second.items.map(({ name }) => name)).toEqual(['two', 'one', 'First key']);
      expect(second.json).toMatchObject({ has_more: false, next_cursor: null });
      const elsewhere = await ask('GET A/events?limit=1');
      expect((await ask(`GET A/api-keys?cursor=${String(elsewhere.json['next_cursor'])}`)).status).toBe(400);
      for (const wrong of ['x', `${cursor}x`, 'bnVsbA']) expect((await ask(`GET A/api-keys?cursor=${wrong}`)).status).toBe(400);
    });

    it('gives 50 items unless 1 to 100 are asked for', async () => {
      await authpi.close();
      authpi = await startAuthPIEmulator({ seedKeys: 120 });
      expect((await ask('GET A/api-keys')).items).toHaveLength(50);
      expect((await ask('GET A/api-keys?limit=100')).items).toHaveLength(100);
      for (const wrong of ['0', '101', '-1', 'x', '1.5', '']) {
        expect((await ask(`GET A/api-keys?limit=${wrong}`)).json).toMatchObject({ fields: [{ field: 'limit' }] });
      }
    });

    it('filters by status and by a part of the name', async () => {
      const { id } = await create('Deploy Berlin');
      await create('deploy rome');
      await ask(`POST A/api-keys/${id}/block`);
      expect((await ask('GET A/api-keys?q=DEPLOY')).items).toHaveLength(2);
      expect((await ask('GET A/api-keys?status=blocked')).items.map((item) => item['id'])).toEqual([id]);
      expect((await ask('GET A/api-keys?status=blocked&q=rome')).items).toEqual([]);
    });

    it.each(['access', 'readiness'])('answers 501 to the filter %s, whose values nobody has described', async (name) => {
      const answer = await ask(`GET A/api-keys?${name}=x`);
      expect(answer.status).toBe(501);
      expect(answer.json['error_description']).toContain(`the filter ${name}`);
    });

    it('shows in lists what the key itself holds elsewhere', async () => {
      await create('listed', { restrictions: { scopes: ['webhooks:manage'], ip_allowlist: ['127.0.0.1'] } });
      const [item] = (await ask('GET A/api-keys')).items;
      expect(item).toMatchObject({ scopes: ['webhooks:manage'], ip_allowlist: ['127.0.0.1'], expires_at: null, description: null });
      expect(item).not.toHaveProperty('restrictions');
      expect(item?.['secret_hint']).toHaveLength(8);
    });

    it('answers 404 to an unknown key', async () => {
      expect((await ask('GET A/api-keys/key_0')).json).toMatchObject({
        error: 'not_found',
        error_description: 'The key key_0 was not found.',
      });
    });
  });

  describe('changes', () => {
    it('take fields one by one, and restrictions as a whole', async () => {
      const { id } = await create('before', { tags: ['a'], description: 'd' });
      const answer = await ask(`PATCH A/api-keys/${id}`, {
        body: { name: 'after', description: null, restrictions: { ip_allowlist: ['127.0.0.1'] } },
      });
      expect(answer.status).toBe(200);
      expect(answer.data).toMatchObject({ name: 'after', tags: ['a'], restrictions: { scopes: [], ip_allowlist: ['127.0.0.1'] } });
      expect(answer.data).not.toHaveProperty('description');
      expect((await ask(`PATCH A/api-keys/${id}`, { body: { name: 7 } })).status).toBe(400);
      expect((await ask(`PATCH A/api-keys/${id}`, { body: { colour: 'red' } })).status).toBe(501);
    });

    it('set the status too, but not to expired', async () => {
      const { id } = await create('k');
      const reason = { status: 'suspended', status_reason: 'holiday', status_by: 'me' };
      expect((await ask(`PATCH A/api-keys/${id}`, { body: reason })).data).toMatchObject(reason);
      expect((await ask(`PATCH A/api-keys/${id}`, { body: { status: 'expired' } })).status).toBe(501);
      expect((await ask(`PATCH A/api-keys/${id}`, { body: { status: 'sleepy' } })).status).toBe(501);
    });
  });

  describe('states', () => {
    it('block and unblock a key, and do nothing when it is so already', async () => {
      const key = await create('k');
      const blocked = await ask(`POST A/api-keys/${key.id}/block`);
      expect(blocked.data).toMatchObject({ status: 'blocked', status_at: expect.any(Number) as number });
      expect(await works(key)).toBe(401);
      expect((await ask(`POST A/api-keys/${key.id}/block`)).etag).toBe(blocked.etag);
      expect((await ask(`POST A/api-keys/${key.id}/unblock`)).data).toMatchObject({ status: 'active' });
      expect(await works(key)).toBe(200);
    });

    it('make revocation final', async () => {
      const key = await create('k');
      expect((await ask(`POST A/api-keys/${key.id}/revoke`, { body: {} })).data).toMatchObject({ status: 'revoked' });
      expect(await works(key)).toBe(401);
      expect((await ask(`POST A/api-keys/${key.id}/revoke`)).status).toBe(200);
      for (const action of ['block', 'unblock', 'rotate']) {
        expect((await ask(`POST A/api-keys/${key.id}/${action}`)).json).toMatchObject({ error: 'conflict', retryable: false });
      }
      expect((await ask(`PATCH A/api-keys/${key.id}`, { body: { status: 'active' } })).status).toBe(409);
      expect((await ask(`GET A/api-keys/${key.id}`)).data).toMatchObject({ status: 'revoked' });
    });

    it('expire a key by the clock', async () => {
      authpi.clock.freeze(true);
      const key = await create('k', { expires_at: Math.floor(authpi.clock.nowMs()) + minuteMs });
      expect(await works(key)).toBe(200);
      authpi.clock.advance(minuteMs);
      expect(await works(key)).toBe(401);
      expect((await ask(`GET A/api-keys/${key.id}`)).data).toMatchObject({ status: 'expired' });
      expect((await ask(`POST A/api-keys/${key.id}/rotate`)).status).toBe(409);
      expect((await ask('GET A/api-keys?status=expired')).items).toHaveLength(1);
      await ask(`PATCH A/api-keys/${key.id}`, { body: { expires_at: null } });
      expect(await works(key)).toBe(200);
    });

    it('answer 501 to a body of an action, whose fields nobody has described', async () => {
      const { id } = await create('k');
      for (const action of ['block', 'revoke', 'rotate', 'unblock']) {
        const answer = await ask(`POST A/api-keys/${id}/${action}`, { body: { reason: 'x' } });
        expect(answer.json['error_description']).toContain(`account_api_keys.${action} takes the field "reason"`);
      }
      expect((await ask(`GET A/api-keys/${id}`)).data).toMatchObject({ status: 'active' });
    });

    it('remove a deleted key for good', async () => {
      const key = await create('k');
      const answer = await ask(`DELETE A/api-keys/${key.id}`);
      expect([answer.status, answer.body]).toEqual([204, '']);
      expect(await works(key)).toBe(401);
      expect((await ask(`GET A/api-keys/${key.id}`)).status).toBe(404);
      expect((await ask(`DELETE A/api-keys/${key.id}`)).status).toBe(404);
      expect((await ask('GET A/api-keys')).items).toHaveLength(1);
    });
  });

  describe('rotation', () => {
    it('gives a new secret once, and lets the old one work for 15 minutes', async () => {
      const key = await create('k');
      const answer = await ask(`POST A/api-keys/${key.id}/rotate`);
      expect(Object.keys(answer.data)).toEqual(['secret_plain']);
      const successor = { id: key.id, secret: String(answer.data['secret_plain']) };
      expect([await works(key), await works(successor)]).toEqual([200, 200]);
      expect((await ask(`GET A/api-keys/${key.id}`)).data).toMatchObject({ secret: { hint: successor.secret.slice(-8) } });
      authpi.clock.advance(15 * minuteMs - 1_000);
      expect(await works(key)).toBe(200);
      authpi.clock.advance(1_000);
      expect([await works(key), await works(successor)]).toEqual([401, 200]);
    });

    it('lets every secret work that was rotated away within the time', async () => {
      const key = await create('k');
      await ask(`POST A/api-keys/${key.id}/rotate`);
      await ask(`POST A/api-keys/${key.id}/rotate`);
      expect(await works(key)).toBe(200);
    });

    it('is shown in lists', async () => {
      const { id } = await create('k');
      await ask(`POST A/api-keys/${id}/rotate`);
      expect((await ask('GET A/api-keys')).items[0]).toMatchObject({ last_rotated_at: expect.any(Number) as number });
    });
  });

  describe('tags', () => {
    it('are the instant of the last change, or of creation', async () => {
      authpi.clock.freeze(true);
      const { id, data, etag } = await create('k');
      expect(etag).toBe(`"${String(data['created_at'])}"`);
      const changed = await ask(`PATCH A/api-keys/${id}`, { body: { name: 'l' } });
      expect(changed.etag).toBe(`"${String(changed.data['updated_at'])}"`);
      expect(changed.etag).not.toBe(etag);
      expect((await ask(`GET A/api-keys/${id}`)).etag).toBe(changed.etag);
    });

    it.each(['PATCH', 'POST', 'DELETE'])('keep a %s from acting on an older state', async (method) => {
      const { id, etag } = await create('k');
      const line = `${method} A/api-keys/${id}${method === 'POST' ? '/block' : ''}`;
      const changed = await ask(`PATCH A/api-keys/${id}`, { body: { name: 'l' } });
      const body = method === 'PATCH' ? { body: { name: 'm' } } : {};
      const refused = await ask(line, { ...body, headers: { 'If-Match': etag } });
      expect(refused.status).toBe(412);
      expect(refused.json).toMatchObject({ error: 'precondition_failed', current_etag: changed.etag, currentETag: changed.etag });
      expect((await ask(`GET A/api-keys/${id}`)).data).toMatchObject({ name: 'l', status: 'active' });
      expect((await ask(line, { ...body, headers: { 'If-Match': changed.etag } })).status).toBeLessThan(300);
    });

    it('do not keep anybody from reading', async () => {
      const { id } = await create('k');
      expect((await ask(`GET A/api-keys/${id}`, { headers: { 'If-Match': '"1"' } })).status).toBe(200);
    });

    it('are compared strictly, among several, and with any for an asterisk', async () => {
      const { id, etag } = await create('k');
      const block = async (tag: string) => (await ask(`POST A/api-keys/${id}/block`, { headers: { 'If-Match': tag } })).status;
      expect(await block(`W/${etag}`)).toBe(412);
      expect(await block(etag.replaceAll('"', ''))).toBe(412);
      expect(await block(`"1", ${etag}`)).toBe(200);
      expect(await block('*')).toBe(200);
    });
  });
});
