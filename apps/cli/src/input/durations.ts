import { UsageError } from '../usage-error.ts';

/** A length of time: months differ in length, so they are kept apart. */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const units: Readonly<Record<string, Duration>> = {
  s: { months: 0, ms: 1000 },
  m: { months: 0, ms: minuteMs },
  h: { months: 0, ms: hourMs },
  d: { months: 0, ms: dayMs },
  w: { months: 0, ms: 7 * dayMs },
  mo: { months: 1, ms: 0 },
  y: { months: 12, ms: 0 },
};

const whole = /^(?:\d{1,7}(?:mo|[smhdwy]))+$/;
const part = /(\d+)(mo|[smhdwy])/g;
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Reads `30d`, `12h`, `1w`, `6mo`, `1y`, `90m`, or several in a row: `1d12h`. `m` is a minute, `mo` a month.
 * @throws {UsageError}
 */
export function parseDuration(text: string): Duration {
  if (!whole.test(text)) {
    throw new UsageError(
      `"${text}" is not a duration`,
      'Give a whole number and a unit: 90m (minutes), 12h, 30d, 2w, 6mo (months), 1y; or several, as 1d12h.',
    );
  }
  let months = 0;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(part)) {
    const length = units[unit ?? ''];
    months += Number(amount) * (length?.months ?? 0);
    ms += Number(amount) * (length?.ms ?? 0);
  }
  return { months, ms };
}

/** How long a duration is that begins at an instant, in milliseconds: months differ in length. @throws {UsageError} */
export function durationMs(duration: Duration, fromMs: number): number {
  return shiftInstant(fromMs, duration) - fromMs;
}

/**
 * The instant a duration after (`1`) or before (`-1`) another one. Months are those of the calendar in UTC; the day of
 * a shorter month is its last one.
 *
 * @throws {UsageError} when no calendar reaches that far.
 */
export function shiftInstant(fromMs: number, duration: Duration, direction: 1 | -1 = 1): number {
  const date = new Date(fromMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + direction * duration.months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  const shifted = date.getTime() + direction * duration.ms;
  if (!(shifted >= 0 && shifted <= latestMs)) throw new UsageError('That duration reaches beyond the calendar', 'Give a shorter one.');
  return shifted;
}
