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
  if (typeof route !== 'string' || !route.startsWith('/')) throw new ConfigurationError(system, 'a route must begin with a slash');
  if (!route.includes('{')) return route;
  return route.replace(placeholder, (_, name: string) => {
    const encoded = encodeSegment(parameters[name]);
    if (encoded.fault === undefined) return encoded.text;
    throw new ConfigurationError(system, `the parameter "${name}" of ${route} must ${encoded.fault}`);
  });
}

function encodeSegment(given: string | number | Secret | undefined): { readonly text: string; readonly fault?: string } {
  const value = Secret.isSecret(given) ? given.reveal() : given;
  if (typeof value !== 'string' && !Number.isFinite(value)) return { text: '', fault: 'be a text or a finite number' };
  const text = String(value);
  if (text === '' || text === '.' || text === '..') return { text, fault: 'not be empty, "." or ".."' };
  if (!text.isWellFormed()) return { text, fault: 'be well-formed Unicode' };
  return { text: encodeURIComponent(text) };
}
