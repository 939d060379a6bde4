import { ConfigurationError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Whose options are looked at, and which there are. */
export interface KnownOptions {
  readonly system: string;
  /** What takes them, as its user knows it: `a client`, `retries`. */
  readonly owner: string;
  readonly known: readonly string[];
}

/**
 * Refuses what holds no options, and names that mean nothing: a misspelt option would silently leave the default in force. A name whose
 * value is `undefined` is left out, as everywhere.
 *
 * @throws {ConfigurationError} that says which name is wrong and which one is near; values are never repeated.
 */
export function checkOptionNames(given: unknown, { system, owner, known }: KnownOptions): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ConfigurationError(system, `the options of ${owner} must be an object, with any of ${known.join(', ')}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || known.includes(name)) continue;
    const near = nearestName(name, known);
    const advice = near === undefined ? `give any of ${known.join(', ')}` : `did you mean "${near}"?`;
    throw new ConfigurationError(system, `there is no option "${name}" of ${owner}; ${advice}`);
  }
}

/** @throws {ConfigurationError} for anything but true, false and `undefined`: the text 'false' would be taken for yes. */
export function checkFlag(system: string, name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new ConfigurationError(system, `${name} must be true or false`);
}

/** Whether a value is an object whose members of these names are all functions. */
export function hasMethods(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => typeof Reflect.get(value, name) === 'function');
}
