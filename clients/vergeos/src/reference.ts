import { DecodeError } from '@keyrack/http';

const form = /^(?:(?:\/v4\/)?(?<table>\w+)\/)?(?<key>[1-9]\d{0,15})$/;

/** A whole number that is a key, also where it is written as a text; null for anything else. */
export function readKey(value: unknown): number | null {
  const key = typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value;
  return typeof key === 'number' && Number.isSafeInteger(key) && key > 0 ? key : null;
}

/** The key of the row of that table that a value refers to: `7`, `users/7` or `/v4/users/7`; null for anything else. */
export function readReference(table: string, value: unknown): number | null {
  if (typeof value !== 'string') return readKey(value);
  const groups = form.exec(value)?.groups;
  return groups === undefined || (groups['table'] ?? table) !== table ? null : readKey(groups['key']);
}

/** A column that refers to rows of a table. */
export interface ReferenceColumn {
  readonly name: string;
  readonly table: string;
}

/** The key of a row. @param index - where the row stands in its list. @throws {DecodeError} */
export function requiredKey(value: unknown, index?: number): number {
  const key = readKey(value);
  if (key === null) throw new DecodeError(placeOf('$key', index), 'a key');
  return key;
}

/** @param index - where the row stands in its list. @throws {DecodeError} */
export function requiredReference({ name, table }: ReferenceColumn, value: unknown, index?: number): number {
  const key = readReference(table, value);
  if (key === null) throw new DecodeError(placeOf(name, index), `a reference to ${table}`);
  return key;
}

/** The key of a row of any table. @param index - where the row stands in its list. @throws {DecodeError} */
export function requiredRowKey(value: unknown, index?: number): number | string {
  return readKey(value) ?? (typeof value === 'string' && /^[\w-]{1,128}$/.test(value) ? value : requiredKey(value, index));
}

function placeOf(column: string, index: number | undefined): string {
  return index === undefined ? column : `[${index}].${column}`;
}
