/** A length of time that the proxy does not read; the message is the proxy's own. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const words: Readonly<Record<string, string>> = { hourly: '1h', daily: '24h', weekly: '7d', monthly: '30d' };
const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Replaces `hourly`, `daily`, `weekly`, `monthly`, in any case, by what they stand for. */
export function withoutWords(text: string): string {
  return words[text.trim().toLowerCase()] ?? text;
}

/**
 * Reads a length of time from its beginning, whatever follows: `30min` is thirty minutes, `1d12h` one day. Returns seconds.
 * @param nowMs months are counted from here, in epoch milliseconds
 * @throws {DurationError}
 */
export function durationSeconds(text: string, nowMs: number): number {
  const [, amount, unit = ''] = /^(\d+)(mo|[smhdw]?)/.exec(withoutWords(text)) ?? [];
  if (amount === undefined) throw new DurationError('Invalid duration format');
  if (unit === 'mo') return Math.floor((monthsLater(nowMs, Number(amount)) - nowMs) / 1_000);
  const factor = unitSeconds[unit];
  if (factor === undefined) throw new DurationError(`Unsupported duration unit, passed duration: ${text}`);
  return Number(amount) * factor;
}

/** The same day and time some months later; the month's last day when it has no such day. */
function monthsLater(instantMs: number, months: number): number {
  const date = new Date(instantMs);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  const sinceMidnightMs = instantMs - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, day) + sinceMidnightMs;
}
