import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAccessUrl } from './access-url.ts';

const userOf = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

describe('parseAccessUrl', () => {
  test('reads what a server writes', () => {
    const found = parseAccessUrl(`ss://${userOf('chacha20-ietf-poly1305:Xq3b')}@203.0.113.5:58691/?outline=1`);
    expect({ ...found, password: found?.password.reveal() }).toEqual({
      method: 'chacha20-ietf-poly1305',
      parameters: { outline: '1' },
      password: 'Xq3b',
      host: '203.0.113.5',
      port: 58_691,
    });
  });

  test('reads an IPv6 host, a name behind it, and passwords of any characters', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.constantFrom('', '/', '/?outline=1', '#Alice%20A', '/?outline=1#x'),
        (password, tail) => {
          const found = parseAccessUrl(`ss://${userOf(`aes-256-gcm:${password}`)}@[2001:db8:0:0:0:0:0:1]:1${tail}`);
          expect(found?.password.reveal()).toBe(password);
          expect(found?.host).toBe('2001:db8:0:0:0:0:0:1');
        },
      ),
    );
  });

  test('is null for anything else, and never throws', () => {
    const user = userOf('aes-256-gcm:pw');
    for (const text of [
      '',
      'ss://',
      'https://example.com/x',
      `ss://${user}@host:0/`,
      `ss://${user}@host:65536/`,
      `ss://${user}@host`,
      `ss://${userOf('nothing')}@h:1`,
    ]) {
      expect({ text, found: parseAccessUrl(text) }).toEqual({ text, found: null });
    }
    fc.assert(fc.property(fc.string(), (text) => parseAccessUrl(`ss://${text}`) === null || text.includes('@')));
  });

  test('does not print the password', () => {
    expect(inspect(parseAccessUrl(`ss://${userOf('aes-256-gcm:canary')}@host:1`))).not.toContain('canary');
  });
});
