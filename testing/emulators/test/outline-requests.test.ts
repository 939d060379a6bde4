import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutlineEmulator } from '../src/index.ts';
import { startOutlineEmulator } from '../src/index.ts';
import { ask, askAt } from './ask.ts';

const vary = 'origin,access-control-request-method,access-control-request-headers';
const json = { 'Content-Type': 'application/json' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('requests to an Outline server', () => {
  let outline: OutlineEmulator;
  beforeEach(async () => {
    outline = await startOutlineEmulator({ credential: 'Prefix_1' });
  });
  afterEach(() => outline.close());

  describe('paths', () => {
    it.each(['/server', '/server/', '//server', '///server//', '/server/?x=1', '/%73erver', '/server;x', '/server#x'])(
      'takes %s for the server',
      async (path) => {
        expect((await ask(outline, `GET ${path}`)).json).toMatchObject({ name: 'Outline Server' });
      },
    );

    it('tolerates doubled slashes before the prefix', async () => {
      expect((await askAt(outline.origin, 'GET ///Prefix_1//server')).status).toBe(200);
    });

    it('takes an empty id for the collection', async () => {
      expect((await ask(outline, 'GET /access-keys/')).json).toEqual({ accessKeys: [] });
      const put = await ask(outline, 'PUT /access-keys/', { body: {} });
      expect([put.status, put.headers['allow'], put.json.message]).toEqual([405, 'GET, POST', 'PUT is not allowed']);
    });

    it.each([
      ['a wrong prefix', '/Wrong/server'],
      ['a prefix in another case', '/prefix_1/server'],
      ['a prefix with something appended', '/Prefix_1x/server'],
      ['the prefix alone', '/Prefix_1'],
      ['an unknown route', '/Prefix_1/nope'],
      ['a route below a key that does not exist', '/Prefix_1/access-keys/a/b'],
      ['no path', '/'],
    ])('answers %s like an unknown route and repeats the whole path', async (_what, path) => {
      const answer = await askAt(outline.origin, `GET ${path}?secret=1`);
      expect([answer.status, answer.json]).toEqual([404, { code: 'ResourceNotFound', message: `${path} does not exist` }]);
      expect(answer.headers['vary']).toBeUndefined();
      expect(answer.headers['server']).toBe('restify');
    });

    it('tidies the path that a 404 repeats', async () => {
      expect((await ask(outline, 'GET //nope//')).json.message).toBe('/Prefix_1/nope does not exist');
    });
  });

  describe('methods', () => {
    it.each([
      ['/server', 'GET', 'POST'],
      ['/name', 'PUT', 'GET'],
      ['/access-keys', 'GET, POST', 'DELETE'],
      ['/access-keys/x', 'DELETE, GET, PUT', 'POST'],
      ['/access-keys/x/name', 'PUT', 'GET'],
      ['/access-keys/x/data-limit', 'DELETE, PUT', 'GET'],
      ['/server/hostname-for-access-keys', 'PUT', 'GET'],
      ['/server/port-for-new-access-keys', 'PUT', 'DELETE'],
      ['/server/access-key-data-limit', 'DELETE, PUT', 'GET'],
      ['/metrics/transfer', 'GET', 'POST'],
      ['/metrics/enabled', 'GET, PUT', 'DELETE'],
      ['/experimental/server/metrics', 'GET', 'PUT'],
      ['/experimental/access-key-data-limit', 'DELETE, PUT', 'GET'],
    ])('refuses others than its own on %s and names those', async (path, allow, wrong) => {
      for (const method of [wrong, 'PATCH', 'OPTIONS']) {
        const answer = await ask(outline, `${method} ${path}`);
        expect([answer.status, answer.headers['allow'], answer.headers['vary']]).toEqual([405, allow, undefined]);
        expect(answer.json).toEqual({ code: 'MethodNotAllowed', message: `${method} is not allowed` });
      }
      const head = await ask(outline, `HEAD ${path}`);
      expect([head.status, head.headers['allow'], head.headers['content-type'], head.body]).toEqual([405, allow, undefined, '']);
    });
  });

  describe('headers', () => {
    it('says the length of every body and none without a body', async () => {
      const server = await ask(outline, 'GET /server');
      expect(server.headers).toMatchObject({
        'content-length': String(Buffer.byteLength(server.body)),
        'content-type': 'application/json',
        vary,
      });
      const renamed = await ask(outline, 'PUT /name', { body: { name: 'n' } });
      expect(renamed.status).toBe(204);
      expect(Object.keys(renamed.headers)).toEqual(['server', 'vary', 'date', 'connection']);
    });

    it('answers JSON whatever the caller accepts', async () => {
      for (const headers of [
        { Accept: 'text/plain' },
        { Accept: 'application/xml' },
        { 'Accept-Version': '9' },
        { 'Accept-Encoding': 'gzip' },
      ]) {
        const answer = await ask(outline, 'GET /metrics/enabled', { headers });
        expect([answer.status, answer.headers['content-type'], answer.headers['content-encoding']]).toEqual([
          200,
          'application/json',
          undefined,
        ]);
      }
    });

    it('announces that idle connections are dropped after five seconds', async () => {
      using agent = keepAliveAgent();
      expect(await headersOver(agent.agent, `${outline.url}/server`)).toMatchObject({
        connection: 'keep-alive',
        'keep-alive': 'timeout=5',
      });
    });

    it('mirrors any origin', async () => {
      const answer = await ask(outline, 'GET /server', { headers: { Origin: 'https://any.example' } });
      expect(answer.headers['access-control-allow-origin']).toBe('https://any.example');
      expect(answer.headers['access-control-expose-headers']).toContain('request-id');
    });

    it('answers a preflight for any path, and OPTIONS without one of its two headers with 405', async () => {
      const preflight = { Origin: 'https://any.example', 'Access-Control-Request-Method': 'DELETE' };
      const answer = await askAt(outline.origin, 'OPTIONS /whatever', { headers: preflight });
      expect([answer.status, answer.headers['access-control-allow-methods'], answer.headers['vary']]).toEqual([
        204,
        'DELETE,OPTIONS',
        undefined,
      ]);
      expect((await ask(outline, 'OPTIONS /server', { headers: { Origin: 'https://any.example' } })).status).toBe(405);
    });
  });

  describe('scripts', () => {
    it.each(['callback', 'jsonp'])('turns an answer into a script for ?%s=', async (name) => {
      const answer = await ask(outline, `GET /metrics/enabled?${name}=f`);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/javascript']);
      expect(answer.body).toBe(`typeof f === 'function' && f({"metricsEnabled":false});`);
    });

    it('turns a list and an error into scripts too, but not what has no route', async () => {
      expect((await ask(outline, 'GET /access-keys?callback=f')).body).toBe(`typeof f === 'function' && f({"accessKeys":[]});`);
      const error = await ask(outline, 'GET /access-keys/x?callback=f');
      expect(error.headers['content-type']).toBe('application/javascript');
      expect(error.body).toMatch(/^typeof f === 'function' && f\(\{"code":"NotFound",.*\}\);$/);
      expect((await ask(outline, 'GET /nope?callback=f')).headers['content-type']).toBe('application/json');
      expect((await ask(outline, 'PUT /name?callback=f', { body: { name: 'n' } })).status).toBe(204);
    });
  });

  describe('the old path of the default limit', () => {
    it.each(['PUT', 'DELETE'])('redirects %s and changes nothing', async (method) => {
      await ask(outline, 'PUT /server/access-key-data-limit', { body: { limit: { bytes: 5 } } });
      const answer = await ask(outline, `${method} /experimental/access-key-data-limit`, { body: { limit: { bytes: 9 } } });
      expect([answer.status, answer.headers['location'], answer.body]).toEqual([308, '/Prefix_1/server/access-key-data-limit', 'null']);
      expect((await ask(outline, 'GET /server')).json.accessKeyDataLimit).toEqual({ bytes: 5 });
    });
  });

  describe('bodies', () => {
    const nameOf = async (call: { headers?: Record<string, string>; body?: unknown }) => {
      const answer = await ask(outline, 'POST /access-keys', call);
      expect(answer.status).toBe(201);
      return answer.json.name;
    };

    it.each(['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8', 'application/vnd.api+json'])(
      'reads JSON sent as %s',
      async (type) => {
        expect(await nameOf({ headers: { 'Content-Type': type }, body: '{"name":"n"}' })).toBe('n');
      },
    );

    it('reads forms of both kinds', async () => {
      expect(await nameOf({ headers: form, body: 'name=a+b%20c&x=1' })).toBe('a b c');
      const multipart = '--B\r\nContent-Disposition: form-data; name="name"\r\n\r\nalbion\r\n--B--\r\n';
      expect(await nameOf({ headers: { 'Content-Type': 'multipart/form-data; boundary=B' }, body: multipart })).toBe('albion');
    });

    it('takes form fields for texts, so that numbers and limits in them are refused', async () => {
      const answer = async (body: string) => (await ask(outline, 'POST /access-keys', { headers: form, body })).json.message;
      expect(await answer('port=1234')).toBe('Expected a number for port, instead got 1234 of type string');
      expect(await answer('limit[bytes]=5')).toBe('`limit.bytes` must be an non-negative integer');
      expect(await answer('name=a&name=b')).toBe('Expected a string for name, instead got a,b of type object');
      expect(await answer('name[]=a')).toBe('Expected a string for name, instead got a of type object');
      expect((await ask(outline, 'POST /access-keys', { headers: form, body: '__proto__[name]=x' })).json.name).toBe('');
    });

    it.each([
      ['a text without a type', {}, '{"name":"n"}'],
      ['plain text', { 'Content-Type': 'text/plain' }, '{"name":"n"}'],
      ['bytes', { 'Content-Type': 'application/octet-stream' }, '{"name":"n"}'],
      ['an empty JSON body', json, ''],
      ['a JSON list', json, '[1,2]'],
      ['a JSON text', json, '"abc"'],
      ['a JSON number', json, '5'],
      ['JSON null', json, 'null'],
    ])('takes %s for no body and still makes the key', async (_what, headers, body) => {
      expect(await nameOf({ headers, body })).toBe('');
    });

    it('is not harmed by __proto__ and constructor', async () => {
      expect(await nameOf({ headers: json, body: '{"__proto__":{"name":"p"},"constructor":1,"toString":2}' })).toBe('');
    });

    it('does not read query parameters as fields', async () => {
      expect((await ask(outline, 'PUT /name?name=q', { body: {} })).json).toEqual({
        code: 'MissingParameter',
        message: 'Parameter `name` is missing',
      });
    });

    it('refuses bad JSON before anything else, without CORS headers', async () => {
      const answer = await ask(outline, 'PUT /access-keys/x/name', { headers: json, body: '{bad' });
      expect([answer.status, answer.json.code, answer.headers['vary']]).toEqual([400, 'InvalidContent', undefined]);
      expect(answer.json.message).toMatch(/^Invalid JSON: ./);
    });

    it('does not read a body sent with GET', async () => {
      expect((await ask(outline, 'GET /server', { headers: json, body: '{bad' })).status).toBe(200);
    });

    it('names what nobody has seen instead of guessing', async () => {
      const answer = await ask(outline, 'POST /access-keys', { headers: form, body: 'a[b][c]=1' });
      expect([answer.status, answer.json]).toEqual([
        501,
        { code: 'NotKnown', message: 'not known: how form fields nested more than one level are read' },
      ]);
    });
  });

  describe('a body said to be gzip', () => {
    const gzip = { ...json, 'Content-Encoding': 'gzip' };

    it('is read when it is', async () => {
      const made = await post(`${outline.url}/access-keys`, gzip, gzipSync('{"name":"zipped"}'));
      expect(JSON.parse(made)).toMatchObject({ name: 'zipped' });
    });

    it('kills the process when it is not, until it is started again on its old state', async () => {
      await ask(outline, 'PUT /access-keys/kept', { body: {} });
      await expect(ask(outline, 'POST /access-keys', { headers: gzip, body: '{"name":"x"}' })).rejects.toThrow('without an answer');
      await expect(ask(outline, 'GET /server')).rejects.toThrow('ECONNREFUSED');
      expect(outline.listening).toBe(false);
      expect(outline.state().crashed).toMatch(/gzip/);
      await outline.restart();
      expect(outline.state().crashed).toBeNull();
      expect((await ask(outline, 'GET /access-keys')).json.accessKeys).toMatchObject([{ id: 'kept' }]);
    });

    it('is not read without the right prefix, so strangers cannot kill the process', async () => {
      expect((await askAt(outline.origin, 'POST /Wrong/access-keys', { headers: gzip, body: 'x' })).status).toBe(404);
      expect(outline.listening).toBe(true);
    });

    it('is refused under any other encoding', async () => {
      const answer = await ask(outline, 'POST /access-keys', { headers: { ...json, 'Content-Encoding': 'deflate' }, body: '{}' });
      expect([answer.status, answer.headers['accept-encoding'], answer.json.code]).toEqual([415, 'gzip', 'UnsupportedMediaType']);
    });
  });
});

function keepAliveAgent(): Disposable & { readonly agent: Agent } {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  return { agent, [Symbol.dispose]: () => agent.destroy() };
}

function headersOver(agent: Agent, url: string): Promise<NodeJS.Dict<string | string[]>> {
  return new Promise((resolve, reject) => {
    httpsRequest(url, { agent }, (response) => response.resume().on('end', () => resolve(response.headers)))
      .on('error', reject)
      .end();
  });
}

async function post(url: string, headers: Record<string, string>, body: Buffer): Promise<string> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpsRequest(url, { method: 'POST', headers, rejectUnauthorized: false }, resolve).on('error', reject).end(body);
  });
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}
