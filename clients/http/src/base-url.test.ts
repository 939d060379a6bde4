import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { parseBaseUrl } from './base-url.ts';
import { normalizePin } from './certificate-pin.ts';
import { ConfigurationError } from './errors.ts';

describe('a base URL', () => {
  test.each([
    ['https://192.0.2.7:8443/abc/', 'https://192.0.2.7:8443', '/abc'],
    ['https://example.com/api/v4///', 'https://example.com', '/api/v4'],
    ['https://example.com:443', 'https://example.com', ''],
    ['  https://[2001:db8::1]:1/x ', 'https://[2001:db8::1]:1', '/x'],
    ['http://localhost:4000/', 'http://localhost:4000', ''],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000', ''],
    ['http://[::1]:4000', 'http://[::1]:4000', ''],
  ])('%j is %s and the path %j', (given, origin, path) => {
    expect(parseBaseUrl('testing', given, false)).toEqual({ origin, path, secrets: [] });
  });

  test.each([
    '',
    'example.com',
    'ftp://example.com',
    'https://u:4711@example.com',
    'https://example.com/?key=4711',
    'https://example.com/#4711',
    7,
    undefined,
  ])('%j is refused without being repeated', (given) => {
    expect(() => parseBaseUrl('testing', given as string, false)).toThrow(ConfigurationError);
    expect(() => parseBaseUrl('testing', given as string, false)).toThrow(/^(?!.*4711)/);
  });

  test('over plain http to another machine is refused, unless it is allowed', () => {
    for (const given of ['http://example.com', 'http://127.0.0.1.example.com', 'http://localhost.example.com', 'http://10.0.0.1']) {
      expect(() => parseBaseUrl('testing', given, false)).toThrow(/allowPlainHttp/);
      expect(parseBaseUrl('testing', given, true).origin).toBe(given);
    }
  });

  test('that is a Secret makes its path one, in all its forms', () => {
    const { secrets } = parseBaseUrl('testing', new Secret('https://192.0.2.7/api/3pQ4jf6qSr5WVeMO0XOo4z'), false);
    expect(secrets).toContain('3pQ4jf6qSr5WVeMO0XOo4z');
    expect(secrets).toContain('/api/3pQ4jf6qSr5WVeMO0XOo4z');
    expect(secrets).not.toContain('api');
    expect(parseBaseUrl('testing', new Secret('https://192.0.2.7/a%20long%20prefix'), false).secrets).toContain('a long prefix');
    expect(parseBaseUrl('testing', new Secret('https://192.0.2.7/100%25-broken%'), false).secrets).toContain('100%25-broken%');
  });
});

describe('a certificate pin', () => {
  const digits = '0123456789abcdef'.repeat(4);

  test('is 64 hex digits, however they are written', () => {
    const colons = (digits.toUpperCase().match(/../g) ?? []).join(':');
    for (const given of [digits, digits.toUpperCase(), colons, ` ${colons}\n`]) expect(normalizePin('testing', given)).toBe(digits);
  });

  test.each(['', digits.slice(1), `${digits}0`, digits.replace('0', 'g'), digits.replace('0', ' '), undefined, 7])('is not %j', (given) => {
    expect(() => normalizePin('testing', given as string)).toThrow(ConfigurationError);
  });
});
