import { ConfigurationError } from './errors.ts';
import type { QueryValue } from './request.ts';

/**
 * Builds a query with its question mark, or nothing. `undefined` and `null` are left out, lists repeat their name.
 *
 * @throws {ConfigurationError} for a value that has no text of its own, such as NaN, an object or a Secret: addresses are
 * written into logs on the way.
 */
export function buildQuery(system: string, query: Readonly<Record<string, QueryValue>> | undefined): string {
  if (query === undefined) return '';
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) parts.push(`${encodeURIComponent(name)}=${encodeValue(system, name, item)}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function encodeValue(system: string, name: string, value: unknown): string {
  const usable = typeof value === 'string' ? value.isWellFormed() : typeof value === 'boolean' || Number.isFinite(value);
  if (!usable) throw new ConfigurationError(system, `the query parameter "${name}" must be a string, a finite number or a boolean`);
  return encodeURIComponent(String(value));
}
