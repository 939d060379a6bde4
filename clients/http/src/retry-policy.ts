import type { RetryOptions } from './client-options.ts';
import { ConfigurationError } from './errors.ts';
import { checkInteger } from './check-integer.ts';
import { checkOptionNames } from './option-checks.ts';

/** How failed attempts are repeated, with every default filled in. */
export type RetryPolicy = Required<RetryOptions>;

const defaults: RetryPolicy = { maxRetries: 2, delayMs: 500, backoff: 'exponential', maxDelayMs: 8_000, maxRetryAfterMs: 60_000 };

/**
 * Fills in and checks a `retries` option.
 *
 * @throws {ConfigurationError} when a part of it is wrong.
 */
export function resolveRetries(system: string, given: false | RetryOptions | undefined, base: RetryPolicy = defaults): RetryPolicy {
  if (given === undefined) return base;
  if (given === false) return { ...base, maxRetries: 0 };
  if (typeof given !== 'object' || given === null) throw new ConfigurationError(system, 'retries must be false or an object');
  checkOptionNames(given, { system, owner: 'retries', known: Object.keys(defaults) });
  const backoff = given.backoff ?? base.backoff;
  if (backoff !== 'exponential' && backoff !== 'linear') {
    throw new ConfigurationError(system, "retries.backoff must be 'exponential' or 'linear'");
  }
  return {
    backoff,
    maxRetries: checkInteger(given.maxRetries ?? base.maxRetries, { system, name: 'retries.maxRetries', least: 0, most: 20 }),
    delayMs: checkInteger(given.delayMs ?? base.delayMs, { system, name: 'retries.delayMs', least: 0 }),
    maxDelayMs: checkInteger(given.maxDelayMs ?? base.maxDelayMs, { system, name: 'retries.maxDelayMs', least: 0 }),
    maxRetryAfterMs: checkInteger(given.maxRetryAfterMs ?? base.maxRetryAfterMs, { system, name: 'retries.maxRetryAfterMs', least: 0 }),
  };
}

/**
 * The wait before a retry: full jitter below a growing ceiling.
 *
 * @param attempt - the attempt that failed, from 1.
 * @param random - in [0, 1).
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random: number): number {
  const grown = policy.backoff === 'exponential' ? policy.delayMs * 2 ** (attempt - 1) : policy.delayMs * attempt;
  return Math.floor(Math.min(grown, policy.maxDelayMs) * random);
}

/** Statuses that say "not now" rather than "not so". A plain 500 is not among them: it tends to stay. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status === 502 || status === 503 || status === 504;
}
