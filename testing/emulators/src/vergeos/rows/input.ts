import { NotKnownError } from '../../kit/not-known.ts';
import { failedValidation, missingReference, notInList, readOnlyField } from '../api-error.ts';
import type { Column } from './column.ts';
import type { Tables } from './reference.ts';
import { follow } from './reference.ts';
import type { Row, Value } from './row.ts';
import type { Fields } from './rules.ts';
import type { TableSchema } from './table-schema.ts';

/** A new row from what was sent; columns that were not sent hold their initial values. @throws {ApiError} 404, 422 */
export function newRow(tables: Tables, schema: TableSchema, { key, sent }: { readonly key: number; readonly sent: Fields }): Row {
  return initialRow(schema, key, checkedValues(tables, schema, { fields: sent, creates: true }));
}

/** A row with these values and the initial ones of all other columns. @throws {ApiError} 422 when one has none */
export function initialRow(schema: TableSchema, key: number, values: Readonly<Record<string, Value>>): Row {
  const row: Record<string, Value> = {};
  for (const [name, { initial }] of Object.entries(schema.columns)) {
    const value = Object.hasOwn(values, name) ? values[name] : initial;
    if (value === undefined) throw failedValidation(name);
    row[name] = value;
  }
  return { ...row, $key: key };
}

/** A row with what was sent put over it. @throws {ApiError} 404, 422 */
export function changedRow(tables: Tables, schema: TableSchema, { before, sent }: { readonly before: Row; readonly sent: Fields }): Row {
  return { ...before, ...checkedValues(tables, schema, { fields: sent, creates: false }) };
}

/** The columns among what was sent; names that are no columns are dropped without a word. */
function checkedValues(
  tables: Tables,
  schema: TableSchema,
  { fields, creates }: { readonly fields: Fields; readonly creates: boolean },
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === '$key') throw readOnlyField(name);
    const column = Object.hasOwn(schema.columns, name) ? schema.columns[name] : undefined;
    if (column === undefined) continue;
    if (column.access === 'read-only') throw readOnlyField(name);
    if (!creates && column.changeNotKnown === true) throw new NotKnownError(`what a change of ${name} in ${schema.name} does`);
    if (!creates && column.access === 'at-creation') throw readOnlyField(name);
    values[name] = checkedValue(tables, { name, column, value });
  }
  return values;
}

function checkedValue(
  tables: Tables,
  { name, column, value }: { readonly name: string; readonly column: Column; readonly value: unknown },
): Value {
  if (value === null && column.initial === null) return null;
  switch (column.type) {
    case 'text':
      if (typeof value === 'string') return checkedText(name, column, value);
      break;
    case 'number':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) break;
      if (column.refersTo !== undefined && follow(tables, column.refersTo, value) === undefined) throw missingReference(name);
      return value;
    case 'flag':
      if (typeof value === 'boolean') return value;
  }
  throw new NotKnownError(`how the ${column.type} column ${name} takes ${printed(value)}`);
}

function checkedText(name: string, column: Column, value: string): string {
  const { oneOf, length, without, lowerCase } = column;
  if (oneOf !== undefined && !oneOf.includes(value)) throw notInList(name, value);
  if (length !== undefined) checkLength(name, length, value);
  if (without?.test(value) === true) throw failedValidation(name);
  return lowerCase === true ? value.toLowerCase() : value;
}

function checkLength(name: string, { from, to }: { readonly from: number; readonly to: number }, value: string): void {
  const characters = Array.from(value).length;
  if (characters < from || characters > to) throw failedValidation(name);
  if (Buffer.byteLength(value) > to) throw new NotKnownError(`whether the length of ${name} is counted in characters or in bytes`);
}

/** The kind of a value, never the value: it may be a password. */
function printed(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
