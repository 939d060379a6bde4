const seconds = /^[+]?\d{1,10}(?:\.\d+)?$/;
const negative = /^-\d+(?:\.\d+)?$/;
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)/i;

/**
 * Reads a `Retry-After` header: seconds (fractions too), or an HTTP date.
 *
 * @param value - the header; `undefined` when there is none.
 * @param date - the answer's own `Date` header. A date is counted from it, since the two clocks may differ.
 * @param nowMs - counted from where the answer has no date.
 * @returns milliseconds from now, at least 0; `undefined` when there is nothing to obey.
 */
export function parseRetryAfter(value: string | undefined, date: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (negative.test(text)) return 0;
  if (seconds.test(text)) return Math.ceil(Number(text) * 1000);
  if (!weekday.test(text)) return undefined;
  const untilMs = Date.parse(text);
  if (Number.isNaN(untilMs)) return undefined;
  const sentMs = date === undefined ? Number.NaN : Date.parse(date);
  return Math.max(0, Math.ceil(untilMs - (Number.isNaN(sentMs) ? nowMs : sentMs)));
}
