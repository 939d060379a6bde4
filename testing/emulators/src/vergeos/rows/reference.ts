import type { Row, Value } from './row.ts';
import { textOf } from './row.ts';
import type { Table } from './table.ts';
import type { TableSchema } from './table-schema.ts';

/** Where tables are found by their names. */
export interface Tables {
  table(name: string): Table | undefined;
}

/** A row with the table it stands in. */
export interface FoundRow {
  readonly schema: TableSchema;
  readonly row: Row;
}

/** Reads `users/3` or `/v4/users/3`. */
export function parseReference(text: string): { readonly table: string; readonly key: number } | undefined {
  const [, table, key] = /^(?:\/v4\/)?(\w+)\/([1-9]\d{0,15})$/.exec(text) ?? [];
  return table === undefined ? undefined : { table, key: Number(key) };
}

/** The row that a column's value refers to. @param refersTo as the column's declaration says */
export function follow(tables: Tables, refersTo: string, value: Value | undefined): FoundRow | undefined {
  const place = typeof value === 'number' ? { table: refersTo, key: value } : parseReference(typeof value === 'string' ? value : '');
  if (place === undefined) return undefined;
  const table = tables.table(place.table);
  const row = table?.get(place.key);
  return table === undefined || row === undefined ? undefined : { schema: table.schema, row };
}

/** What `$display` shows, for tables whose rows have names. */
export const nameOf = (row: Row): string => textOf(row, 'name');
