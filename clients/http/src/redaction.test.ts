import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor, secretsIn } from './redaction.ts';
import { showHeaders } from './shown-headers.ts';

describe('redaction', () => {
  test('takes known secrets out of texts, values, names and depths', () => {
    const redactor = new Redactor(['prefix-1', 'pass/word']);
    expect(redactor.text('/prefix-1/keys prefix-1 pass/word pass%2Fword')).toBe('/[secret]/keys [secret] [secret] [secret]');
    expect(redactor.json({ a: ['x prefix-1', { 'prefix-1': 7 }], b: null, c: true })).toEqual({
      a: ['x [secret]', { '[secret]': 7 }],
      b: null,
      c: true,
    });
  });

  test('leaves nothing of a secret that contains another one', () => {
    expect(new Redactor(['abcd', 'abcdefgh']).text('abcdefgh abcd')).toBe('[secret] [secret]');
  });

  test('leaves words alone that are too short to be secrets', () => {
    expect(new Redactor(['api', '']).text('the api')).toBe('the api');
  });

  test('ends at a depth that no error body has', () => {
    let deep: unknown = 'prefix-1';
    for (let depth = 0; depth < 5_000; depth += 1) deep = [deep];
    expect(JSON.stringify(new Redactor(['prefix-1']).json(deep))).not.toContain('prefix-1');
  });

  test('finds secrets wherever they are in a request', () => {
    expect(secretsIn({ a: new Secret('one'), b: [{ c: new Secret('two') }], d: 'plain', e: null })).toEqual(['one', 'two']);
  });

  test('removes every secret from every text', () => {
    const secret = fc.string({ minLength: 4 });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), fc.array(fc.string()), (secrets, parts) => {
        const text = parts.flatMap((part, index) => [part, secrets[index % secrets.length] ?? '']).join('');
        const left = new Redactor(secrets).text(text).replaceAll('[secret]', '\u0000');
        expect(secrets.filter((value) => !'[secret]'.includes(value) && left.includes(value))).toEqual([]);
      }),
    );
  });

  test('shows of headers every name, and the values of harmless ones without secrets', () => {
    const shown = showHeaders(
      { server: 'x prefix-1', etag: '"2"', 'set-cookie': 'a=b', location: '/prefix-1', 'x-new': '1' },
      new Redactor(['prefix-1']),
    );
    expect(shown).toEqual({ server: 'x [secret]', etag: '"2"', 'set-cookie': '[redacted]', location: '[redacted]', 'x-new': '[redacted]' });
  });
});
