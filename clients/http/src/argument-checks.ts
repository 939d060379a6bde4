import { Secret } from '@keyrack/secret';
import { ConfigurationError } from './errors.ts';

/**
 * Passes on what holds options or fields, before any of them is taken out of it: of null nothing can be taken, and of a number, a text
 * or a list whatever is looked for would seem to be left out.
 *
 * @param what - as its user knows it: `the options of an import`.
 * @throws {ConfigurationError} that names it, never its value.
 */
export function checkObject<Value>(system: string, what: string, value: Value): Value {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ConfigurationError(system, `${what} must be an object`);
}

/** Passes on what a loop can go through, but for a text, whose letters nobody means. @throws {ConfigurationError} */
export function checkIterable<Value>(system: string, what: string, value: Value): Value {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return value;
  throw new ConfigurationError(system, `${what} must be a list`);
}

/** The same, also for what comes with time. @throws {ConfigurationError} */
export function checkStream<Value>(system: string, what: string, value: Value): Value {
  if (typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)) return value;
  throw new ConfigurationError(system, `${what} must be a list, or something else that can be iterated`);
}

/** Passes on what will be called later. @throws {ConfigurationError} */
export function checkFunction<Value>(system: string, what: string, value: Value): Value {
  if (typeof value === 'function') return value;
  throw new ConfigurationError(system, `${what} must be a function`);
}

/** What a text or a Secret says. @throws {ConfigurationError} for anything else. */
export function readText(system: string, what: string, value: unknown): string {
  if (Secret.isSecret(value)) return value.reveal();
  if (typeof value === 'string') return value;
  throw new ConfigurationError(system, `${what} must be a text or a Secret`);
}
