import { durationSeconds, withoutWords } from './durations.ts';

const dayMs = 86_400_000;
const parts: Readonly<Record<string, { readonly unitMs: number; readonly wholeMs: number }>> = {
  s: { unitMs: 1_000, wholeMs: 60_000 },
  m: { unitMs: 60_000, wholeMs: 3_600_000 },
  h: { unitMs: 3_600_000, wholeMs: dayMs },
};

/**
 * When a budget of that duration starts anew: at midnight, on Monday, on the first of the month, at the full hour. UTC,
 * in epoch milliseconds.
 */
export function budgetResetMs(duration: string, nowMs: number): number {
  const midnight = nowMs - (nowMs % dayMs);
  const [, amount, unit = ''] = /^(\d+)([a-z]+)/.exec(withoutWords(duration)) ?? [];
  const count = Number(amount);
  if (unit === 'mo' || (unit === 'd' && count === 30)) return firstOfNextMonth(nowMs);
  if (unit === 'd' || unit === 'w') return daysLater(midnight, unit === 'w' ? count * 7 : count);
  const part = parts[unit];
  if (part === undefined) return midnight + dayMs;
  const whole = nowMs - (nowMs % part.wholeMs);
  const passed = Math.floor((nowMs - whole) / part.unitMs);
  const next = whole + (passed + count - (passed % count)) * part.unitMs;
  return next >= midnight + dayMs ? midnight + dayMs + ((next - midnight) % dayMs) : next;
}

/** The start of the period that ends at `resetMs`. */
export function budgetStartMs(duration: string, resetMs: number): number {
  const [, amount, unit = ''] = /^(\d+)([a-z]+)/.exec(withoutWords(duration)) ?? [];
  const count = Number(amount);
  const factor = { s: 1_000, m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs }[unit];
  const date = new Date(resetMs);
  if (unit === 'mo' || (unit === 'd' && count === 30)) return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, date.getUTCDate());
  return resetMs - (factor === undefined ? dayMs : count * factor);
}

/** Whether the proxy takes it as a budget's duration. */
export function isBudgetDuration(duration: string, nowMs: number): boolean {
  const [, months] = /^(\d+)mo/.exec(withoutWords(duration)) ?? [];
  if (months !== undefined && Number(months) !== 1) return false;
  try {
    const seconds = durationSeconds(duration, nowMs);
    return seconds > 0 && nowMs + seconds * 1_000 < Date.UTC(10_000, 0);
  } catch {
    return false;
  }
}

function daysLater(midnight: number, days: number): number {
  if (days !== 7) return midnight + days * dayMs;
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7; // Monday is 0
  return midnight + (7 - weekday) * dayMs;
}

function firstOfNextMonth(nowMs: number): number {
  const date = new Date(nowMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
