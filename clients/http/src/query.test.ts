import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from './errors.ts';
import { buildQuery } from './query.ts';
import type { QueryValue } from './request.ts';

describe('a query', () => {
  test('writes texts, numbers and booleans, repeats lists, and leaves nothing out but nothing', () => {
    const query = {
      text: 'a b',
      number: -1.5,
      yes: true,
      no: false,
      empty: '',
      list: ['x', 2],
      none: undefined,
      nothing: null,
      noItems: [],
    };
    expect(buildQuery('testing', query)).toBe('?text=a%20b&number=-1.5&yes=true&no=false&empty=&list=x&list=2');
  });

  test('is empty without parameters', () => {
    expect(buildQuery('testing', undefined)).toBe('');
    expect(buildQuery('testing', { none: undefined })).toBe('');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, new Secret('4711'), {}, [[1]], [null], new Date(0), '\udfff', Symbol('x')])(
    'refuses a value without a text of its own (%#)',
    (value) => {
      expect(() => buildQuery('testing', { name: value as QueryValue })).toThrow(ConfigurationError);
    },
  );

  test('is read back as it was given', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
        const query = Object.fromEntries(pairs.filter(([name]) => name !== '__proto__'));
        expect(Object.fromEntries(new URLSearchParams(buildQuery('testing', query)))).toEqual(query);
      }),
    );
  });
});
