import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthPIEmulator } from '../src/index.ts';
import { startAuthPIEmulator } from '../src/index.ts';
import type { Json } from './authpi-ask.ts';
import { ask as askAt } from './authpi-ask.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly event: Json;
}

describe('events and webhooks', () => {
  let authpi: AuthPIEmulator;
  let receiver: Server;
  let url: string;
  let answer: number;
  const received: Received[] = [];
  beforeEach(async () => {
    authpi = await startAuthPIEmulator();
    answer = 204;
    received.length = 0;
    receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, event: JSON.parse(text) as Json });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  afterEach(async () => {
    await authpi.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const ask = (line: string, body?: unknown) => askAt(authpi, line, body === undefined ? {} : { body });
  const hook = async (more: object = {}) => {
    const made = await ask('POST A/webhooks', { name: 'w', url, auth: { type: 'none' }, events: ['api-key.created'], ...more });
    return { ...made, path: `A/webhooks/${String(made.data?.['id'])}` };
  };
  const createKey = async () => String((await ask('POST A/api-keys', { name: 'k', restrictions: {} })).data['id']);
  const types = async (query = '') => (await ask(`GET A/events${query}`)).items.map(({ type }) => type);

  describe('events', () => {
    it('tell what happened to what, and who did it, without a secret', async () => {
      const made = await ask('POST A/api-keys', { name: 'k', restrictions: {} });
      const [event] = (await ask('GET A/events')).items;
      expect(event).toMatchObject({
        type: 'api-key.created',
        subject: { type: 'api-key', id: made.data['id'] },
        auth: { type: 'api_key', id: authpi.keyId },
        data: { name: 'k' },
      });
      expect((await ask('GET A/events')).body).not.toContain(String(made.data['secret_plain']));
      expect((await ask(`GET A/events/${String(event?.['id'])}`)).data).toEqual(event);
    });

    it('follow every change of a key', async () => {
      const key = `A/api-keys/${await createKey()}`;
      for (const action of ['block', 'block', 'unblock', 'rotate', 'revoke']) await ask(`POST ${key}/${action}`);
      await ask(`DELETE ${key}`);
      expect(await types()).toEqual([
        'api-key.deleted',
        'api-key.updated',
        'api-key.updated',
        'api-key.unblocked',
        'api-key.blocked',
        'api-key.created',
      ]);
    });

    it('are found by type, by time and by what they are about', async () => {
      authpi.clock.freeze(true);
      const startMs = authpi.clock.nowMs();
      const issuer = String((await ask('POST A/issuers', { name: 'i' })).data['id']);
      authpi.clock.advance(1_000);
      const users = `A/issuers/${issuer}/users`;
      const user = String((await ask(`POST ${users}`, { username_type: 'email', username: 'u' })).data['id']);
      await createKey();
      expect(await types('?event_types=issuer.created,api-key.created')).toEqual(['api-key.created', 'issuer.created']);
      expect(await types(`?issuer_id=${issuer}`)).toEqual(['user.created', 'issuer.created']);
      expect(await types(`?user_id=${user}`)).toEqual(['user.created']);
      expect(await types(`?after=${startMs + 500}`)).toHaveLength(2);
      expect(await types(`?before=${startMs + 500}`)).toEqual(['issuer.created']);
      expect((await ask('GET A/events?after=noon')).status).toBe(400);
      expect((await ask(`GET A/events/aggregate?issuer_id=${issuer}`)).data).toEqual({
        interval: null,
        group_by: null,
        buckets: [{ count: 2 }],
      });
      expect((await ask('GET A/events/aggregate?group_by=type')).status).toBe(501);
    });

    it('are only those that the API knows', async () => {
      await ask('POST A/notes', { subject_type: 'user', subject_id: 'u', content: 'c' });
      expect(await types()).toEqual([]);
    });

    it('outlive what they are about', async () => {
      const issuer = String((await ask('POST A/issuers', { name: 'i' })).data['id']);
      await ask(`DELETE A/issuers/${issuer}`);
      expect(await types()).toEqual(['issuer.deleted', 'issuer.created']);
    });
  });

  describe('webhooks', () => {
    it('are sent the events they asked for, over a real connection', async () => {
      await hook({ events: ['api-key.blocked'] });
      const key = await createKey();
      await ask(`POST A/api-keys/${key}/block`);
      await authpi.settled();
      expect(received).toHaveLength(1);
      expect(received[0]?.headers['content-type']).toBe('application/json');
      expect(received[0]?.headers).not.toHaveProperty('authorization');
      expect(received[0]?.event).toEqual((await ask('GET A/events')).items[0]);
    });

    it('show a bearer token once, and send it', async () => {
      const made = await hook({ auth: { type: 'bearer' } });
      const token = String((made.data['auth'] as Json)['bearer_token_plain']);
      expect(token).toHaveLength(43);
      expect((await ask(`GET ${made.path}`)).body + (await ask('GET A/webhooks')).body).not.toContain(token);
      await createKey();
      const renewed = await ask(`PATCH ${made.path}`, { auth: { type: 'bearer' } });
      expect((await ask(`PATCH ${made.path}`, { name: 'v' })).data['auth']).toEqual({ type: 'bearer' });
      await authpi.settled();
      await createKey();
      await authpi.settled();
      const second = String((renewed.data['auth'] as Json)['bearer_token_plain']);
      expect(received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${token}`, `Bearer ${second}`]);
    });

    it.each(['signature', 'bearer+signature'])('are refused with %s, which nobody has described', async (type) => {
      const made = await hook({ auth: { type } });
      expect([made.status, made.json['error_description']]).toEqual([501, 'not known: how deliveries are signed']);
      expect((await hook({ subjects: [{}] })).status).toBe(501);
    });

    it('are refused without an address, a known event or a name', async () => {
      expect((await hook({ url: 'ftp://example.com' })).status).toBe(400);
      expect((await hook({ url: 'nonsense' })).status).toBe(400);
      expect((await hook({ events: ['made.up'] })).json).toMatchObject({ fields: [{ field: 'events[0]' }] });
      expect((await ask('POST A/webhooks', { url })).json).toMatchObject({
        fields: [{ field: 'name' }, { field: 'auth' }, { field: 'events' }],
      });
    });

    it('are silent while they are disabled, and gone when they are deleted', async () => {
      const { path } = await hook();
      await ask(`PATCH ${path}`, { status: 'disabled', status_reason: 'r' });
      await createKey();
      expect((await ask('GET A/webhooks?status=disabled')).items).toMatchObject([{ auth_type: 'none', status_reason: 'r' }]);
      await ask(`PATCH ${path}`, { status: 'active' });
      expect((await types()).filter((type) => String(type).startsWith('webhook.'))).toEqual([
        'webhook.resumed',
        'webhook.paused',
        'webhook.created',
      ]);
      await ask(`DELETE ${path}`);
      await createKey();
      await authpi.settled();
      expect(received).toEqual([]);
    });
  });

  describe('deliveries', () => {
    const deliveries = async (path: string, query = '') => (await ask(`GET ${path}/deliveries${query}`)).items;

    it('tell what became of them', async () => {
      const { path } = await hook();
      await createKey();
      await authpi.settled();
      expect(await deliveries(path)).toMatchObject([
        { event_type: 'api-key.created', attempt_count: 1, last_response_status: 204, last_error: null, status: 'not-known' },
      ]);
      expect(await deliveries(path, '?event_type=user.created')).toEqual([]);
      expect((await ask(`GET ${path}/deliveries?status=failed`)).status).toBe(501);
    });

    it('are sent again when they are asked to, and say whether they arrived', async () => {
      const { path } = await hook();
      authpi.clock.freeze(true);
      answer = 500;
      await createKey();
      await authpi.settled();
      const [failed] = await deliveries(path);
      expect(failed).toMatchObject({ attempt_count: 1, last_response_status: 500, last_error: 'answered 500' });
      const line = `POST ${path}/deliveries/${String(failed?.['id'])}/redeliver`;
      expect((await ask(line)).data).toMatchObject({ success: false, attempt_count: 2 });
      answer = 200;
      authpi.clock.advance(1_000);
      const arrived = await ask(line);
      expect(arrived.data).toMatchObject({ success: true, attempt_count: 3, last_error: null });
      expect(Number(arrived.data['last_attempted_at']) - Number(arrived.data['first_attempted_at'])).toBe(1_000);
      expect(received.map(({ event }) => event['id'])).toEqual(Array.from({ length: 3 }, () => failed?.['event_id']));
    });

    it('fail where nobody listens, and never leave this machine', async () => {
      const { path } = await hook({ url: 'http://127.0.0.1:9/' });
      const outside = await hook({ url: 'https://example.com/hook' });
      await createKey();
      await ask('POST /_emulator/deliveries/settle');
      expect(await deliveries(path)).toMatchObject([{ last_response_status: null, last_error: expect.any(String) as string }]);
      expect(await deliveries(outside.path)).toMatchObject([{ last_error: 'the emulator delivers to this machine only' }]);
    });
  });
});
