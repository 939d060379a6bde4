import { expect, test } from 'vitest';
import { combineExitCodes } from './exit-code.ts';

test.each([
  [[], 0],
  [[0, 0], 0],
  [[4, 4], 4],
  [[0, 1], 3],
  [[0, 5], 3],
  [[3, 3], 3],
  [[1, 3], 3],
  [[1, 5], 5],
  [[1, 4], 1],
] as const)('of many results %j it makes one exit code', (codes, combined) => {
  expect(combineExitCodes(codes)).toBe(combined);
});
