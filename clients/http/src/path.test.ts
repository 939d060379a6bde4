import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from './errors.ts';
import { buildPath } from './path.ts';

describe('a path', () => {
  test('takes each parameter as one segment', () => {
    const built = buildPath('testing', '/a/{id}/b/{other}', { id: 'x/y?#% ü', other: 7 });
    expect(built).toBe('/a/x%2Fy%3F%23%25%20%C3%BC/b/7');
    expect(buildPath('testing', '/keys/{key}', { key: new Secret('sk-1/2') })).toBe('/keys/sk-1%2F2');
    expect(buildPath('testing', '/fixed')).toBe('/fixed');
  });

  test.each(['', '.', '..', '\ud800', Number.NaN, Number.POSITIVE_INFINITY, undefined, null, {}, true])('refuses %j', (id) => {
    expect(() => buildPath('testing', '/keys/{id}', { id: id as string })).toThrow(/the parameter "id" of \/keys\/\{id\} must/);
  });

  test('refuses a parameter that is only inherited, and a route without a slash', () => {
    expect(() => buildPath('testing', '/keys/{constructor}', {})).toThrow(ConfigurationError);
    expect(() => buildPath('testing', 'keys')).toThrow(ConfigurationError);
  });

  test('gives every parameter back to a server that decodes it, whatever it is', () => {
    const parameter = fc.string({ unit: 'grapheme' }).filter((text) => !['', '.', '..'].includes(text));
    fc.assert(
      fc.property(parameter, (id) => {
        const path = buildPath('testing', '/p/{id}/name', { id });
        // As a server sees it that follows the URL standard.
        const segments = new URL(path, 'https://192.0.2.1').pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(id);
      }),
    );
  });
});
