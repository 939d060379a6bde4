import { checkObject } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { wrong } from './configuration-error.ts';

/** Checks one value and writes it under the system's name. */
export type WriteColumn = (name: string, value: unknown) => readonly [column: string, value: unknown];

/** How long a text may be, in characters. */
export interface TextLength {
  readonly least: number;
  readonly most: number;
}

/**
 * Writes what is given under the names of the system. What is undefined is left out.
 *
 * @param what - "a user": for messages.
 * @throws {ConfigurationError} for a value that the system would refuse, and for a name that it would silently drop.
 */
export function writeColumns(
  what: string,
  given: object,
  columns: Readonly<Record<string, WriteColumn>>,
): Readonly<Record<string, unknown>> {
  refuseUnknown(what, given, Object.keys(columns));
  const values = Object.entries(columns).flatMap(([name, write]) => {
    const value: unknown = Reflect.get(given, name);
    return value === undefined ? [] : [write(name, value)];
  });
  return Object.fromEntries(values);
}

/** @throws {ConfigurationError} for a name that the system would silently drop. */
export function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(checkObject('vergeos', what, given)).find((name) => !known.includes(name));
  if (unknown !== undefined) throw wrong(`${what} has no "${unknown}"; it takes ${known.join(', ')}`);
}

/** The same for a change, which sets at least one thing. */
export function writeChanges(
  what: string,
  given: object,
  columns: Readonly<Record<string, WriteColumn>>,
): Readonly<Record<string, unknown>> {
  const body = writeColumns(what, given, columns);
  if (Object.keys(body).length === 0) throw wrong('a change sets at least one thing');
  return body;
}

/** Any text. */
export const text =
  (column: string, length: TextLength = { least: 0, most: Infinity }): WriteColumn =>
  (name, value) => [column, checkText(name, value, length)];

/** A text that the system stores in lower case. */
export const lowerCaseText =
  (column: string, length?: TextLength): WriteColumn =>
  (name, value) => [column, checkText(name, value, length ?? { least: 0, most: Infinity }).toLowerCase()];

/** One of a few words. */
export const oneOf =
  (column: string, words: readonly string[]): WriteColumn =>
  (name, value) => {
    if (typeof value === 'string' && words.includes(value)) return [column, value];
    throw wrong(`${name} must be one of ${words.join(', ')}`);
  };

/** A whole number. */
export const count =
  (column: string, least: number): WriteColumn =>
  (name, value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return [column, value];
    throw wrong(`${name} must be a whole number of ${least} or more`);
  };

/** Yes or no. */
export const flag =
  (column: string): WriteColumn =>
  (name, value) => {
    if (typeof value === 'boolean') return [column, value];
    throw wrong(`${name} must be true or false`);
  };

/** A text that nobody reads again. */
export const secret =
  (column: string): WriteColumn =>
  (name, value) => {
    if (Secret.isSecret(value)) return [column, value];
    if (typeof value === 'string' && value !== '') return [column, new Secret(value)];
    throw wrong(`${name} must be a text that is not empty, or a Secret`);
  };

/** A list of texts that the system keeps as lines. */
export const lines =
  (column: string): WriteColumn =>
  (name, value) => {
    const isSound = Array.isArray(value) && value.every((line) => typeof line === 'string' && line !== '' && !/[\r\n]/.test(line));
    if (isSound) return [column, value.join('\n')];
    throw wrong(`${name} must be a list of texts, one line each`);
  };

/** @throws {ConfigurationError} unless it is a text of that many characters. */
export function checkText(name: string, value: unknown, { least, most }: TextLength): string {
  const characters = typeof value === 'string' && value.isWellFormed() ? Array.from(value).length : -1;
  if (typeof value === 'string' && characters >= least && characters <= most) return value;
  throw wrong(`${name} must be a text${most === Infinity ? '' : ` of ${least} to ${most} characters`}`);
}
