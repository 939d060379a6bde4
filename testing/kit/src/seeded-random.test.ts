import { describe, expect, test } from 'vitest';
import { SeededRandom } from './index.ts';

describe('SeededRandom', () => {
  test('repeats itself for the same seed, however the bytes are asked for', () => {
    const whole = new SeededRandom('a').bytes(100);
    const random = new SeededRandom('a');
    const parts = [1, 0, 31, 33, 35].flatMap((length) => [...random.bytes(length)]);
    expect(parts).toEqual([...whole]);
    expect([...new SeededRandom('b').bytes(100)]).not.toEqual([...whole]);
  });

  test('spreads over all byte values', () => {
    expect(new Set(new SeededRandom().bytes(10_000)).size).toBe(256);
  });

  test('picks every number below a limit and none beyond', () => {
    const random = new SeededRandom();
    const picked = new Set(Array.from({ length: 500 }, () => random.below(7)));
    expect(picked).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });
});
