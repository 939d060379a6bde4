import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Statements, toObjects } from './statements.ts';

let database: DatabaseSync;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
});
afterEach(() => database.close());

describe('prepared statements', () => {
  test('are kept while they fit, the ones not used for longest are dropped', () => {
    let prepared = 0;
    const counting = Object.assign(Object.create(database) as DatabaseSync, {
      prepare(sql: string) {
        prepared += 1;
        return database.prepare(sql);
      },
    });
    const statements = new Statements(counting);
    const long = (number: number): string => `select ${number} -- ${'x'.repeat(120_000)}`;
    for (const number of [1, 2, 3, 4]) statements.get(long(number));
    statements.get(long(1));
    expect(prepared).toBe(4);
    statements.get(long(5));
    statements.get(long(1));
    expect(prepared).toBe(5);
    statements.get(long(2));
    expect(prepared).toBe(6);
  });

  test('tell whether they give rows', () => {
    const statements = new Statements(database);
    expect(statements.get('select 1 as one, 2 as two').columns).toEqual(['one', 'two']);
    expect(statements.get('create table t (a)').columns).toEqual([]);
    statements.get('create table t (a)').statement.run();
    expect(statements.get('insert into t values (1) returning a').columns).toEqual(['a']);
    expect(statements.get('insert into t values (1)').columns).toEqual([]);
  });

  test('give rows as lists, of which objects are made', () => {
    const { statement, columns } = new Statements(database).get("select 1 as one, null as none, 'b' as two union all select 2, 'x', 'c'");
    const rows = statement.all() as unknown as readonly (readonly unknown[])[]; // as the statement was told
    expect(toObjects(columns, rows)).toStrictEqual([
      { one: 1, none: null, two: 'b' },
      { one: 2, none: 'x', two: 'c' },
    ]);
  });
});
