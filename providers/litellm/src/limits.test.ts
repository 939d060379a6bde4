import { InvalidInputError } from '@keyrack/contracts';
import type { KeyLimits } from '@keyrack/contracts';
import { ManualClock } from '@keyrack/testing-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationUntil } from './expiry.ts';
import { checkUpstreamName, readLimits } from './limits.ts';

describe('readLimits', () => {
  test('takes 0 as a limit: nothing at all', () => {
    expect(readLimits({ budgetUsd: 0, requestsPerMinute: 0 })).toEqual({ max_budget: 0, rpm_limit: 0 });
    expect(readLimits({})).toEqual({});
  });

  const wrong: readonly KeyLimits[] = [
    { budgetUsd: -1 },
    { budgetUsd: Number.NaN },
    { budgetUsd: Infinity },
    { budgetUsd: 1, budgetPeriod: '1y' },
    { budgetUsd: 1, budgetPeriod: '1d12h' },
    { budgetUsd: 1, budgetPeriod: '' },
    { requestsPerMinute: 1.5 },
    { tokensPerMinute: -1 },
    { maxParallelRequests: 2 ** 53 },
  ];
  test.each(wrong)('refuses %j and names the limit', (limits) => {
    const name = Object.keys(limits).at(-1);
    expect(() => readLimits(limits)).toThrow(InvalidInputError);
    expect(() => readLimits(limits)).toThrow(expect.objectContaining({ details: { field: name } }));
  });

  test('never takes "no model" for "all models"', () => {
    expect(() => readLimits({ models: [] })).toThrow(InvalidInputError);
  });
});

describe('checkUpstreamName', () => {
  test.each(['alice', 'Zoë "q" %2F/.. 日本 😀', 'a..b', '...', 'n'.repeat(255)])('takes %j', (name) => {
    expect(checkUpstreamName(name)).toBe(name);
  });

  test.each(['', 'n'.repeat(256), '..', '../../etc', 'a/..', 'line\nbreak', 'nul\u0000', 'para\u2029graph'])('refuses %j', (name) => {
    expect(() => checkUpstreamName(name)).toThrow(InvalidInputError);
  });
});

describe('durationUntil', () => {
  test('never lets a key live longer than until its instant, and at most two seconds shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_000, max: 10 ** 12 }), fc.integer({ min: 0, max: 999 }), (leftMs, onTheWayMs) => {
        const clock = new ManualClock();
        const seconds = Number(durationUntil(clock.nowMs() + leftMs, clock).slice(0, -1));
        const early = leftMs - (onTheWayMs + seconds * 1_000);
        expect(early).toBeGreaterThanOrEqual(0);
        expect(early).toBeLessThan(2_000);
      }),
    );
  });

  test('is nothing once the instant has come', () => {
    const clock = new ManualClock();
    for (const leftMs of [-1e15, -1, 0, 999, 1_999]) expect(durationUntil(clock.nowMs() + leftMs, clock)).toBe('0s');
  });
});
