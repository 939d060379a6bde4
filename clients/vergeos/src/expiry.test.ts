import { ConfigurationError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expiryColumns } from './expiry.ts';

const nowMs = Date.UTC(2026, 0, 1) + 999;
const nowSeconds = Date.UTC(2026, 0, 1) / 1_000;

describe('an expiry', () => {
  test.each([
    ['30d', 30],
    ['1w', 7],
    ['3m', 90],
    ['1y', 365],
    ['2Y', 730],
    ['007d', 7],
  ])('of %s is %d days from now, in whole seconds', (expiresIn, days) => {
    expect(expiryColumns({ expiresIn }, nowMs)).toEqual({ expires_type: 'date', expires: nowSeconds + days * 86_400 });
  });

  test('is never for the word, in any letter case, and for null', () => {
    for (const expiresIn of ['never', 'NEVER']) expect(expiryColumns({ expiresIn }, nowMs)).toEqual({ expires_type: 'never' });
    expect(expiryColumns({ expires: null }, nowMs)).toEqual({ expires_type: 'never' });
    expect(expiryColumns({}, nowMs)).toBeUndefined();
  });

  test('of an instant is never later than it', () => {
    const expires = new Date(nowMs + 5_999);
    expect(expiryColumns({ expires }, nowMs)).toEqual({ expires_type: 'date', expires: Math.floor(expires.getTime() / 1_000) });
    expect(expiryColumns({ expires: nowSeconds + 1 }, nowMs)).toEqual({ expires_type: 'date', expires: nowSeconds + 1 });
  });

  test.each(['', '30', 'd', '30h', '-1d', '1.5d', '0d', ' 30d', '30 d', '30days', '99999999y', '1e9d', 30, null])(
    'is refused where the duration is %j, instead of being left out',
    (expiresIn) => {
      expect(() => expiryColumns({ expiresIn: expiresIn as never }, nowMs)).toThrow(ConfigurationError);
    },
  );

  test.each([new Date(nowMs), new Date(0), 0, nowSeconds, -1, Number.NaN, Infinity, nowMs, '2030-01-01', new Date(Number.NaN)])(
    'is refused where the instant is %s',
    (expires) => {
      expect(() => expiryColumns({ expires: expires as never }, nowMs)).toThrow(ConfigurationError);
    },
  );

  test('is given in one way only', () => {
    expect(() => expiryColumns({ expiresIn: '1d', expires: null }, nowMs)).toThrow(/either/);
  });

  test('of any text is an instant in the future, never, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,12}[dwmyDWMY]$/)), (expiresIn) => {
        try {
          const columns = expiryColumns({ expiresIn }, nowMs);
          expect(columns?.expires_type === 'never' || (columns?.expires ?? 0) > nowSeconds).toBe(true);
        } catch (error) {
          expect(ConfigurationError.isInstance(error)).toBe(true);
        }
      }),
    );
  });

  test('of any whole number of days, weeks, months and years is that long from now, and never longer than dates go', () => {
    const days = { d: 1, w: 7, m: 30, y: 365 } as const;
    fc.assert(
      fc.property(fc.nat(20_000_000), fc.constantFrom('d', 'w', 'm', 'y', 'D', 'W', 'M', 'Y'), (count, unit) => {
        const seconds = nowSeconds + count * days[unit.toLowerCase() as keyof typeof days] * 86_400; // one of its names
        const isInstant = count > 0 && seconds <= Date.UTC(9_999, 11, 31, 23, 59, 59) / 1_000;
        const columns = () => expiryColumns({ expiresIn: `${count}${unit}` }, nowMs);
        if (isInstant) expect(columns()).toEqual({ expires_type: 'date', expires: seconds });
        else expect(columns).toThrow(ConfigurationError);
      }),
    );
  });
});
