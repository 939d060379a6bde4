import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Statements } from './statements.ts';

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
    expect(statements.get('select 1').givesRows).toBe(true);
    expect(statements.get('create table t (a)').givesRows).toBe(false);
    statements.get('create table t (a)').statement.run();
    expect(statements.get('insert into t values (1) returning a').givesRows).toBe(true);
    expect(statements.get('insert into t values (1)').givesRows).toBe(false);
  });
});
