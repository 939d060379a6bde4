import { describe, expect, it } from 'vitest';
import { NotKnownError } from '../../kit/not-known.ts';
import { flag, number, text } from '../rows/column.ts';
import type { Row } from '../rows/row.ts';
import type { TableSchema } from '../rows/table-schema.ts';
import { parseFilter } from './parser.ts';
import { predicate } from './predicate.ts';

const schema: TableSchema = {
  name: 'things',
  columns: {
    name: text(),
    size: number({ initial: 0 }),
    on: flag(false),
    parent: number({ initial: null }),
    password: text({ initial: '', access: 'write-only' }),
  },
  shortFields: ['$key'],
  display: () => '',
};

const names = ['Alpha', 'alpha', 'beta', 'Beta 2', 'gamma.1', 'gamma-1', '', "o'brien", 'back\\slash'];
const rows: readonly Row[] = names.map((name, index) => ({
  $key: index + 1,
  name,
  size: index,
  on: index % 2 === 0,
  parent: index < 2 ? null : 1,
  password: 'secret',
}));

const found = (filter: string) => rows.filter(predicate(parseFilter(filter), schema)).map((row) => row['name']);

describe('a filter finds', () => {
  it.each([
    [`name eq 'alpha'`, ['alpha']],
    [`name ne 'alpha' and size lt 2`, ['Alpha']],
    [`name bw 'Al'`, ['Alpha']],
    [`name bw 'lpha'`, []],
    [`name ew 'et'`, []],
    [`name ew 'ta'`, ['beta']],
    [`name cs 'eta'`, ['beta', 'Beta 2']],
    [`name cs 'Bet'`, ['Beta 2']],
    [`name ct 'BETA'`, ['beta', 'Beta 2']],
    [`name bw ''`, names],
    [`name rx ''`, names],
    [`name rx '^[ab]'`, ['alpha', 'beta', 'back\\slash']],
    [`name rx '[[:digit:]]$'`, ['Beta 2', 'gamma.1', 'gamma-1']],
    [`name rx '^gamma\\\\.1$'`, ['gamma.1']],
    [`name rx 'gamma.1'`, ['gamma.1', 'gamma-1']],
    [`name rx 'm\\{2}'`, ['gamma.1', 'gamma-1']],
    [`name rx '\\\\d'`, []],
    [`name rx '(?i)alpha'`, []],
    [`name rx '('`, []],
    [`name eq 'o\\'brien'`, ["o'brien"]],
    [`name ct 'back\\\\slash'`, ['back\\slash']],
    [`name eq 'al{x}pha'`, ['alpha']],
    [`size gt 6`, ["o'brien", 'back\\slash']],
    [`size ge 7 and size le 7`, ["o'brien"]],
    [`on eq true and size lt 3`, ['Alpha', 'beta']],
    [`parent eq null`, ['Alpha', 'alpha']],
    [`parent ne null and size lt 3`, ['beta']],
    [`$key eq 3`, ['beta']],
    [`(name eq 'alpha' or name eq 'beta')`, ['alpha', 'beta']],
    [`name eq 'alpha' or name eq 'beta' and size eq 2`, ['beta']],
    [`nothing eq 5`, []],
    [`password eq 'secret'`, []],
  ])('%s', (filter, expected) => {
    expect(found(filter)).toEqual(expected);
  });

  it.each([
    `name eq 5`,
    `name eq true`,
    `size eq '5'`,
    `on eq 1`,
    `name gt 'a'`,
    `size cs '1'`,
    `name cs null`,
    `nothing ne 5`,
    `nothing eq null`,
  ])('nothing that nobody has tried: %s', (filter) => {
    expect(() => found(filter)).toThrow(NotKnownError);
  });
});
