import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDynamicKey, parseDynamicKey } from './dynamic-key.ts';
import type { DynamicKey } from './dynamic-key.ts';

const access = { method: 'chacha20-ietf-poly1305', password: new Secret('p"w: {x}\n- ü'), host: '2001:db8::1', port: 443, prefix: 'POST ' };
const shown = (key: DynamicKey | null): unknown =>
  key?.kind === 'access' ? { ...key.access, password: key.access.password.reveal() } : key;

describe('a dynamic access key', () => {
  test.each(['url', 'json', 'yaml'] as const)('says the same after it was written and read as %s', async (format) => {
    const { body } = formatDynamicKey({ kind: 'access', access }, format);
    expect(shown(await parseDynamicKey(body))).toEqual({ ...access, password: access.password.reveal() });
  });

  test('has the fields and the type that apps look for', () => {
    const plain = { ...access, password: new Secret('pw'), host: '192.0.2.1' };
    const json = formatDynamicKey({ kind: 'access', access: plain }, 'json');
    expect(json.contentType).toMatch(/^application\/json/);
    expect(JSON.parse(json.body.reveal())).toEqual({
      server: '192.0.2.1',
      server_port: 443,
      password: 'pw',
      method: access.method,
      prefix: 'POST ',
    });
    const yaml = formatDynamicKey({ kind: 'access', access: plain }, 'yaml');
    expect(yaml.contentType).toMatch(/^text\/yaml/);
    expect(yaml.body.reveal()).toBe(
      [
        'transport:',
        '  $type: "tcpudp"',
        '  tcp:',
        '    $type: "shadowsocks"',
        '    endpoint: "192.0.2.1:443"',
        '    cipher: "chacha20-ietf-poly1305"',
        '    secret: "pw"',
        '    prefix: "POST "',
        '  udp:',
        '    $type: "shadowsocks"',
        '    endpoint: "192.0.2.1:443"',
        '    cipher: "chacha20-ietf-poly1305"',
        '    secret: "pw"',
        '',
      ].join('\n'),
    );
    expect(String(yaml.body)).toBe('[secret]');
  });

  test('can be words for the person instead, in YAML only', async () => {
    const key = { kind: 'error', message: 'Quota exceeded', details: 'Your 50 GB are used up:\nask "IT".' } as const;
    const { body } = formatDynamicKey(key);
    expect(await parseDynamicKey(body)).toEqual(key);
    expect(() => formatDynamicKey(key, 'json')).toThrow(/only YAML/);
  });

  test('is read with what people write by hand', async () => {
    const byHand = `
# our server
transport:
  $type: tcpudp
  tcp: &shared
    $type: shadowsocks
    endpoint: example.com:4321
    cipher: aes-256-gcm
    secret: hunter2
  udp: *shared
`;
    expect(shown(await parseDynamicKey(byHand))).toEqual({ method: 'aes-256-gcm', password: 'hunter2', host: 'example.com', port: 4321 });
  });

  test.each([
    '',
    'nonsense',
    '[]',
    '[{"server":"h"}]',
    '{"server":"h","server_port":1,"method":"m"}',
    '{"server":"h","server_port":0,"password":"p","method":"m"}',
    'transport:\n  $type: websocket',
    'a: [',
    '{"error":{}}',
  ])('is nothing else: %j', async (document) => {
    expect(await parseDynamicKey(document)).toBeNull();
  });

  test('any text is one or none, and never an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^[a-z$:&*\n -]{0,60}$/)), async (text) => {
        await expect(parseDynamicKey(text)).resolves.toSatisfy((key: DynamicKey | null) => key === null || key.kind !== undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});
