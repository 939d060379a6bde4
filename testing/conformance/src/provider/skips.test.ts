import { describe, expect, test } from 'vitest';
import { reasonsByTest } from './skips.ts';

describe('skips', () => {
  test('keep the reason for each test', () => {
    const reasons = reasonsByTest([{ reason: 'has no names', tests: ['a', 'b'] }], ['a', 'b', 'c']);
    expect([...reasons]).toEqual([
      ['a', 'has no names'],
      ['b', 'has no names'],
    ]);
  });

  test.each([
    ['a test that does not exist', [{ reason: 'r', tests: ['a', 'x'] }], /no test "x"/],
    ['no reason', [{ reason: ' ', tests: ['a'] }], /needs a reason/],
    [
      'one test twice',
      [
        { reason: 'r', tests: ['a'] },
        { reason: 's', tests: ['a'] },
      ],
      /twice/,
    ],
  ])('fail with %s', (_, skips, message) => {
    expect(() => reasonsByTest(skips, ['a', 'b'])).toThrow(message);
  });
});
