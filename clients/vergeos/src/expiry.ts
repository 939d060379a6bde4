import { wrong } from './configuration-error.ts';

/** When a key shall end; at most one of the two. */
export interface ExpiryOptions {
  /** A duration from now: `30d`, `1w`, `3m` (of 30 days), `1y` (of 365 days), or `never`; in either letter case. */
  readonly expiresIn?: string;
  /** An instant in the future: a Date, or Unix seconds; rounded down to seconds. `null`: never. */
  readonly expires?: Date | number | null;
}

/** The two columns that say when a key ends. */
type ExpiryColumns = { readonly expires_type: 'never' } | { readonly expires_type: 'date'; readonly expires: number };

const daySeconds = 86_400;
const daysOf: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };
/** The end of the year 9999: a larger number of seconds is one of milliseconds. */
const latestSeconds = 253_402_300_799;

/**
 * Writes an expiry; `undefined` when none is given. What is malformed is refused: silently left out it would make a key that
 * never ends.
 *
 * @throws {ConfigurationError}
 */
export function expiryColumns({ expiresIn, expires }: ExpiryOptions, nowMs: number): ExpiryColumns | undefined {
  if (expiresIn !== undefined && expires !== undefined) throw wrong('give either expires or expiresIn');
  if (expiresIn !== undefined) return durationColumns(expiresIn, nowMs);
  if (expires === undefined) return undefined;
  if (expires === null) return { expires_type: 'never' };
  const seconds = Math.floor(expires instanceof Date ? expires.getTime() / 1_000 : expires);
  if (!Number.isSafeInteger(seconds) || seconds > latestSeconds) throw wrong('expires must be a Date, Unix seconds, or null for never');
  if (seconds * 1_000 <= nowMs) throw wrong('expires must be in the future: to end a key now, delete it');
  return { expires_type: 'date', expires: seconds };
}

function durationColumns(text: string, nowMs: number): ExpiryColumns {
  const lower = typeof text === 'string' ? text.toLowerCase() : '';
  if (lower === 'never') return { expires_type: 'never' };
  const groups = /^(?<count>\d+)(?<unit>[dwmy])$/.exec(lower)?.groups;
  const days = Number(groups?.['count']) * (daysOf[groups?.['unit'] ?? ''] ?? Number.NaN);
  const seconds = Math.floor(nowMs / 1_000) + days * daySeconds;
  if (days > 0 && seconds <= latestSeconds) return { expires_type: 'date', expires: seconds };
  throw wrong('expiresIn must be a whole number of 1 or more with d, w, m or y behind it, such as 30d, or never');
}
