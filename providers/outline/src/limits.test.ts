import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { remainingLimits } from './limits.ts';

const used = (dataBytes: number | null) => ({ lastUsedAtMs: null, dataBytes, spendUsd: null, readAtMs: 0 });

describe('remainingLimits', () => {
  test('is what is left, a whole number and never below 0', () => {
    expect(remainingLimits({ dataLimitBytes: 5_000 }, used(1_000))).toEqual({ dataLimitBytes: 4_000 });
    expect(remainingLimits({ dataLimitBytes: 5_000 }, used(0.5))).toEqual({ dataLimitBytes: 4_999 });
    expect(remainingLimits({ dataLimitBytes: 5_000 }, used(6_000))).toEqual({ dataLimitBytes: 0 });
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.double({ min: 0, noNaN: true }), (dataLimitBytes, bytes) => {
        const left = remainingLimits({ dataLimitBytes }, used(bytes)).dataLimitBytes ?? -1;
        expect(Number.isSafeInteger(left) && left >= 0 && left <= dataLimitBytes).toBe(true);
      }),
    );
  });

  test('is the whole limit while nothing is known of the use, and none where there was none', () => {
    expect(remainingLimits({ dataLimitBytes: 5_000 }, used(null))).toEqual({ dataLimitBytes: 5_000 });
    expect(remainingLimits({}, used(6_000))).toEqual({});
  });
});
