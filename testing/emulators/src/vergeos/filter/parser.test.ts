import { describe, expect, it } from 'vitest';
import { NotKnownError } from '../../kit/not-known.ts';
import { ApiError } from '../api-error.ts';
import { parseFilter } from './parser.ts';
import type { Filter } from './syntax.ts';

/** A filter with every pair in parentheses, so that the order of evaluation shows. */
function printed(filter: Filter): string {
  if (filter.kind === 'condition') return filter.column;
  return `(${printed(filter.left)} ${filter.kind} ${printed(filter.right)})`;
}

describe('a filter', () => {
  it.each([
    ['a eq 1 or b eq 2 and c eq 3', '((a or b) and c)'],
    ['a eq 1 and b eq 2 or c eq 3 and d eq 4', '(((a and b) or c) and d)'],
    ['a eq 1 or (b eq 2 and c eq 3)', '(a or (b and c))'],
    ['(a eq 1 or b eq 2) and (c eq 3 or (d eq 4))', '((a or b) and (c or d))'],
    ['((a eq 1))', 'a'],
  ])('is read strictly from left to right: %s', (text, order) => {
    expect(printed(parseFilter(text))).toBe(order);
  });

  it.each(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'bw', 'ew', 'cs', 'ct', 'rx'])('knows the operator %s', (operator) => {
    expect(parseFilter(`name ${operator} 'x'`)).toEqual({ kind: 'condition', column: 'name', operator, value: 'x' });
  });

  it.each([
    [`'a b'`, 'a b'],
    ['10', 10],
    ['-1.5', -1.5],
    ['true', true],
    ['false', false],
    ['null', null],
    [`''`, ''],
  ])('knows the value %s', (text, value) => {
    expect(parseFilter(`$key eq ${text}`)).toMatchObject({ column: '$key', value });
  });

  it.each([
    `name like 'a%'`,
    `name in ('a','b')`,
    `startswith(name,'a')`,
    `not name eq 'a'`,
    `name eq`,
    `name`,
    `eq 'a'`,
    `name eq a`,
    `name eq 'a' name eq 'b'`,
    `name eq 'a' and`,
    `and name eq 'a'`,
    `(name eq 'a'`,
    `name eq 'a')`,
    `()`,
    `name = 'a'`,
    `name eq "a"`,
    `name eq 'o''brien'`,
    `name eq 1x`,
    `name eq 'a' && name eq 'b'`,
    `name eq 'a\\d'`,
    `name eq 'a{b'`,
    `1 eq 1`,
  ])('is refused with the words of the real system: %s', (text) => {
    expect(() => parseFilter(text)).toThrow(new ApiError(422, 'Invalid argument'));
  });

  it.each([``, `   `, `name EQ 'a'`, `name eq 'a' AND name eq 'b'`, `user#name eq 'a'`, `${'('.repeat(200)}a eq 1${')'.repeat(200)}`])(
    'is not guessed at: %s',
    (text) => {
      expect(() => parseFilter(text)).toThrow(NotKnownError);
    },
  );
});
