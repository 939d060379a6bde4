import { DecodeError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';

/** A JSON object as it came, nothing checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {DecodeError} when the value is not a JSON object. */
export function readObject(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new DecodeError(path, 'an object');
  // Every non-array object of parsed JSON has text keys.
  return value as Fields;
}

/** @throws {DecodeError} when the value is not a list. */
export function readList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new DecodeError(path, 'a list');
  return value;
}

/** @throws {DecodeError} when the value is not a text of at least one character. */
export function readRequiredText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new DecodeError(path, 'a text');
  return value;
}

export function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function readNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

export function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** An empty text grants nothing and is no secret. */
export function readSecret(value: unknown): Secret | null {
  return typeof value === 'string' && value !== '' ? new Secret(value) : null;
}
