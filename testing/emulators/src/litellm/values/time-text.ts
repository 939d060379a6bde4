import type { Dialect } from './float-text.ts';
import type { Instant } from './json.ts';

/** An instant as answers show it: `...T01:02:03.456000Z` (typed) or `...+00:00` (plain); whole seconds have no fraction. */
export function timeText(instant: Instant, dialect: Dialect): string {
  return `${isoText(instant, 'T')}${dialect === 'typed' ? 'Z' : '+00:00'}`;
}

/** An instant as error messages print it: `2026-11-21 01:02:03.456000+00:00`. */
export function printedTime(instant: Instant): string {
  return `${isoText(instant, ' ')}+00:00`;
}

/** The same without a zone, as rows that were read as JSON have it. */
export function localTime(instant: Instant): string {
  return isoText(instant, 'T');
}

function isoText({ epochUs }: Instant, separator: string): string {
  const seconds = Math.floor(epochUs / 1_000_000);
  const fraction = epochUs - seconds * 1_000_000;
  const text = new Date(seconds * 1_000).toISOString().slice(0, 19).replace('T', separator);
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}
