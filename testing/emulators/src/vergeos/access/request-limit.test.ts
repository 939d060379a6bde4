import { expect, it } from 'vitest';
import { RequestLimit } from './request-limit.ts';

it('lets each key make its calls of an hour and no more', () => {
  const limit = new RequestLimit(2);
  expect([limit.admit(1, 0), limit.admit(1, 10), limit.admit(1, 20)]).toEqual([true, true, false]);
  expect(limit.admit(2, 20)).toBe(true);
  expect(limit.admit(1, 3_599_999)).toBe(false);
  expect(limit.admit(1, 3_600_000)).toBe(true);
});
