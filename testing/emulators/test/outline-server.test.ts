import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutlineEmulator } from '../src/index.ts';
import { startOutlineEmulator } from '../src/index.ts';
import { ask } from './ask.ts';

describe('the settings of an Outline server', () => {
  let outline: OutlineEmulator;
  beforeEach(async () => {
    outline = await startOutlineEmulator({ portForNewAccessKeys: 40_000, busyPorts: [5432] });
  });
  afterEach(() => outline.close());

  const refusal = async (line: string, body: unknown) => {
    const { status, json } = await ask(outline, line, { body });
    return [status, json.code, json.message];
  };

  it('are those of a fresh installation at first, in this order', async () => {
    const { body } = await ask(outline, 'GET /server');
    const { serverId, createdTimestampMs } = outline.state();
    expect(serverId).toMatch(/^[0-9a-f-]{36}$/);
    const expected = {
      name: 'Outline Server',
      serverId,
      metricsEnabled: false,
      createdTimestampMs,
      version: '1.12.3-local',
      portForNewAccessKeys: 40_000,
      hostnameForAccessKeys: '127.0.0.1',
    };
    expect(body).toBe(JSON.stringify(expected));
  });

  it('tell the version that was asked for', async () => {
    await using released = await startOutlineEmulator({ release: '1.12.3' });
    expect((await ask(released, 'GET /server')).body).toContain('"version":"1.12.3"');
    await using other = await startOutlineEmulator({ version: 'dev' });
    expect((await ask(other, 'GET /server')).body).toContain('"version":"dev"');
  });

  describe('name', () => {
    it.each(['', null, 0, false, undefined])('is missing as %j', async (name) => {
      expect(await refusal('PUT /name', { name })).toEqual([400, 'MissingParameter', 'Parameter `name` is missing']);
    });

    it.each([
      [5, '5'],
      [{ a: 1 }, '[object Object]'],
      [true, 'true'],
      ['x'.repeat(101), 'x'.repeat(101)],
      ['🚀'.repeat(51), '🚀'.repeat(51)],
    ])('is refused as %j, with 409', async (name, printed) => {
      const message = `Requested server name should be a string <= 100 characters long.  Got ${printed}`;
      expect(await refusal('PUT /name', { name })).toEqual([409, 'InvalidArgument', message]);
    });

    it.each(['x'.repeat(100), '🚀'.repeat(50), '   ', 'a\nb\u0000c', '<b>x</b>'])('may be %j', async (name) => {
      expect((await ask(outline, 'PUT /name', { body: { name } })).status).toBe(204);
      expect((await ask(outline, 'GET /server')).json.name).toBe(name);
    });
  });

  describe('host', () => {
    it.each([
      'www.example.org',
      'localhost',
      'a.b.c',
      'xn--e1afmkfd.xn--p1ai',
      '127.0.0.2',
      '2001:db8::1',
      '999.999.999.999',
      `${'a'.repeat(64)}.org`,
      `${'a'.repeat(60)}.`.repeat(6) + 'org',
      '1',
    ])('may be %s', async (hostname) => {
      expect((await ask(outline, 'PUT /server/hostname-for-access-keys', { body: { hostname } })).status).toBe(204);
      expect((await ask(outline, 'GET /server')).json.hostnameForAccessKeys).toBe(hostname);
    });

    it.each([
      '',
      ' ',
      '[2001:db8::1]',
      'example.org:443',
      'https://example.org',
      '-bad.org',
      'bad-.org',
      'a_b.org',
      'example.org.',
      'пример.рф',
      'example.org\n',
      '2001:db8::1::2',
    ])('is refused as %j', async (hostname) => {
      expect(await refusal('PUT /server/hostname-for-access-keys', { hostname })).toEqual([
        400,
        'InvalidArgument',
        `Hostname ${hostname} isn't a valid hostname or IP address`,
      ]);
    });

    it('must be a text, and there', async () => {
      const line = 'PUT /server/hostname-for-access-keys';
      expect(await refusal(line, {})).toEqual([400, 'MissingParameter', 'hostname must be provided']);
      expect(await refusal(line, { hostname: null })).toEqual([
        400,
        'InvalidArgument',
        'Expected hostname to be a string, instead got null of type object',
      ]);
      expect(await refusal(line, { hostname: 5 })).toEqual([
        400,
        'InvalidArgument',
        'Expected hostname to be a string, instead got 5 of type number',
      ]);
    });
  });

  describe('port of new keys', () => {
    const line = 'PUT /server/port-for-new-access-keys';

    it.each([0, -1, 65_536, 1.5])('is refused as %d', async (port) => {
      expect(await refusal(line, { port })).toEqual([
        400,
        'InvalidArgument',
        `Port ${port} is invalid: must be an integer in range [0, 65353]`,
      ]);
    });

    it('must be a number, and there', async () => {
      expect(await refusal(line, {})).toEqual([400, 'MissingParameter', 'Parameter `port` is missing']);
      expect(await refusal(line, { port: '12345' })).toEqual([
        400,
        'InvalidArgument',
        'Expected a number for port, instead got 12345 of type string',
      ]);
      expect(await refusal(line, { port: null })).toEqual([
        400,
        'InvalidArgument',
        'Expected a number for port, instead got null of type object',
      ]);
    });

    it('may be one that keys use, not one that something else uses', async () => {
      for (const port of [9090, 9091, 9092, outline.port, 5432])
        expect(await refusal(line, { port })).toEqual([409, 'Conflict', `Port ${port} is unavailable`]);
      await ask(outline, 'POST /access-keys', { body: { port: 12_345 } });
      for (const port of [12_345, 12_345, 23_999]) expect((await ask(outline, line, { body: { port } })).status).toBe(204);
      expect((await ask(outline, 'POST /access-keys')).json.port).toBe(23_999);
    });
  });

  describe('default limit', () => {
    const line = 'PUT /server/access-key-data-limit';

    it('shows only while it is set, and can be removed twice', async () => {
      expect((await ask(outline, line, { body: { limit: { bytes: 10 } } })).status).toBe(204);
      expect((await ask(outline, 'GET /server')).json.accessKeyDataLimit).toEqual({ bytes: 10 });
      for (const line of ['DELETE /server/access-key-data-limit', 'DELETE /server/access-key-data-limit'])
        expect((await ask(outline, line)).status).toBe(204);
      expect((await ask(outline, 'GET /server')).json.accessKeyDataLimit).toBeUndefined();
    });

    it.each([{}, { bytes: 7_000 }, undefined])('is removed without a word by %j', async (body) => {
      await ask(outline, line, { body: { limit: { bytes: 10 } } });
      expect((await ask(outline, line, { body })).status).toBe(204);
      expect((await ask(outline, 'GET /server')).json.accessKeyDataLimit).toBeUndefined();
    });

    it.each([{ bytes: -1 }, { bytes: 1.5 }, { bytes: '1' }, {}, 'x', []])('is refused as %j', async (limit) => {
      expect(await refusal(line, { limit })).toEqual([400, 'InvalidArgument', '`limit.bytes` must be an non-negative integer']);
    });
  });

  describe('sharing of metrics', () => {
    it('is yes or no', async () => {
      for (const metricsEnabled of [true, false]) {
        expect((await ask(outline, 'PUT /metrics/enabled', { body: { metricsEnabled } })).status).toBe(204);
        expect((await ask(outline, 'GET /metrics/enabled')).json).toEqual({ metricsEnabled });
        expect((await ask(outline, 'GET /server')).json).toMatchObject({ metricsEnabled });
      }
    });

    it.each([undefined, null])('is missing as %j', async (metricsEnabled) => {
      expect(await refusal('PUT /metrics/enabled', { metricsEnabled })).toEqual([
        400,
        'MissingParameter',
        'Parameter `metricsEnabled` is missing',
      ]);
    });

    it.each(['true', '', 0, 1, {}])('is refused as %j', async (metricsEnabled) => {
      expect(await refusal('PUT /metrics/enabled', { metricsEnabled })).toEqual([
        400,
        'InvalidArgument',
        'Parameter `metricsEnabled` must be a boolean',
      ]);
    });
  });
});
