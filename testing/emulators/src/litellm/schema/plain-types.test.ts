import { describe, expect, test } from 'vitest';
import { Float } from '../values/json.ts';
import { flag, instant } from './plain-types.ts';
import type { Problem } from './problems.ts';

describe('yes or no', () => {
  test.each([
    [new Float(1000), 'bool_parsing'],
    [-1, 'bool_parsing'],
    ['odd', 'bool_parsing'],
    [new Float(1.5), 'bool_type'],
    [2n ** 70n, 'bool_type'],
    [[], 'bool_type'],
  ] as const)('tells a number that is no answer from what is none at all: %o', (value, type) => {
    const problems: Problem[] = [];
    expect(flag.read(value, ['body'], problems)).toBeUndefined();
    expect(problems).toMatchObject([{ type }]);
  });
});

describe('an instant', () => {
  test.each([
    ['12', 12_000],
    ['-1.5', -1_500],
    ['+99999999999', 99_999_999_999],
    ['2026-01-01', Date.parse('2026-01-01')],
  ])('is also a number that is spelled as a text: %s', (text, epochMs) => {
    expect(instant.read(text, ['body'], [])).toMatchObject({ epochMs });
  });

  test.each(['1e3', ' 12 ', '1_000', '2026-01'])('is not %s', (text) => {
    const problems: Problem[] = [];
    expect(instant.read(text, ['body'], problems)).toBeUndefined();
    expect(problems).toHaveLength(1);
  });
});
