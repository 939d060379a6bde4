import { ConfigurationError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowSeconds } from './since.ts';

const nowMs = Date.parse('2026-01-31T12:00:00Z');

describe('the beginning of a window', () => {
  test.each([
    ['90s', 90],
    ['30m', 1_800],
    ['24h', 86_400],
    ['1.5h', 5_400],
    ['7d', 604_800],
    ['4w', 2_419_200],
    ['0.001h', 4],
    ['2026-01-31T11:59:59Z', 1],
    ['2026-01-31T11:59:58.500Z', 2],
    ['2026-01-31T13:00:00+02:00', 3_600],
    ['2026-01-30', 129_600],
    [new Date(nowMs - 60_000), 60],
  ])('%s is %s whole seconds', (since, seconds) => {
    expect(windowSeconds(since, nowMs)).toBe(seconds);
  });

  test.each([
    '',
    '  ',
    '24',
    'h',
    '24H',
    '-1h',
    '0s',
    '1h,2h',
    '1e3s',
    '0x10h',
    'Infinityd',
    'yesterday',
    '2026-01-31T11:00:00',
    '2027-01-01',
    '2026-01-31T12:00:00Z',
    '2026-13-01',
  ])('%j is refused', (since) => {
    expect(() => windowSeconds(since, nowMs)).toThrow(ConfigurationError);
  });

  test('is refused where no server looks back so far, and the message says how far one does', () => {
    for (const since of ['100000w', '39d', '2025-12-01', new Date(0)]) {
      expect(() => windowSeconds(since, nowMs)).toThrow(
        /more than 38 days ago\. Give a duration such as .* 4w, .* looks back 38 at most\.$/,
      );
    }
    expect(windowSeconds('38d', nowMs)).toBe(38 * 86_400);
  });

  test('an invalid Date and one in the future are refused', () => {
    expect(() => windowSeconds(new Date(Number.NaN), nowMs)).toThrow(/neither/);
    expect(() => windowSeconds(new Date(nowMs + 1), nowMs)).toThrow(/not in the past/);
  });

  test('every text is a whole number of at least one second, or refused', () => {
    const near = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{1,4}(\.\d{1,3})?[smhdw]$/),
      fc.date().map((date) => (Number.isNaN(date.getTime()) ? '' : date.toISOString())),
    );
    fc.assert(
      fc.property(near, (since) => {
        try {
          const seconds = windowSeconds(since, nowMs);
          expect(Number.isInteger(seconds) && seconds >= 1).toBe(true);
        } catch (error) {
          expect(ConfigurationError.isInstance(error)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
