import { ConfigurationError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDuration } from './duration.ts';

describe('checkDuration', () => {
  test.each(['30s', '15m', '2h', '1d', '1w', '1mo', '0s', 'daily', 'Monthly', 'HOURLY', 'weekly', '0030d', `${7_900 * 365}d`])(
    'takes %s, which the proxy reads as it is meant',
    (duration) => {
      expect(checkDuration('duration', duration)).toBe(duration);
    },
  );

  // The proxy fails at the first of these, and reads only the beginning of the last.
  test.each([
    '',
    '-1',
    '-60s',
    '30',
    '1y',
    '1D',
    ' 1h',
    '1h ',
    '1.5h',
    'soon',
    '1 h',
    'mo',
    '1d12h',
    '30min',
    '1h\n',
    '١h',
    7,
    null,
    undefined,
  ])('refuses %j', (duration) => {
    expect(() => checkDuration('budget_duration', duration)).toThrow(ConfigurationError);
    expect(() => checkDuration('budget_duration', duration)).toThrow(/budget_duration must be/);
  });

  test('refuses what ends beyond the last year that the proxy can store', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 12n, max: 10n ** 400n }), fc.constantFrom('s', 'm', 'h', 'd', 'w', 'mo'), (amount, unit) => {
        expect(() => checkDuration('duration', `${amount}${unit}`)).toThrow(/year 10000/);
      }),
    );
  });
});
