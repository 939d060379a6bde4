import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { parseDuration, shiftInstant } from './durations.ts';

const dayMs = 86_400_000;
const at = (text: string): number => Date.parse(text);

describe('parseDuration', () => {
  test.each([
    ['0s', 0, 0],
    ['90m', 0, 90 * 60_000],
    ['12h', 0, 12 * 3_600_000],
    ['30d', 0, 30 * dayMs],
    ['2w', 0, 14 * dayMs],
    ['6mo', 6, 0],
    ['1y', 12, 0],
    ['1y2mo3d4h5m', 14, 3 * dayMs + 4 * 3_600_000 + 5 * 60_000],
  ])('reads %s', (text, months, ms) => {
    expect(parseDuration(text)).toEqual({ months, ms });
  });

  test.each(['', '30', 'd', '30x', '1.5h', '-1d', '30 d', '1M', '30D', '1mm', 'forever', '99999999d'])(
    'refuses "%s" with an example',
    (text) => {
      expect(() => parseDuration(text)).toThrow(UsageError);
      expect(() => parseDuration(text)).toThrow(`"${text}" is not a duration`);
    },
  );

  test('never takes a month for a minute', () => {
    expect(parseDuration('1m')).not.toEqual(parseDuration('1mo'));
  });

  test('reads back whatever whole amounts are written', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), fc.nat(999), (months, days, minutes) => {
        expect(parseDuration(`${months}mo${days}d${minutes}m`)).toEqual({ months, ms: days * dayMs + minutes * 60_000 });
      }),
    );
  });
});

describe('shiftInstant', () => {
  test('ends on the last day of a shorter month', () => {
    expect(shiftInstant(at('2027-01-31T10:00:00Z'), parseDuration('1mo'))).toBe(at('2027-02-28T10:00:00Z'));
    expect(shiftInstant(at('2028-01-31T10:00:00Z'), parseDuration('1mo'))).toBe(at('2028-02-29T10:00:00Z'));
    expect(shiftInstant(at('2028-02-29T00:00:00Z'), parseDuration('1y'))).toBe(at('2029-02-28T00:00:00Z'));
  });

  test('counts back as well', () => {
    expect(shiftInstant(at('2027-03-31T00:00:00Z'), parseDuration('1mo'), -1)).toBe(at('2027-02-28T00:00:00Z'));
    expect(shiftInstant(at('2027-03-02T00:00:00Z'), parseDuration('2d'), -1)).toBe(at('2027-02-28T00:00:00Z'));
  });

  test('refuses what no calendar reaches', () => {
    expect(() => shiftInstant(at('2027-01-01T00:00:00Z'), parseDuration('9000y'))).toThrow(/beyond the calendar/);
    expect(() => shiftInstant(at('2027-01-01T00:00:00Z'), parseDuration('9999999y'))).toThrow(/beyond the calendar/);
  });
});
