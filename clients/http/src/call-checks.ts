import { checkInteger } from './check-integer.ts';
import { ConfigurationError } from './errors.ts';
import { checkHeaders } from './headers.ts';
import { checkFlag, checkOptionNames, hasMethods } from './option-checks.ts';
import type { CallOptions } from './request.ts';
import { resolveRetries } from './retry-policy.ts';

/** A name that is missing here, or too many, does not compile. */
const shared: Readonly<Record<keyof CallOptions, true>> = {
  signal: true,
  timeoutMs: true,
  totalTimeoutMs: true,
  retries: true,
  headers: true,
};
const sharedNames: readonly string[] = Object.keys(shared);

/** Which options a call takes beside those of every call. */
export interface CallOptionRules {
  /** Those that are true or false. @default none */
  readonly flags?: readonly string[];
  /** Those that the call itself checks. @default none */
  readonly others?: readonly string[];
}

/**
 * Looks at the options of one call before any part of them is used, for calls that send several requests before the first. Single headers
 * are checked with the request that they go out with.
 *
 * @throws {ConfigurationError} that names the first wrong option.
 */
export function checkCallOptions(system: string, given: unknown, { flags = [], others = [] }: CallOptionRules = {}): void {
  if (given === undefined) return;
  // Most calls have none of their own.
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && Object.keys(given).length === 0) return;
  const known = flags.length + others.length === 0 ? sharedNames : [...flags, ...others, ...sharedNames];
  checkOptionNames(given, { system, owner: 'a call', known });
  const options = given as Readonly<Record<string, unknown>> & CallOptions; // an object, says the line above
  for (const flag of flags) checkFlag(system, flag, options[flag]);
  const { signal, timeoutMs, totalTimeoutMs, retries, headers } = options;
  if (signal !== undefined && !isSignal(signal)) {
    throw new ConfigurationError(system, 'signal must be an AbortSignal, such as AbortSignal.timeout(5_000) gives');
  }
  if (timeoutMs !== undefined) checkInteger(timeoutMs, { system, name: 'timeoutMs', least: 1 });
  if (totalTimeoutMs !== undefined) checkInteger(totalTimeoutMs, { system, name: 'totalTimeoutMs', least: 1 });
  resolveRetries(system, retries);
  if (headers !== undefined) checkHeaders(system, 'headers', headers);
}

function isSignal(value: unknown): boolean {
  return hasMethods(value, ['addEventListener', 'removeEventListener']) && typeof Reflect.get(value as object, 'aborted') === 'boolean';
}
