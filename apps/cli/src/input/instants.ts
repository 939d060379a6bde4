import { UsageError } from '../usage-error.ts';
import type { Duration } from './durations.ts';
import { parseDuration, shiftInstant } from './durations.ts';

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/i;

/**
 * Reads an ISO 8601 instant: `2027-01-31` (its beginning in UTC) or `2027-01-31T18:00Z`, `...+02:00`.
 * @throws {UsageError} also for a time without a zone, which would mean something else on every machine.
 */
export function parseInstant(text: string): number {
  const match = iso.exec(text);
  const instantMs = match ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (!match || Number.isNaN(instantMs) || !isDay(match)) {
    throw new UsageError(
      `"${text}" is not an instant`,
      'Give it in ISO 8601 with its zone: 2027-01-31, 2027-01-31T18:00Z or 2027-01-31T18:00+02:00.',
    );
  }
  return instantMs;
}

/** An instant, or a duration counted from now. */
export type Moment = { readonly kind: 'instant'; readonly instantMs: number } | { readonly kind: 'duration'; readonly duration: Duration };

/** Reads an instant, or a duration that is counted from now. @throws {UsageError} */
export function parseMoment(text: string): Moment {
  return /^\d+[a-z]/i.test(text) ? { kind: 'duration', duration: parseDuration(text) } : { kind: 'instant', instantMs: parseInstant(text) };
}

/** The instant that is meant; a duration leads into the future. */
export function momentMs(moment: Moment, nowMs: number): number {
  return moment.kind === 'instant' ? moment.instantMs : shiftInstant(nowMs, moment.duration);
}

/** The instant that is meant; a duration leads into the past. */
export function pastMomentMs(moment: Moment, nowMs: number): number {
  return moment.kind === 'instant' ? moment.instantMs : shiftInstant(nowMs, moment.duration, -1);
}

// JavaScript takes 30 February for 2 March.
function isDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
