import { describe, expect, it } from 'vitest';
import type { StoredRecord } from './record.ts';
import { Table } from './table.ts';

const record = (id: string, more: Partial<StoredRecord> = {}): StoredRecord => ({
  id,
  within: ['a'],
  fields: {},
  hidden: {},
  createdAtMs: 0,
  updatedAtMs: null,
  ...more,
});

const lazy = {
  count: 3,
  at: (index: number) => record(`lazy${index}`),
  indexOf: (id: string) => (/^lazy[0-2]$/.test(id) ? Number(id.slice(4)) : undefined),
};

const idsOf = (records: Iterable<StoredRecord>) => Array.from(records, ({ id }) => id);
const newest = (table: Table, before?: number) => Array.from(table.newestFirst(before), ([, { id }]) => id);

describe('a table', () => {
  it('lists what is computed before what was made', () => {
    const table = new Table(lazy);
    table.add(record('one'));
    expect(newest(table)).toEqual(['one', 'lazy2', 'lazy1', 'lazy0']);
    expect(idsOf(table.oldestFirst())).toEqual(['lazy0', 'lazy1', 'lazy2', 'one']);
  });

  it('keeps positions when records go, so that a cursor stays where it was', () => {
    const table = new Table(lazy);
    for (const id of ['one', 'two', 'three']) table.add(record(id));
    const [[position] = []] = [...table.newestFirst()].filter(([, { id }]) => id === 'two');
    table.remove('two');
    table.remove('lazy1');
    table.add(record('four'));
    expect(newest(table, position)).toEqual(['one', 'lazy2', 'lazy0']);
    expect(newest(table)).toEqual(['four', 'three', 'one', 'lazy2', 'lazy0']);
  });

  it('changes and removes what was computed like what was made', () => {
    const table = new Table(lazy);
    table.add(record('one'));
    for (const id of ['lazy0', 'one']) {
      table.replace(record(id, { updatedAtMs: 1 }));
      expect(table.get(id)).toMatchObject({ updatedAtMs: 1 });
      table.remove(id);
      expect(table.get(id)).toBeUndefined();
      table.remove(id);
    }
    expect(idsOf(table.oldestFirst())).toEqual(['lazy1', 'lazy2']);
    expect(table.get('nobody')).toBeUndefined();
  });

  it('takes an id again that was free, as a new record', () => {
    const table = new Table();
    table.add(record('one', { createdAtMs: 1 }));
    table.add(record('two'));
    table.remove('one');
    table.add(record('one', { createdAtMs: 2 }));
    expect(table.get('one')).toMatchObject({ createdAtMs: 2 });
    expect(newest(table)).toEqual(['one', 'two']);
  });

  it('knows what belongs to whom', () => {
    const table = new Table();
    table.add(record('one', { within: ['a', 'b'] }));
    table.add(record('two'));
    expect(idsOf(table.made('b'))).toEqual(['one']);
    expect(idsOf(table.made('a'))).toEqual(['one', 'two']);
  });
});
