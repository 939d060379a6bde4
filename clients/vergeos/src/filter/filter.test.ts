import { inspect } from 'node:util';
import { ConfigurationError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { and, bw, cs, ct, eq, ew, ge, gt, le, lt, ne, or, rx } from '../index.ts';
import type { Filter } from '../index.ts';
import { toFilter } from './filter-object.ts';

const instant = new Date('2030-01-01T00:00:00.900Z');
const written: readonly (readonly [filter: Filter, text: string])[] = [
  [eq('name', 'plain'), `name eq 'plain'`],
  [eq('name', String.raw`it's a \ {brace}`), String.raw`name eq 'it\'s a \\ \{brace}'`],
  [eq('name', String.raw`\'`), String.raw`name eq '\\\''`],
  [eq('name', `' or name ne '`), String.raw`name eq '\' or name ne \''`],
  [eq('name', ''), `name eq ''`],
  [eq('user', 10), 'user eq 10'],
  [eq('user', -0), 'user eq 0'],
  [ne('enabled', false), 'enabled ne false'],
  [eq('auth_source', null), 'auth_source eq null'],
  [gt('expires', instant), 'expires gt 1893456000'],
  [and(ge('a', 1.5), lt('b', 2), le('c', -3)), '(a ge 1.5 and b lt 2 and c le -3)'],
  [or(bw('n', 'a'), ew('n', 'b'), cs('n', 'c'), ct('n', 'd')), `(n bw 'a' or n ew 'b' or n cs 'c' or n ct 'd')`],
  [rx('name', '^[0-9]+[[:alpha:]]{2}$'), String.raw`name rx '^[0-9]+[[:alpha:]]\{2}$'`],
  [rx('name', String.raw`a\.b`), String.raw`name rx 'a\\.b'`],
  [eq('name', ['a', 'b']), `(name eq 'a' or name eq 'b')`],
  [ne('type', ['x', 'y']), `(type ne 'x' and type ne 'y')`],
  [eq('name', ['only']), `name eq 'only'`],
  [or(eq('a', 1), and(eq('b', 2), eq('c', [3, 4]))), '(a eq 1 or (b eq 2 and (c eq 3 or c eq 4)))'],
  [and({ name: 'a', user: 10 }), `(name eq 'a' and user eq 10)`],
  [toFilter({ expires: { gt: 0, le: instant }, user: [1, 2] }), '((expires gt 0 and expires le 1893456000) and (user eq 1 or user eq 2))'],
  [toFilter({ or: [{ name: { bw: 'ci' } }, eq('user', null)], expires: 0 }), `((name bw 'ci' or user eq null) and expires eq 0)`],
];

describe('a filter', () => {
  test.each(written)('is written with every value quoted and every group in parentheses: %s', (filter, text) => {
    expect(String(filter)).toBe(text);
  });

  const refused: Readonly<Record<string, () => unknown>> = {
    'a text': () => and("name eq 'a'" as never),
    nothing: () => and(),
    'an empty object': () => toFilter({}),
    'an empty list': () => eq('name', []),
    'an object without comparisons': () => toFilter({ name: {} }),
    'a value that was forgotten': () => toFilter({ user: undefined as never }),
    'a comparison that was forgotten': () => toFilter({ user: { eq: undefined as never } }),
    'an unknown comparison': () => toFilter({ user: { like: 'a' } as never }),
    'a comparison of the prototype': () => toFilter({ user: { toString: 'a' } as never }),
    'a joined column': () => eq('user#name', 'a'),
    'a column that is grammar': () => eq("name eq 'a' or name", 'a'),
    'a word of the grammar': () => eq('or', 'a'),
    'an empty beginning': () => bw('name', ''),
    'an empty end': () => ew('name', ''),
    'an empty part': () => cs('name', ''),
    'an empty part in any letter case': () => ct('name', ''),
    'an empty expression': () => rx('name', ''),
    'an expression that silently matches nothing': () => rx('name', String.raw`\d+`),
    'an expression with a flag': () => rx('name', '(?i)a'),
    'a size of texts': () => gt('name', 'a' as never),
    'a number that is none': () => eq('user', Number.NaN),
    'a number without a plain form': () => eq('user', 1e21),
    'a Date that is none': () => eq('created', new Date(Number.NaN)),
    'half a character': () => eq('name', '\ud800'),
    'an object as a value': () => eq('name', { a: 1 } as never),
    'a list within a list': () => eq('name', [['a']] as never),
    'a filter that only looks like one': () => and({ and: 'x' } as never),
  };
  test.each(Object.entries(refused))('is never made of %s', (_, make) => {
    expect(make).toThrow(ConfigurationError);
  });

  test('holds any text as one value, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\\', "'", '{', '}', '(', ')', ' ', 'a', 'o', 'r', 'é', '😀') }), (value) => {
        expect(readBack(String(eq('name', value)))).toBe(value);
      }),
    );
  });

  test('prints as it is sent', () => {
    expect(inspect(eq('user', 10))).toBe('Filter(user eq 10)');
    expect(JSON.stringify({ filter: eq('user', 10) })).toBe('{"filter":"user eq 10"}');
  });
});

/** Reads `name eq '...'` by the rules of the system, where nothing but one quoted text may follow; `undefined`: it is not that. */
function readBack(text: string): string | undefined {
  const [, quoted] = /^name eq '((?:[^\\'{]|\\[\\'{])*)'$/su.exec(text) ?? [];
  return quoted?.replaceAll(/\\([\\'{])/g, '$1');
}
