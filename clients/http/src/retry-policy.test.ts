import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetryOptions } from './client-options.ts';
import { ConfigurationError } from './errors.ts';
import { backoffMs, resolveRetries } from './retry-policy.ts';

describe('a retry policy', () => {
  test('fills in the documented defaults', () => {
    const defaults = { maxRetries: 2, delayMs: 500, backoff: 'exponential', maxDelayMs: 8_000, maxRetryAfterMs: 60_000 };
    expect(resolveRetries('testing', undefined)).toEqual(defaults);
    expect(resolveRetries('testing', {})).toEqual(defaults);
    expect(resolveRetries('testing', { maxRetries: 7 })).toEqual({ ...defaults, maxRetries: 7 });
  });

  test('of a call is laid over that of its client', () => {
    const base = resolveRetries('testing', { maxRetries: 5, delayMs: 10 });
    expect(resolveRetries('testing', { delayMs: 20 }, base)).toMatchObject({ maxRetries: 5, delayMs: 20 });
    expect(resolveRetries('testing', false, base)).toMatchObject({ maxRetries: 0 });
  });

  test.each([
    { maxRetries: -1 },
    { maxRetries: 21 },
    { maxRetries: 1.5 },
    { delayMs: '1' },
    { maxDelayMs: Number.POSITIVE_INFINITY },
    { maxRetryAfterMs: Number.NaN },
    { backoff: 'none' },
    true,
    null,
    3,
  ])('refuses %j', (given) => {
    expect(() => resolveRetries('testing', given as RetryOptions)).toThrow(ConfigurationError);
  });

  test('never waits longer than its ceiling, nor longer than the plan for that attempt', () => {
    const policies = fc.record({
      maxRetries: fc.constant(20),
      delayMs: fc.nat(100_000),
      backoff: fc.constantFrom('exponential' as const, 'linear' as const),
      maxDelayMs: fc.nat(100_000),
      maxRetryAfterMs: fc.constant(0),
    });
    fc.assert(
      fc.property(
        policies,
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (policy, attempt, random) => {
          const waitMs = backoffMs(policy, attempt, random);
          const plannedMs = policy.backoff === 'linear' ? policy.delayMs * attempt : policy.delayMs * 2 ** (attempt - 1);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(Math.min(policy.maxDelayMs, plannedMs));
        },
      ),
    );
  });
});
