import type { RotationPolicy, TimeOfDayWindow } from '@keyrack/contracts';
import { InvalidInputError } from '@keyrack/contracts';
import { nextCronMs } from './cron.ts';

type Place = Pick<RotationPolicy, 'window' | 'timeZone'>;

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** @throws {InvalidInputError} */
export function checkWindow({ from, until }: TimeOfDayWindow): void {
  if (timeOfDay.test(from) && timeOfDay.test(until) && from !== until) return;
  throw new InvalidInputError(`${from}-${until} is not a window of the day`, { advice: 'Give two different times: 02:00-05:00.' });
}

/**
 * The window that an instant is in, or else the next one. On a day on which the wall clock leaps over all of a window there is none.
 * @returns null when there is no window, and every time will do.
 */
export function windowAtMs({ window, timeZone }: Place, atMs: number): { readonly opensMs: number; readonly closesMs: number } | null {
  if (window === null) return null;
  const closesMs = nextCronMs(daily(window.until), timeZone, atMs);
  const opensMs = nextCronMs(daily(window.from), timeZone, atMs);
  // It closes before it opens the next time: it is open.
  if (closesMs < opensMs) return { opensMs: atMs, closesMs };
  const openedUntilMs = nextCronMs(daily(window.until), timeZone, opensMs);
  return opensMs === closesMs ? windowAtMs({ window, timeZone }, opensMs) : { opensMs, closesMs: openedUntilMs };
}

function daily(time: string): string {
  const [hour, minute] = time.split(':');
  return `${Number(minute)} ${Number(hour)} * * *`;
}
