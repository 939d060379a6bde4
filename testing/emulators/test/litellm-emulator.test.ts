import { request } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { LiteLLMEmulator } from '../src/index.ts';
import { emulators, startLiteLLMEmulator } from '../src/index.ts';
import { ask, chat, infoOf, newKey } from './litellm-ask.ts';

describe('the LiteLLM emulator', () => {
  const started: LiteLLMEmulator[] = [];
  const start = async (options?: Parameters<typeof startLiteLLMEmulator>[0]) => {
    const litellm = await startLiteLLMEmulator(options);
    started.push(litellm);
    return litellm;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((litellm) => litellm.close()));
  });

  it('starts through the registry like every other, with a line that says how to reach it', async () => {
    await using litellm = await emulators.litellm.start({ credential: 'sk-boss', seedKeys: 2 });
    expect(litellm.readyLine).toEqual({ system: 'litellm', url: `http://127.0.0.1:${litellm.port}`, apiKey: 'sk-boss' });
    expect(Object.keys(litellm.readyLine)).toEqual(['system', 'url', 'apiKey']);
  });

  it('makes up a master key, another one each time', async () => {
    const [one, other] = [await start(), await start()];
    expect(one.apiKey).toMatch(/^sk-[\w-]{32}$/);
    expect(one.apiKey).not.toBe(other.apiKey);
    expect((await ask(other, 'GET /key/list', { as: one.apiKey })).status).toBe(401);
  });

  it.each([{ credential: '' }, { credential: 'boss' }, { credential: 'sk-a b' }, { seedKeys: -1 }, { seedKeys: 0.5 }])(
    'refuses %j',
    async (options) => {
      await expect(start(options)).rejects.toThrow(TypeError);
    },
  );

  it('tells a checker everything, apart from what the API shows', async () => {
    const litellm = await start();
    const secret = await newKey(litellm, { key_alias: 'svc', duration: '1h' });
    const doomed = await newKey(litellm);
    await ask(litellm, 'POST /key/block', { body: { key: secret } });
    await ask(litellm, 'POST /key/delete', { body: { keys: [doomed] } });
    const state = litellm.state();
    expect(state.keys).toMatchObject([{ secret, key_alias: 'svc', blocked: true, status: 'revoked', spend: 0, models: [] }]);
    expect(state.deletedKeys).toMatchObject([{ deleted_by: 'default_user_id' }]);
    expect(state.history.map(({ n, kind }) => `${n} ${kind}`)).toEqual([
      '1 key-created',
      '2 key-created',
      '3 key-blocked',
      '4 key-deleted',
    ]);
    const overHttp = await ask(litellm, 'GET /_emulator/state', { as: null });
    expect(overHttp.json).toMatchObject({ system: 'litellm', keys: [{ secret, key_alias: 'svc', team_id: null }] });
  });

  it('keeps address and master key over a reset, and nothing else', async () => {
    const litellm = await start({ seedKeys: 1 });
    const secret = await newKey(litellm);
    litellm.reset();
    expect((await ask(litellm, 'GET /key/list')).json['total_count']).toBe(1);
    expect((await ask(litellm, 'GET /key/info', { as: secret })).status).toBe(401);
    expect(litellm.state().history).toEqual([]);
  });

  it('starts at the instant it is given', async () => {
    const litellm = await start({ startAtMs: Date.parse('2031-01-01T00:00:00Z') });
    const info = await infoOf(litellm, await newKey(litellm));
    expect(info['created_at']).toMatch(/^2031-01-01T00:00:0/);
  });

  it('writes no secret into its log', async () => {
    const litellm = await start();
    const secret = await newKey(litellm);
    await ask(litellm, `GET /key/info?key=${secret}`);
    await ask(litellm, `POST /key/${secret}/reset_spend`, { body: { reset_to: 0 } });
    const log = JSON.stringify(litellm.accessLog.entries());
    expect(log).toContain('/key/sk-.../reset_spend');
    expect(log).not.toContain(secret);
  });

  describe('seeded keys', () => {
    it('are like any others: listed newest first, usable, and theirs is the state', async () => {
      const litellm = await start({ seedKeys: 3 });
      const { json } = await ask(litellm, 'GET /key/list?return_full_object=true');
      const keys = json['keys'] as readonly { readonly key_alias: string }[];
      expect(keys.map((key) => key.key_alias)).toEqual(['key-2', 'key-1', 'key-0']);
      const [first] = litellm.state().keys;
      expect(first).toMatchObject({ key_alias: 'key-0', status: 'active' });
      expect((await chat(litellm, String(first?.secret))).status).toBe(200);
    });

    it('may be many', async () => {
      const litellm = await start({ seedKeys: 20_000 });
      expect((await ask(litellm, 'GET /key/list?size=1')).json['total_count']).toBe(20_000);
      expect((await infoOf(litellm, String(litellm.state().keys[12_345]?.secret)))['key_alias']).toBe('key-12345');
    });
  });

  describe('what differs from a fresh installation', () => {
    it('knows the models it is given', async () => {
      const litellm = await start({ models: ['one', 'two'] });
      const { json } = await ask(litellm, 'GET /v1/models');
      expect((json['data'] as readonly { readonly id: string }[]).map(({ id }) => id)).toEqual(['one', 'two']);
      expect((await chat(litellm, await newKey(litellm), 'two')).status).toBe(200);
      expect((await chat(litellm, await newKey(litellm), 'gpt-4o')).status).toBe(400);
    });

    it('refuses what needs a licence, until it has one', async () => {
      const litellm = await start();
      const generate = () => ask(litellm, 'POST /key/generate', { body: { tags: ['a'] } });
      expect((await generate()).status).toBe(403);
      expect((await ask(litellm, 'POST /_emulator/settings', { body: { licensed: true } })).status).toBe(200);
      expect((await generate()).status).toBe(200);
      expect((await ask(litellm, 'POST /key/regenerate', { body: { key: 'x' } })).json).toMatchObject({
        code: 'NotKnown',
        message: 'not known: how a licensed proxy regenerates a key',
      });
    });

    it('may have no database', async () => {
      const litellm = await start({ database: false });
      expect((await ask(litellm, 'POST /key/generate', { body: {} })).status).toBe(500);
      expect((await ask(litellm, 'GET /health/readiness', { as: null })).json).toEqual({ status: 'healthy', db: 'Not connected' });
    });

    it('may be strict, in its own way', async () => {
      const litellm = await start({ strict: { upperbound_key_generate_params: { duration: '7d', max_budget: 5 } } });
      const key = await newKey(litellm);
      expect(await infoOf(litellm, key)).toMatchObject({ max_budget: 5 });
      expect((await ask(litellm, 'POST /key/generate', { body: { duration: '8d' } })).status).toBe(400);
    });
  });

  describe('faults', () => {
    it('let a key be made whose secret nobody saw', async () => {
      const litellm = await start();
      litellm.faults.add({ method: 'POST', path: '/key/generate', effect: { kind: 'close', when: 'after' } });
      await expect(ask(litellm, 'POST /key/generate', { body: { key: 'sk-chosen-by-me-0001' } })).rejects.toThrow(/./);
      expect((await ask(litellm, 'GET /key/info', { as: 'sk-chosen-by-me-0001' })).status).toBe(200);
    });

    it('meet paths with a key in them', async () => {
      const litellm = await start();
      const secret = await newKey(litellm);
      litellm.faults.add({ method: 'POST', path: '/key/*/reset_spend', effect: { kind: 'status', when: 'before', status: 503 } });
      expect((await ask(litellm, `POST /key/${secret}/reset_spend`, { body: { reset_to: 0 } })).status).toBe(503);
      expect((await ask(litellm, `POST /key/${secret}/reset_spend`, { body: { reset_to: 0 } })).status).toBe(200);
    });
  });

  describe('answers', () => {
    it('are compressed from 500 bytes on for those who can read that', async () => {
      const litellm = await start();
      const read = async (path: string) => {
        const { headers, body } = await exchange(litellm, path, { 'accept-encoding': 'gzip, deflate' });
        const packed = headers['content-encoding'] === 'gzip';
        return { packed, vary: headers['vary'], json: JSON.parse((packed ? gunzipSync(body) : body).toString()) as unknown };
      };
      expect(await read('/key/list')).toMatchObject({ packed: false, vary: 'Origin', json: { keys: [] } });
      expect(await read('/health/readiness/details')).toMatchObject({ packed: true, vary: 'Origin, Accept-Encoding' });
      const secret = await newKey(litellm);
      const echo = async (length: number) => {
        const keys = [secret, 'x'.repeat(length - `{"deleted_keys":["${secret}",""]}`.length)];
        return await exchange(litellm, '/key/delete', { 'accept-encoding': 'gzip' }, JSON.stringify({ keys }));
      };
      expect((await echo(499)).headers).not.toHaveProperty('content-encoding');
      await ask(litellm, 'POST /key/generate', { body: { key: secret } });
      expect((await echo(500)).headers).toHaveProperty('content-encoding', 'gzip');
      const plain = await exchange(litellm, '/health/readiness/details', {});
      expect(plain.headers).not.toHaveProperty('content-encoding');
    });

    it('to a fault of the proxy`s own are bare, and the connection is dropped without a word', async () => {
      const litellm = await start();
      await ask(litellm, 'POST /budget/new', { body: { budget_id: 'b' } });
      const fault = await ask(litellm, 'POST /budget/update', { body: { budget_id: 'b', model_max_budget: null } });
      expect(fault).toMatchObject({ status: 500, error: { message: 'Internal server error', type: 'internal_server_error' } });
      expect(fault.headers).not.toHaveProperty('vary');
      const body = '{"budget_id":"b","model_max_budget":null}';
      const head = `Host: x\r\nAuthorization: Bearer ${litellm.apiKey}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
      const socket = connect(litellm.port, '127.0.0.1');
      socket.write(`POST /budget/update HTTP/1.1\r\n${head}\r\n\r\n${body}`);
      const sentAtMs = performance.now();
      const answer = (await buffer(socket)).toString(); // ends with the connection
      expect(performance.now() - sentAtMs).toBeLessThan(2_500); // an idle one would be kept for five seconds
      expect(answer).toMatch(/^HTTP\/1\.1 500 /);
      expect(answer).not.toMatch(/connection: close/i);
    });

    it('name what the emulator does not have, instead of guessing', async () => {
      const litellm = await start();
      for (const line of [
        'GET /global/spend/teams',
        'GET /v2/model/info',
        'POST /global/spend/reset',
        'GET /spend/tags',
        'POST /v1/embeddings',
        'POST /model/new',
        'DELETE /credentials/a/b',
      ]) {
        const answers = [await ask(litellm, line), await ask(litellm, line, { as: null })];
        expect([line, ...answers.map(({ status }) => status)]).toEqual([line, 501, 401]);
      }
    });
  });
});

async function exchange(litellm: LiteLLMEmulator, path: string, given: Readonly<Record<string, string>>, body?: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ headers: Readonly<Record<string, unknown>>; body: Buffer }>();
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${litellm.apiKey}`, ...type, ...given };
  const sent = request(`${litellm.url}${path}`, { method: body === undefined ? 'GET' : 'POST', headers, agent: false });
  sent.on('error', reject).on('response', (response) => {
    const chunks: Buffer[] = [];
    response
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        resolve({ headers: response.headers, body: Buffer.concat(chunks) });
      });
  });
  sent.end(body);
  return await promise;
}
