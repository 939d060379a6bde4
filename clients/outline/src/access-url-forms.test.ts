import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAccessUrl, nameAccessUrl, parseAccessUrl } from './access-url.ts';
import type { AccessUrl } from './access-url.ts';
import { formatDynamicKeyUrl, parseDynamicKeyUrl } from './dynamic-key-url.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const shown = (url: AccessUrl | null): unknown => url && { ...url, password: url.password.reveal() };

const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
const anyText = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed());
const accessUrl: fc.Arbitrary<AccessUrl> = fc.record(
  {
    method: fc.constantFrom('chacha20-ietf-poly1305', 'aes-256-gcm'),
    password: anyText.map((text) => new Secret(text)),
    host,
    port: fc.integer({ min: 1, max: 65_535 }),
    name: anyText,
    prefix: fc.uint8Array({ maxLength: 16 }).map((bytes) => String.fromCharCode(...bytes)),
    parameters: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => name !== 'prefix'),
      anyText,
      { minKeys: 1, maxKeys: 3 },
    ),
  },
  { requiredKeys: ['method', 'password', 'host', 'port'] },
);

describe('an access URL', () => {
  test('says the same after it was written and read, with name, prefix, IPv6 and any password', () => {
    fc.assert(
      fc.property(accessUrl, (given) => {
        expect(shown(parseAccessUrl(formatAccessUrl(given)))).toEqual(shown(given));
      }),
      { numRuns: 1_000 },
    );
  });

  test('says the same in the older form and with the user percent-encoded', () => {
    const expected = { method: 'aes-256-gcm', password: 'p@ss:wörd', host: '2001:db8::1', port: 443, name: 'Büro 1' };
    const legacy = `ss://${base64('aes-256-gcm:p@ss:wörd@[2001:db8::1]:443')}#B%C3%BCro%201`;
    expect(shown(parseAccessUrl(legacy))).toEqual(expected);
    expect(shown(parseAccessUrl(legacy.replaceAll('=', '%3D')))).toEqual(expected);
    const plain = 'ss://aes-256-gcm:p%40ss%3Aw%C3%B6rd@[2001:db8::1]:443#B%C3%BCro%201';
    expect(shown(parseAccessUrl(plain))).toEqual(expected);
  });

  test('says the same in plain base64, whose slashes and plus signs stand in a URL where others have a meaning', () => {
    const expected = { method: 'aes-256-gcm', password: 'pass??>>word?~', host: '203.0.113.5', port: 8388, name: 'n' };
    const [user, whole] = [base64('aes-256-gcm:pass??>>word?~'), base64('aes-256-gcm:pass??>>word?~@203.0.113.5:8388')];
    expect([user, whole].map((text) => /[/]/.test(text))).toEqual([true, true]);
    const forms = [`ss://${user}@203.0.113.5:8388#n`, `ss://${user}@203.0.113.5:8388/#n`, `ss://${whole}#n`, `ss://${whole}/#n`];
    expect(forms.map((form) => shown(parseAccessUrl(form)))).toEqual(forms.map(() => expected));
    const outline = { ...expected, parameters: { outline: '1' } };
    const marked = [`ss://${user}@203.0.113.5:8388/?outline=1#n`, `ss://${whole}?outline=1#n`, `ss://${whole}/?outline=1#n`];
    expect(marked.map((form) => shown(parseAccessUrl(form)))).toEqual(marked.map(() => outline));
  });

  test('says the same in either base64, whatever method, password and host are', () => {
    fc.assert(
      fc.property(accessUrl, (given) => {
        const { method, password, host: at, port } = given;
        const [user, address] = [`${method}:${password.reveal()}`, at.includes(':') ? `[${at}]:${port}` : `${at}:${port}`];
        const expected = { method, password: password.reveal(), host: at, port };
        expect(shown(parseAccessUrl(`ss://${base64(user)}@${address}`))).toEqual(expected);
        expect(shown(parseAccessUrl(`ss://${base64(`${user}@${address}`)}`))).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('says the same after it was written in the older form, which has no place for more', () => {
    fc.assert(
      fc.property(accessUrl, ({ prefix, parameters, ...given }) => {
        const written = formatAccessUrl(given, { form: 'legacy' });
        expect(written.reveal()).toMatch(/^ss:\/\/[A-Za-z0-9+/]+={0,2}(?:#|$)/);
        expect(shown(parseAccessUrl(written))).toEqual(shown(given));
        const more = { ...given, ...(prefix === undefined ? {} : { prefix }), ...(parameters === undefined ? {} : { parameters }) };
        if (Object.keys(more).length > Object.keys(given).length)
          expect(() => formatAccessUrl(more, { form: 'legacy' })).toThrow('no place for a prefix or parameters');
      }),
      { numRuns: 1_000 },
    );
  });

  test('is not written with what is no text, and with no form that nobody reads', () => {
    const url = { method: 'aes-256-gcm', password: new Secret('p'), host: '192.0.2.1', port: 1 };
    const wrong: readonly (() => unknown)[] = [
      () => formatAccessUrl({ ...url, name: '\ud800' }),
      () => formatAccessUrl({ ...url, prefix: '\ud800' }),
      () => formatAccessUrl({ ...url, parameters: { plugin: 5 as never } }),
      () => formatAccessUrl(url, { form: 'sip008' as never }),
      () => formatAccessUrl(url, { from: 'legacy' } as never),
      () => nameAccessUrl('ss://YWVzLTI1Ni1nY206cA@192.0.2.1:1', '\ud800'),
      () => formatDynamicKeyUrl({ url: 'https://keys.example.com', name: '\ud800' }),
    ];
    for (const write of wrong) expect(write).toThrow(ConfigurationError);
  });

  test('is written as the server writes it', () => {
    const url = {
      method: 'chacha20-ietf-poly1305',
      password: new Secret('pw'),
      host: '192.0.2.1',
      port: 1234,
      parameters: { outline: '1' },
    };
    const user = base64('chacha20-ietf-poly1305:pw').replace(/=+$/, '');
    expect(formatAccessUrl(url).reveal()).toBe(`ss://${user}@192.0.2.1:1234/?outline=1`);
    expect(formatAccessUrl({ ...url, prefix: '\u0016\u0003ÿ', name: 'My VPN' }).reveal()).toBe(
      `ss://${user}@192.0.2.1:1234/?outline=1&prefix=%16%03%C3%BF#My%20VPN`,
    );
  });

  test('gets another name, and keeps everything else', () => {
    const url = `ss://${base64('m:p')}@h:1/?outline=1#old`;
    expect(nameAccessUrl(url, 'Zoë / 2').reveal()).toBe(`ss://${base64('m:p')}@h:1/?outline=1#Zo%C3%AB%20%2F%202`);
    expect(nameAccessUrl(new Secret(url), '').reveal()).toBe(`ss://${base64('m:p')}@h:1/?outline=1`);
    expect(() => nameAccessUrl('https://example.com', 'x')).toThrow(ConfigurationError);
  });

  test.each([
    { method: 'a:b' },
    { password: new Secret('\ud800') },
    { host: 'h/x' },
    { host: '' },
    { port: 0 },
    { port: 65_536 },
    { port: 1.5 },
  ])('is not written with %o', (wrong) => {
    const url = { method: 'm', password: new Secret('canary'), host: 'h', port: 1, ...wrong };
    expect(() => formatAccessUrl(url)).toThrow(ConfigurationError);
    expect(() => formatAccessUrl(url)).not.toThrow(/canary/);
  });

  test('any text is one or none, and never an error', () => {
    const near = fc.stringMatching(/^ss:\/\/[A-Za-z0-9+/=%@:#?&[\].-]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        expect(() => parseAccessUrl(text)).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the address of a dynamic access key', () => {
  test('is https in disguise, with a name', () => {
    const written = formatDynamicKeyUrl({ url: 'https://example.com:8443/keys/42?v=1', name: 'Büro' });
    expect(written.reveal()).toBe('ssconf://example.com:8443/keys/42?v=1#B%C3%BCro');
    const read = parseDynamicKeyUrl(written);
    expect([read?.url.reveal(), read?.name]).toEqual(['https://example.com:8443/keys/42?v=1', 'Büro']);
    expect(parseDynamicKeyUrl('ssconf://[2001:db8::1]/x')?.url.reveal()).toBe('https://[2001:db8::1]/x');
  });

  test('is nothing else', () => {
    for (const address of ['http://example.com', 'ss://x', 'nonsense', 'https://u:p@example.com', 'https://example.com/#x']) {
      expect(() => formatDynamicKeyUrl({ url: address })).toThrow(ConfigurationError);
      expect(parseDynamicKeyUrl(address)).toBeNull();
    }
  });
});
