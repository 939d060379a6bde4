import { describe, expect, test } from 'vitest';
import { budgetResetMs, budgetStartMs, isBudgetDuration } from './budget-resets.ts';
import { DurationError, durationSeconds } from './durations.ts';

const nowMs = Date.parse('2026-11-18T13:47:20Z'); // a Wednesday

describe('a length of time', () => {
  test.each([
    ['30', undefined],
    ['30s', 30],
    ['30min', 1_800],
    ['1d12h', 86_400],
    ['2w', 1_209_600],
    ['1mo', 30 * 86_400],
    ['3mo', 92 * 86_400],
    ['Monthly', 30 * 86_400],
    ['DAILY', 86_400],
    ['-5d', undefined],
    ['d', undefined],
    ['', undefined],
  ])('%j is %s seconds', (text, seconds) => {
    if (seconds === undefined) expect(() => durationSeconds(text, nowMs)).toThrow(DurationError);
    else expect(durationSeconds(text, nowMs)).toBe(seconds);
  });

  test('in months ends on the last day of a month that has no such day', () => {
    const january = Date.parse('2027-01-31T10:00:00Z');
    expect(durationSeconds('1mo', january)).toBe(28 * 86_400);
  });
});

describe('a budget starts anew', () => {
  test.each([
    ['30s', '2026-11-18T13:47:30Z'],
    ['5m', '2026-11-18T13:50:00Z'],
    ['1h', '2026-11-18T14:00:00Z'],
    ['6h', '2026-11-18T18:00:00Z'],
    ['24h', '2026-11-19T00:00:00Z'],
    ['1d', '2026-11-19T00:00:00Z'],
    ['3d', '2026-11-21T00:00:00Z'],
    ['7d', '2026-11-23T00:00:00Z'],
    ['1w', '2026-11-23T00:00:00Z'],
    ['30d', '2026-12-01T00:00:00Z'],
    ['monthly', '2026-12-01T00:00:00Z'],
  ])('every %s: next at %s', (duration, at) => {
    expect(new Date(budgetResetMs(duration, nowMs))).toEqual(new Date(at));
  });

  test('a period after it started', () => {
    for (const duration of ['1h', '1d', '30d', '1mo']) {
      const endMs = budgetResetMs(duration, nowMs);
      const startMs = budgetStartMs(duration, endMs);
      expect(startMs).toBeLessThanOrEqual(nowMs);
      expect(budgetResetMs(duration, startMs)).toBe(endMs);
    }
  });

  test.each(['0d', '2mo', 'x', '', '999999999d'])('never after %j', (duration) => {
    expect(isBudgetDuration(duration, nowMs)).toBe(false);
  });
});
