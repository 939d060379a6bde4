import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bindable, Statements } from './statements.ts';

let database: DatabaseSync;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
});
afterEach(() => database.close());

describe('the values of a statement', () => {
  test.each([
    ['an object, which the driver takes for a bag of named values', new Date()],
    ['a list', ['canary']],
    ['a boolean, which would come back as a number', true],
    ['nothing', undefined],
    ['no number', Number.NaN],
    ['a fraction', 1.5],
    ['a number that is not exact any more', 2 ** 53],
    ['a big integer, which could not be read again', 1n],
    ['a function', () => 'canary'],
  ])('may not be %s', (_, value) => {
    expect(() => bindable(['fine', value])).toThrow(/^Parameter 2 (?!.*canary)/);
  });

  test('may be null, text, whole numbers and bytes', () => {
    const values = [null, '', 'text\0text', 0, -1, Number.MAX_SAFE_INTEGER, new Uint8Array([1])];
    expect(bindable(values)).toBe(values);
  });
});

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
