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

/** The key of a row. @param path - where the row stands in its answer. @throws {DecodeError} */
export function requiredKey(value: unknown, path: string): number {
  const key = readKey(value);
  if (key === null) throw new DecodeError(path === '' ? '$key' : `${path}.$key`, 'a key');
  return key;
}

/** @param path - where the reference stands in its answer. @throws {DecodeError} */
export function requiredReference(table: string, value: unknown, path: string): number {
  const key = readReference(table, value);
  if (key === null) throw new DecodeError(path, `a reference to ${table}`);
  return key;
}

/** The key of a row of any table. @param path - where the row stands in its answer. @throws {DecodeError} */
export function requiredRowKey(value: unknown, path: string): number | string {
  return readKey(value) ?? (typeof value === 'string' && /^[\w-]{1,128}$/.test(value) ? value : requiredKey(value, path));
}
