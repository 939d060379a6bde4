import { checkObject, ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { checkDuration } from './duration.ts';
import { isFields } from './reading.ts';
import type { Fields } from './reading.ts';

/** Checks one parameter. @throws {ConfigurationError} that names it, never its value. */
export type Check = (name: string, value: unknown) => void;

/** How each parameter of a request is checked, under its own name. */
export type Checks<Parameters> = { readonly [Name in keyof Parameters]-?: Check };

/** Deeper than anything that a proxy stores. */
const deepest = 64;

/**
 * Passes on what is given and nothing else. The proxy ignores names that it does not know, so a slip of the pen would be lost
 * without a word.
 *
 * @param what - such as `a new key`.
 * @throws {ConfigurationError} for an unknown name or a wrong value.
 */
export function checkParameters<Parameters extends object>(what: string, parameters: Parameters, checks: Checks<Parameters>): Fields {
  if (!isFields(parameters)) throw refuse(`the parameters of ${what} are an object`);
  const known: Readonly<Record<string, Check>> = checks;
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters as Fields)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) throw refuse(`${what} has no "${name}"`);
    check(name, value);
    given[name] = value;
  }
  return given;
}

/** Passes on an object before anything is taken out of it. @param what - such as `a query`. @throws {ConfigurationError} for anything else. */
export function object<Value>(what: string, value: Value): Value {
  return checkObject('litellm', what, value);
}

/** The checks of some parameters of another request. */
export function pickChecks<Parameters, Name extends keyof Parameters>(
  checks: Checks<Parameters>,
  names: readonly Name[],
): Checks<Pick<Parameters, Name>> {
  // Every name has its check there.
  return Object.fromEntries(names.map((name) => [name, checks[name]])) as Checks<Pick<Parameters, Name>>;
}

/** Null stands for "nothing", or clears what can be cleared. */
export function orNull(check: Check): Check {
  return (name, value) => {
    if (value !== null) check(name, value);
  };
}

/** For what the proxy passes over in silence when it is null or empty. */
export function notEmpty(check: Check): Check {
  return (name, value) => {
    check(name, value);
    const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
    if (isEmpty) throw refuse(`${name} cannot be cleared here: the proxy would ignore it`);
  };
}

/** Any text that is well-formed Unicode, the empty one too. */
export const text: Check = (name, value) => need(typeof value === 'string' && value.isWellFormed(), `${name} is a text`);

/** A text that says something: for names and ids. */
export const nonEmptyText: Check = (name, value) =>
  need(typeof value === 'string' && value !== '' && value.isWellFormed(), `${name} is a text that is not empty`);

/** A switch; texts such as `true` are refused. */
export const flag: Check = (name, value) => need(typeof value === 'boolean', `${name} is true or false`);

/** A number that JSON can hold, also below 0. */
export const finiteNumber: Check = (name, value) => need(typeof value === 'number' && Number.isFinite(value), `${name} is a finite number`);

/** A number of 0 or more: money, and shares of it. */
export const amount: Check = (name, value) =>
  need(typeof value === 'number' && Number.isFinite(value) && value >= 0, `${name} is a number of 0 or more`);

/** A whole number of 0 or more: counts and rates. */
export const wholeNumber: Check = (name, value) =>
  need(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0, `${name} is a whole number of 0 or more`);

/** A length of time in the proxy's words: `30d`, `12h`. */
export const duration: Check = (name, value) => {
  checkDuration(name, value);
};

/** A list of texts; the empty one is a list. */
export const texts: Check = (name, value) =>
  need(Array.isArray(value) && value.every((item) => typeof item === 'string'), `${name} is a list of texts`);

/**
 * Ids as one text with commas. The proxy takes an empty text for "all", and parts ids at commas.
 *
 * @throws {ConfigurationError}
 */
export function idsText(name: string, ids: readonly unknown[]): string {
  need(ids.length > 0, `${name} needs at least one id; leave it out where that means all`);
  const isWhole = (id: unknown): boolean => typeof id === 'string' && id !== '' && !id.includes(',');
  need(ids.every(isWhole), `${name} holds ids that are not empty and have no comma`);
  return ids.join(',');
}

/** A JSON object, without what JSON would silently turn into something else. */
export const record: Check = (name, value) => {
  need(isFields(value) && !Secret.isSecret(value), `${name} is an object`);
  checkJson(name, value, 0);
};

/** A list of JSON objects, each without what JSON would silently turn into something else. */
export const listOfRecords: Check = (name, value) => {
  need(Array.isArray(value) && value.every(isFields), `${name} is a list of objects`);
  checkJson(name, value, 0);
};

/** @param values - all that are taken. */
export function oneOf(...values: readonly string[]): Check {
  return (name, value) =>
    need(
      values.some((known) => known === value),
      `${name} is one of ${values.join(', ')}`,
    );
}

/** The secret of a new key, as the proxy demands it. */
export const newSecret: Check = (name, value) => {
  const secret: unknown = Secret.isSecret(value) ? value.reveal() : value;
  const fits = typeof secret === 'string' && secret.startsWith('sk-') && Array.from(secret).length >= 16 && secret.isWellFormed();
  need(fits, `${name} begins with sk- and has 16 characters or more`);
};

function checkJson(name: string, value: unknown, depth: number): void {
  need(typeof value !== 'number' || Number.isFinite(value), `${name} holds NaN or Infinity, which JSON cannot`);
  if (typeof value !== 'object' || value === null || Secret.isSecret(value)) return;
  need(depth < deepest, `${name} is nested more than ${deepest} levels deep`);
  for (const inner of Object.values(value)) checkJson(name, inner, depth + 1);
}

function need(isRight: boolean, demand: string): void {
  if (!isRight) throw refuse(demand);
}

/** The refusal of a parameter, before anything is sent. @param message - never holds the value. */
export function refuse(message: string): ConfigurationError {
  return new ConfigurationError('litellm', message);
}
