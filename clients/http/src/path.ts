import { Secret } from '@keyrack/secret';
import { ConfigurationError } from './errors.ts';

const placeholder = /\{([^{}]*)\}/g;

/**
 * Puts parameters into a route template, each encoded as one segment.
 *
 * Refuses an empty parameter, `.` and `..`: they would turn one object into its list or its parent.
 *
 * @throws {ConfigurationError} that names the parameter, never its value.
 */
export function buildPath(system: string, route: string, parameters: Readonly<Record<string, string | number | Secret>> = {}): string {
  if (!route.startsWith('/')) throw new ConfigurationError(system, 'a route must begin with a slash');
  if (!route.includes('{')) return route;
  return route.replace(placeholder, (_, name: string) => encodeSegment(system, route, name, parameters[name]));
}

function encodeSegment(system: string, route: string, name: string, given: string | number | Secret | undefined): string {
  const fail = (fault: string): never => {
    throw new ConfigurationError(system, `the parameter "${name}" of ${route} ${fault}`);
  };
  const value = Secret.isSecret(given) ? given.reveal() : given;
  if (typeof value === 'number' && !Number.isFinite(value)) return fail('must be a finite number');
  if (typeof value !== 'string' && typeof value !== 'number') return fail('must be a string or a number');
  const text = String(value);
  if (text === '' || text === '.' || text === '..') return fail('must not be empty, "." or ".."');
  if (!text.isWellFormed()) return fail('must be well-formed Unicode');
  return encodeURIComponent(text);
}
