import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutlineEmulator } from '../src/index.ts';
import { startOutlineEmulator } from '../src/index.ts';
import type { KeyJson } from './ask.ts';
import { ask, statuses } from './ask.ts';

describe('access keys of an Outline server', () => {
  let outline: OutlineEmulator;
  beforeEach(async () => {
    outline = await startOutlineEmulator({ portForNewAccessKeys: 40_000 });
  });
  afterEach(() => outline.close());

  const create = (body?: unknown) => ask(outline, 'POST /access-keys', { body });
  const put = (id: string, body?: unknown) => ask(outline, `PUT /access-keys/${id}`, { body });
  const list = async (): Promise<readonly KeyJson[]> => (await ask(outline, 'GET /access-keys')).json.accessKeys;
  const refusal = async (body: unknown) => {
    const { status, json } = await create(body);
    return [status, json.code, json.message];
  };

  it('make up a password of 22 letters and digits, a port and a method', async () => {
    const { status, json, body } = await create();
    expect(status).toBe(201);
    expect(json.password).toMatch(/^[0-9A-Za-z]{22}$/);
    const accessUrl = `ss://${Buffer.from(`chacha20-ietf-poly1305:${json.password}`).toString('base64url')}@127.0.0.1:40000/?outline=1`;
    const expected = { id: '0', name: '', password: json.password, port: 40_000, method: 'chacha20-ietf-poly1305', accessUrl };
    expect(body, 'in this order').toBe(JSON.stringify(expected));
  });

  describe('values', () => {
    it.each(['', null, 0, false])('takes %j as method for the default and as name for none', async (nothing) => {
      expect((await create({ method: nothing, name: nothing })).json).toMatchObject({ method: 'chacha20-ietf-poly1305', name: '' });
    });

    it.each(['chacha20-ietf-poly1305', 'aes-256-gcm', 'aes-192-gcm', 'aes-128-gcm'])('knows the method %s', async (method) => {
      expect((await create({ method })).json.method).toBe(method);
    });

    it.each(['AES-256-GCM', 'rc4', '2022-blake3-aes-256-gcm'])('refuses the method %s', async (method) => {
      expect(await refusal({ method })).toEqual([400, 'InvalidArgument', `cipher "${method}" is not valid`]);
    });

    it('takes a name of a million characters and any Unicode', async () => {
      const name = `${'m'.repeat(1_000_000)}\u0000\u202e🚀`;
      expect((await create({ name })).json.name).toBe(name);
    });

    it('takes any password, the empty one included, once', async () => {
      for (const password of ['', 'пароль:@/?#', ' ']) expect((await create({ password })).json.password).toBe(password);
      expect(await refusal({ password: '' })).toEqual([
        409,
        'Conflict',
        'Access key 3 has the same password. Please specify a unique password for each access key',
      ]);
      expect((await put('mine', { password: ' ' })).json.message).toMatch(/^Access key mine has the same password\./);
      await ask(outline, 'DELETE /access-keys/2');
      expect((await put('mine', { password: ' ' })).status).toBe(201);
    });

    const refused: readonly (readonly [body: unknown, message: string])[] = [
      [{ name: 7 }, 'Expected a string for name, instead got 7 of type number'],
      [{ name: { a: 1 } }, 'Expected a string for name, instead got [object Object] of type object'],
      [{ method: 7 }, 'Expected a string for encryptionMethod, instead got 7 of type number'],
      [{ password: null }, 'Expected a string for password, instead got null of type object'],
      [{ password: 0 }, 'Expected a string for password, instead got 0 of type number'],
      [{ port: '1234' }, 'Expected a number for port, instead got 1234 of type string'],
      [{ port: null }, 'Expected a number for port, instead got null of type object'],
      [{ port: {} }, 'Expected a number for port, instead got [object Object] of type object'],
      [{ port: [1, 2] }, 'Expected a number for port, instead got 1,2 of type object'],
      [{ id: 'x' }, 'Parameter `id` is not allowed'],
      ...[0, -1, 65_536, 1.5, 1e21].map((port) => [{ port }, `Port ${port} is invalid: must be an integer in range [0, 65353]`] as const),
      ...[{ bytes: -1 }, { bytes: 1.5 }, { bytes: '1' }, { bytes: null }, {}, 'x', [], 0, false].map(
        (limit) => [{ limit }, '`limit.bytes` must be an non-negative integer'] as const,
      ),
    ];

    it.each(refused)('refuses %j', async (body, message) => {
      expect(await refusal(body)).toEqual([400, 'InvalidArgument', message]);
    });

    it('fails on a limit that is null, each path in its own way', async () => {
      expect(await refusal({ limit: null })).toEqual([500, 'InternalServer', '']);
      expect((await put('x', { limit: null })).json).toEqual({ code: 'InternalServer', message: '' });
      await put('x', {});
      expect((await ask(outline, 'PUT /access-keys/x/data-limit', { body: { limit: null } })).json).toEqual({
        code: 'Internal',
        message: "TypeError: Cannot read properties of null (reading 'bytes')",
      });
      expect((await ask(outline, 'PUT /server/access-key-data-limit', { body: { limit: null } })).json).toEqual({
        code: 'InternalServer',
        message: '',
      });
    });

    it('keeps what stands beside the bytes of a limit, rounds what is too large and ignores dataLimit', async () => {
      expect((await create({ limit: { bytes: 5, note: 'kept' } })).json.dataLimit).toEqual({ bytes: 5, note: 'kept' });
      expect(
        (
          await ask(outline, 'POST /access-keys', {
            headers: { 'Content-Type': 'application/json' },
            body: '{"limit":{"bytes":9007199254740993}}',
          })
        ).body,
      ).toContain('9007199254740992');
      expect((await create({ limit: { bytes: 1e308 } })).body).toContain('"dataLimit":{"bytes":1e+308}');
      expect((await create({ dataLimit: { bytes: 5 } })).json.dataLimit).toBeUndefined();
    });

    it.each(['', 0, null, false])('ignores %j as id in a POST body', async (id) => {
      expect((await create({ id })).json.id).toBe('0');
    });
  });

  describe('ports', () => {
    it('may be shared by keys and be privileged', async () => {
      for (const port of [443, 443, 1, 65_535]) expect((await create({ port })).json.port).toBe(port);
    });

    it('are not looked at when they are the default, and then are free for other keys too', async () => {
      await using crowded = await startOutlineEmulator({ portForNewAccessKeys: 5432, busyPorts: [5432] });
      expect((await ask(crowded, 'POST /access-keys', { body: { port: 5432 } })).status).toBe(409);
      for (const body of [{}, { port: 5432 }]) expect((await ask(crowded, 'POST /access-keys', { body })).json.port).toBe(5432);
      await ask(crowded, 'DELETE /access-keys/1');
      await ask(crowded, 'DELETE /access-keys/2');
      expect((await ask(crowded, 'POST /access-keys', { body: { port: 5432 } })).status).toBe(409);
    });

    it('are refused when something else listens on them', async () => {
      for (const port of [9090, 9091, 9092, outline.port])
        expect(await refusal({ port })).toEqual([409, 'Conflict', `Port ${port} is unavailable`]);
    });
  });

  describe('the order of checks', () => {
    const everythingWrong = { method: 7, name: 7, limit: 'x', password: null, port: 'x' };

    it('looks at types first: method, name, limit, password, port', async () => {
      const messages: string[] = [];
      const body: Record<string, unknown> = { ...everythingWrong };
      for (const name of Object.keys(everythingWrong)) {
        messages.push((await create(body)).json.message);
        delete body[name];
      }
      expect(messages.map((message) => /encryptionMethod|name|limit|password|port/.exec(message)?.[0])).toEqual([
        'encryptionMethod',
        'name',
        'limit',
        'password',
        'port',
      ]);
    });

    it('then at the id, the password, the method, the port and who listens there', async () => {
      await put('taken', { password: 'taken' });
      const wrong = { password: 'taken', method: 'rc4', port: 9090.5 };
      expect((await put('taken', wrong)).json.message).toBe('Access key "taken" conflict');
      expect((await put('new', wrong)).json.message).toMatch(/same password/);
      expect((await put('new', { ...wrong, password: 'new' })).json.message).toMatch(/cipher/);
      expect((await put('new', { port: 9090.5 })).json.message).toMatch(/is invalid/);
      expect((await put('new', { port: 9090 })).json.message).toMatch(/is unavailable/);
    });
  });

  describe('counted ids', () => {
    it('are used up by a refusal for method, port or password, not for a wrong type or limit', async () => {
      await create({ password: 'p' });
      for (const body of [{ method: 'rc4' }, { port: 0 }, { port: 9090 }, { password: 'p' }]) await create(body);
      expect((await create()).json.id).toBe('5');
      for (const body of [{ name: 7 }, { port: 'x' }, { limit: { bytes: -1 } }, { limit: null }, { id: 'x' }]) await create(body);
      expect((await create()).json.id).toBe('6');
    });

    it('skip ids that are taken and never go back', async () => {
      for (const id of ['0', '1', '3']) await put(id, {});
      expect([(await create()).json.id, (await create()).json.id]).toEqual(['2', '4']);
      await ask(outline, 'DELETE /access-keys/4');
      expect((await create()).json.id).toBe('5');
    });
  });

  describe('chosen ids', () => {
    it.each([
      ['my-identifier', 'my-identifier'],
      ['My-Identifier', 'My-Identifier'],
      ['%D0%BA%D0%BB%D1%8E%D1%87%201', 'ключ 1'],
      ['a%2Fb', 'a/b'],
      ['..', '..'],
      ['.', '.'],
      ['name', 'name'],
      ['100%25', '100%'],
      ['%20', ' '],
      ['a+b', 'a+b'],
      ['__proto__', '__proto__'],
      ['constructor', 'constructor'],
      ['i'.repeat(100), 'i'.repeat(100)],
      ['%F0%9F%9A%80'.repeat(50), '🚀'.repeat(50)],
    ])('may be %s', async (path, id) => {
      expect((await put(path, { name: 'n' })).json.id).toBe(id);
      expect((await ask(outline, `GET /access-keys/${path}`)).json).toMatchObject({ id, name: 'n' });
      expect((await ask(outline, `PUT /access-keys/${path}/name`, { body: { name: 'm' } })).status).toBe(204);
      expect((await ask(outline, `DELETE /access-keys/${path}`)).status).toBe(204);
      expect(await list()).toEqual([]);
    });

    it.each(['i'.repeat(101), '%F0%9F%9A%80'.repeat(51), 'a%zz', '%E0%A4%A'])('lead nowhere as %s, whatever the method', async (path) => {
      for (const line of [
        `GET /access-keys/${path}`,
        `PUT /access-keys/${path}`,
        `POST /access-keys/${path}`,
        `DELETE /access-keys/${path}/data-limit`,
      ]) {
        const answer = await ask(outline, line, { body: {} });
        expect([answer.status, answer.json.code]).toEqual([404, 'ResourceNotFound']);
      }
    });

    it('come from the path, never from the body', async () => {
      expect((await put('path', { id: 'body' })).json.id).toBe('path');
      await put('other', { name: 'other' });
      await ask(outline, 'PUT /access-keys/path/name', { body: { id: 'other', name: 'renamed' } });
      await ask(outline, 'DELETE /access-keys/path', { body: { id: 'other' } });
      expect(await list()).toMatchObject([{ id: 'other', name: 'other' }]);
    });

    it('are made once and never changed by a second PUT', async () => {
      const first = await put('one', { name: 'first', password: 'p' });
      const second = await put('one', { name: 'second', password: 'q' });
      expect([second.status, second.json]).toEqual([409, { code: 'Conflict', message: 'Access key "one" conflict' }]);
      expect(await list()).toEqual([first.json]);
    });

    it('and passwords go to one of thirty callers at once', async () => {
      const thirty = Array.from({ length: 30 }, (_, index) => index);
      const ids = await Promise.all(thirty.map(() => put('race', { port: 41_000 })));
      const passwords = await Promise.all(thirty.map(() => create({ password: 'race' })));
      for (const answers of [ids, passwords]) expect(statuses(answers)).toEqual([201, ...Array.from({ length: 29 }, () => 409)]);
      expect(await list()).toHaveLength(2);
    });
  });

  describe('later calls', () => {
    it('list keys in creation order', async () => {
      for (const id of ['z', 'a', '10', '9']) await put(id, {});
      await ask(outline, 'PUT /access-keys/z/name', { body: { name: 'changed' } });
      expect((await list()).map((key) => key.id)).toEqual(['z', 'a', '10', '9']);
    });

    it('rename to any text but the empty one, and allow a name twice', async () => {
      await put('x', { name: 'n' });
      await put('y', { name: 'm' });
      expect((await ask(outline, 'PUT /access-keys/x/name', { body: { name: 'm' } })).status).toBe(204);
      for (const name of ['', null, undefined, 0, false]) {
        expect((await ask(outline, 'PUT /access-keys/x/name', { body: { name } })).json).toEqual({
          code: 'MissingParameter',
          message: 'Parameter `name` is missing',
        });
      }
      expect((await ask(outline, 'PUT /access-keys/x/name', { body: { name: 5 } })).json.message).toBe(
        'Parameter `name` must be of type string',
      );
      expect((await list()).map((key) => key.name)).toEqual(['m', 'm']);
    });

    it('look at the name and the limit before they look for the key', async () => {
      expect((await ask(outline, 'PUT /access-keys/zzz/name', { body: {} })).json.code).toBe('MissingParameter');
      expect((await ask(outline, 'PUT /access-keys/zzz/data-limit', { body: { limit: {} } })).json.code).toBe('InvalidArgument');
    });

    it.each([
      ['GET /access-keys/zzz', undefined],
      ['DELETE /access-keys/zzz', undefined],
      ['PUT /access-keys/zzz/name', { name: 'n' }],
      ['PUT /access-keys/zzz/data-limit', { limit: { bytes: 1 } }],
      ['DELETE /access-keys/zzz/data-limit', undefined],
    ])('say on %s that the key is unknown', async (line, body) => {
      const answer = await ask(outline, line, { body });
      expect([answer.status, answer.json]).toEqual([404, { code: 'NotFound', message: 'Access key "zzz" not found' }]);
    });

    it('set a limit, and remove it with DELETE, twice as well', async () => {
      await put('x', {});
      expect((await ask(outline, 'PUT /access-keys/x/data-limit', { body: { limit: { bytes: 5 } } })).status).toBe(204);
      expect((await ask(outline, 'GET /access-keys/x')).json.dataLimit).toEqual({ bytes: 5 });
      for (const line of ['DELETE /access-keys/x/data-limit', 'DELETE /access-keys/x/data-limit'])
        expect((await ask(outline, line)).status).toBe(204);
      expect((await ask(outline, 'GET /access-keys/x')).json.dataLimit).toBeUndefined();
    });

    it.each([{}, { bytes: 7_000 }, undefined])('remove the limit without a word when %j is set as the limit', async (body) => {
      await put('x', { limit: { bytes: 5 } });
      expect((await ask(outline, 'PUT /access-keys/x/data-limit', { body })).status).toBe(204);
      expect((await ask(outline, 'GET /access-keys/x')).json.dataLimit).toBeUndefined();
    });
  });

  describe('their host', () => {
    const hostOf = (key: KeyJson | undefined) => /@(.*)\/\?/.exec(key?.accessUrl ?? '')?.[1];

    it('is the new one for new keys at once, for others after the server started again', async () => {
      await put('old', {});
      await ask(outline, 'PUT /server/hostname-for-access-keys', { body: { hostname: 'vpn.example.org' } });
      await put('new', {});
      expect((await list()).map(hostOf)).toEqual(['127.0.0.1:40000', 'vpn.example.org:40000']);
      await outline.restart();
      expect((await list()).map(hostOf)).toEqual(['vpn.example.org:40000', 'vpn.example.org:40000']);
    });

    it.each([
      ['2001:db8::1', '[2001:db8:0:0:0:0:0:1]:40000'],
      ['::', '[0:0:0:0:0:0:0:0]:40000'],
      ['FE80::00a1', '[fe80:0:0:0:0:0:0:a1]:40000'],
      ['::ffff:1.2.3.4', '[0:0:0:0:0:ffff:102:304]:40000'],
      ['1.2.3.4', '1.2.3.4:40000'],
    ])('%s stands in the access URL as %s', async (hostname, shown) => {
      await ask(outline, 'PUT /server/hostname-for-access-keys', { body: { hostname } });
      expect(hostOf((await create()).json)).toBe(shown);
    });
  });
});
