import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentialOf } from './credential.ts';
import { ConfigurationError } from './errors.ts';
import { checkHeaderValue, layHeaders } from './headers.ts';
import type { Authentication } from './authentication.ts';

const rules = { system: 'testing', credentialHeader: 'x-api-key', option: 'headers' };

describe('headers', () => {
  test('are laid over each other by their name in lower case', () => {
    const laid = layHeaders({ accept: 'a' }, { Accept: 'b', 'X-One': new Secret('s'), 'x-two': undefined }, rules);
    expect(laid).toEqual({ accept: 'b', 'x-one': 's' });
  });

  test.each([
    'Authorization',
    'HOST',
    'x-Api-Key',
    'Content-Length',
    'Transfer-Encoding',
    'connection',
    'user-agent',
    'content-encoding',
    '__proto__',
    'a b',
    '',
    'ä',
  ])('refuse the name %j', (name) => {
    expect(() => layHeaders({}, Object.fromEntries([[name, '4711']]), rules)).toThrow(/^(?!.*4711)testing: headers/);
  });

  test.each(['', ' ', 'a\r\nb', 'a\n', '\u0000', 'ā', '\u007f', 7, null])('refuse the value %j', (value) => {
    expect(() => layHeaders({}, { name: value as string }, rules)).toThrow(ConfigurationError);
  });

  test('take no value with which a header could end, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        let taken = '';
        try {
          taken = checkHeaderValue('testing', 'a header', value);
        } catch (error) {
          expect(ConfigurationError.isInstance(error)).toBe(true);
        }
        expect(taken).not.toMatch(/[^\t\x20-\x7e\x80-\xff]|^\s|\s$/);
      }),
    );
  });
});

describe('a credential', () => {
  test('becomes one header, and every form of it is known as secret', () => {
    expect(credentialOf('testing', { kind: 'none' })).toMatchObject({ value: undefined, secrets: [] });
    expect(credentialOf('testing', { kind: 'bearer', token: new Secret('t') })).toEqual({
      header: 'authorization',
      value: 'Bearer t',
      secrets: ['t'],
    });
    expect(credentialOf('testing', { kind: 'header', name: 'X-Key', value: new Secret('v') })).toEqual({
      header: 'x-key',
      value: 'v',
      secrets: ['v'],
    });
    const basic = Buffer.from('zoë:pä').toString('base64');
    expect(credentialOf('testing', { kind: 'basic', username: 'zoë', password: new Secret('pä') })).toEqual({
      header: 'authorization',
      value: `Basic ${basic}`,
      secrets: ['pä', basic],
    });
  });

  test.each([
    { kind: 'bearer', token: 'plain-4711' },
    { kind: 'bearer', token: new Secret('4711\r\n') },
    { kind: 'basic', username: 'a:b', password: new Secret('4711') },
    { kind: 'basic', username: '', password: new Secret('4711') },
    { kind: 'basic', username: 'a', password: '4711' },
    { kind: 'header', name: 'host', value: new Secret('4711') },
    { kind: 'header', name: 'a b', value: new Secret('4711') },
    { kind: 'digest' },
  ])('that is wrong is refused without being repeated (%#)', (authentication) => {
    expect(() => credentialOf('testing', authentication as Authentication)).toThrow(ConfigurationError);
    expect(() => credentialOf('testing', authentication as Authentication)).toThrow(/^(?!.*4711)/);
  });
});
