import { describe, expect, it } from 'vitest';
import { NotKnownError } from '../../kit/not-known.ts';
import { ApiError } from '../api-error.ts';
import { SeedKeys } from '../seed-keys.ts';
import { text } from './column.ts';
import { Table } from './table.ts';

const schema = {
  name: 'things',
  columns: { user: text(), name: text() },
  shortFields: ['$key'],
  unique: [['user', 'name']],
  display: () => '',
} as const;

const row = ($key: number, name: string, user = 1) => ({ $key, name, user });

function seeded(count: number): Table {
  const table = new Table(schema);
  table.add(row(1, 'first'));
  table.addLazily(new SeedKeys({ firstKey: 2, count, user: 1, createdSeconds: 0, salt: 7 }));
  return table;
}

const keys = (table: Table) => Array.from(table.rows(), ({ $key }) => $key);

describe('a table', () => {
  it('keeps its rows in the order of their keys, and uses no key twice', () => {
    const table = seeded(3);
    expect(table.nextKey).toBe(5);
    table.add(row(5, 'next'));
    table.remove(5);
    table.remove(3);
    table.add(row(table.nextKey, 'last'));
    expect(keys(table)).toEqual([1, 2, 4, 6]);
    expect([table.get(3), table.get(5), table.get(0), table.get(99)]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('refuses a second row with the same unique values, seeded ones included', () => {
    const table = seeded(3);
    expect(() => table.add(row(5, 'first'))).toThrow(ApiError);
    expect(() => table.add(row(5, 'Key 2'))).toThrow(ApiError);
    expect(() => table.replace(row(1, 'Key 0'))).toThrow(ApiError);
    table.add(row(5, 'first', 2));
    table.add(row(6, 'Key 3'));
    expect(keys(table)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('lets a name be used again once its row is gone or renamed', () => {
    const table = seeded(2);
    table.remove(2);
    table.add(row(4, 'Key 0'));
    table.replace(row(3, 'renamed'));
    table.add(row(5, 'Key 1'));
    expect(Array.from(table.rows(), ({ name }) => name)).toEqual(['first', 'renamed', 'Key 0', 'Key 1']);
    expect(() => table.add(row(6, 'renamed'))).toThrow(ApiError);
    table.replace(row(1, 'no longer first'));
    table.add(row(6, 'first'));
    expect(() => table.replace(row(1, 'first'))).toThrow(ApiError);
  });

  it('does not say whether names that differ in letter case only are the same', () => {
    const table = seeded(1);
    expect(() => table.add(row(3, 'FIRST'))).toThrow(NotKnownError);
    expect(() => table.add(row(3, 'KEY 0'))).toThrow(NotKnownError);
    table.replace(row(1, 'First'));
    expect(Array.from(table.rows(), ({ name }) => name)).toEqual(['First', 'Key 0']);
  });

  it('finds a unique row without a look at all of them', () => {
    const table = seeded(1_000_000);
    table.add(row(table.nextKey, 'Key 5', 2));
    const found = (equals: Readonly<Record<string, number | string>>) =>
      Array.from(table.candidates(new Map(Object.entries(equals))), ({ $key }) => $key).slice(0, 3);
    expect(found({ user: 1, name: 'Key 5', more: 1 })).toEqual([7]);
    expect(found({ user: 2, name: 'Key 5' })).toEqual([1_000_002]);
    expect(found({ user: 3, name: 'Key 5' })).toEqual([]);
    expect(found({ name: 'Key 5' })).toEqual([1, 2, 3]);
    expect(found({ user: 1, name: '' })).toEqual([1, 2, 3]);
  });

  it('says with its version that it changed', () => {
    const table = seeded(1);
    const { version } = table;
    table.get(2);
    expect(table.version).toBe(version);
    table.remove(2);
    expect(table.version).toBeGreaterThan(version);
  });
});
