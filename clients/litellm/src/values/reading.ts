import { DecodeError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';

/** A JSON object as it came, nothing checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads one field: what does not fit becomes what stands for "nothing". */
type Reader<Value> = (value: unknown) => Value;

/** How each field of a shape is read, under its own name. */
export type Readers<Shape> = { readonly [Name in keyof Shape]-?: Reader<Shape[Name]> };

/** Reads the fields that are named, and leaves all others alone. */
export function readFields<Shape>(fields: Fields, readers: Readers<Shape>): Shape {
  const read: Record<string, unknown> = {};
  for (const name in readers) read[name] = readers[name](fields[name]);
  // Every name of the shape has its reader.
  return read as Shape;
}

/** @throws {DecodeError} when the value is not a JSON object. */
export function readObject(value: unknown, path: string): Fields {
  if (!isFields(value)) throw new DecodeError(path, 'an object');
  return value;
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

/** Null when it is no text: the proxy leaves many out, or sends null. */
export function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Null when it is no number: for limits, whose absence means that there is none. */
export function readNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** For counters, which begin at nothing. */
export function readCount(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Null when nobody has said so: for switches with a third state. */
export function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** For switches, which are off until somebody turns them on. */
export function readFlag(value: unknown): boolean {
  return value === true;
}

/** The texts of a list; empty when it is none. */
export function readTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.every(isText) ? value : value.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** An object of the proxy's users; empty when it is none. */
export function readRecord(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Null when it is no object: where an empty one would mean something else. */
export function readRecordOrNull(value: unknown): Fields | null {
  return isFields(value) ? value : null;
}

/** The objects of a list; empty when it is none. */
export function readRecords(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** An empty text grants nothing and is no secret. */
export function readSecret(value: unknown): Secret | null {
  return typeof value === 'string' && value !== '' ? new Secret(value) : null;
}

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
