import { ConfigurationError } from '@keyrack/http';

/** The beginning of a window that ends now: a duration such as `24h`, an instant in ISO 8601, or a Date. */
export type Since = string | Date;

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const duration = /^(?<amount>\d+(?:\.\d+)?)(?<unit>[smhdw])$/;
// An instant says its offset; without one it would mean another moment on every machine.
const instant = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A server looks at a window in steps of 300 s, and takes no more than 11,000 of them: it answers a longer one with a bare 500. */
const longestSeconds = 11_000 * 300;

/**
 * The length of a window in whole seconds, the only form that every server takes. Parts of a second are rounded up.
 *
 * @throws {ConfigurationError} when it is blank, not a duration or an instant, not in the past, or more than 38 days ago.
 */
export function windowSeconds(since: Since, nowMs: number): number {
  const seconds = Math.ceil(since instanceof Date ? (nowMs - since.getTime()) / 1_000 : textSeconds(since, nowMs));
  if (Number.isNaN(seconds)) throw wrong('it is neither a duration nor an instant');
  if (seconds <= 0) throw wrong('it is not in the past');
  if (seconds > longestSeconds) throw wrong('it is more than 38 days ago');
  return seconds;
}

function textSeconds(since: string, nowMs: number): number {
  const text = typeof since === 'string' ? since.trim() : '';
  if (text === '') throw wrong('it is blank');
  const groups = duration.exec(text)?.groups;
  if (groups !== undefined) return Number(groups['amount']) * (secondsOf[groups['unit'] ?? ''] ?? Number.NaN);
  return instant.test(text) ? (nowMs - Date.parse(text)) / 1_000 : Number.NaN;
}

function wrong(reason: string): ConfigurationError {
  return new ConfigurationError(
    'outline',
    `since is wrong: ${reason}`,
    'Give a duration such as 30m, 24h, 7d or 4w, an instant such as 2026-01-31T00:00:00Z, or a Date in the past; a server keeps 31 days, and looks back 38 at most.',
  );
}
