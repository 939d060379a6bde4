import { checkObject } from '@keyrack/http';
import { ConfigurationError, inOwnWords } from './client-errors.ts';

/** Slashes and their like end a segment somewhere on the way, and a percent sign may be decoded twice. */
const unsafe = /[/\\?#%\p{Cc}]/u;
const visible = /^[\x21-\x7e]{1,256}$/;
const deepest = 64;

/**
 * Checks what becomes one segment of an address, so that it can lead nowhere else.
 *
 * @throws {ConfigurationError} that names the parameter, never its value.
 */
export function checkSegment(name: string, value: string): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..')
    throw new ConfigurationError(`${name} must be a text, not empty and neither "." nor ".."`);
  if (unsafe.test(value) || !value.isWellFormed())
    throw new ConfigurationError(`${name} must not hold / \\ ? # % or control characters: it would lead to another address`);
  return value;
}

/** @throws {ConfigurationError} unless it is what the service takes. */
export function checkIdempotencyKey(key: string): string {
  if (typeof key === 'string' && visible.test(key)) return key;
  throw new ConfigurationError('idempotencyKey must have 1 to 256 visible ASCII characters, without spaces');
}

/** @throws {ConfigurationError} unless it can be a tag. */
export function checkIfMatch(tag: string): string {
  if (typeof tag === 'string' && tag !== '') return tag;
  throw new ConfigurationError('ifMatch must be the etag of what you read, quotes included');
}

/** Passes on an object before anything is taken out of it. @throws {ConfigurationError} that says what it is, never its value. */
export function checkFields<Value>(what: string, value: Value): Value {
  return inOwnWords(() => checkObject('authpi', what, value));
}

/**
 * Checks a body. Its names are sent as they are, also those that begin with an underscore.
 *
 * @throws {ConfigurationError} for what JSON would silently turn into something else.
 */
export function checkBody(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ConfigurationError('the body must be an object');
  checkNumbers(body, 0);
  return body;
}

function checkNumbers(value: unknown, depth: number): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new ConfigurationError('the body must not hold NaN or Infinity: JSON has no such numbers');
  if (typeof value !== 'object' || value === null) return;
  if (depth === deepest) throw new ConfigurationError(`the body must not be nested more than ${deepest} levels deep`);
  for (const inner of Object.values(value)) checkNumbers(inner, depth + 1);
}
