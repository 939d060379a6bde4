import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WindowedSum } from './windowed-sum.ts';

describe('amounts by instant', () => {
  it('are summed after the beginning of a window and up to its end', () => {
    const sum = new WindowedSum();
    for (const atMs of [300, 100, 200]) sum.add(atMs, atMs);
    expect([sum.between(100, 300), sum.between(99, 300), sum.between(0, 99)]).toEqual([500, 600, 0]);
  });

  it('add up to the same by steps as over the whole window', () => {
    const amounts = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 5_000 }), amount: fc.integer({ min: 1, max: 9 }) }));
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 9 }), (entries, firstMs, steps) => {
        const sum = new WindowedSum();
        for (const { atMs, amount } of entries) sum.add(atMs, amount);
        const lastMs = firstMs + steps * 300;
        const bySteps = sum.bySteps({ firstMs, lastMs, stepMs: 300 });
        for (const step of bySteps.keys()) expect((step - firstMs) % 300).toBe(0);
        const total = [...bySteps.values()].reduce((a, b) => a + b, 0);
        expect(total).toBe(sum.between(firstMs - 300, lastMs));
      }),
    );
  });
});
