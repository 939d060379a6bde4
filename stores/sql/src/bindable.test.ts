import { describe, expect, test } from 'vitest';
import { bindable } from './bindable.ts';

describe('the values of a statement', () => {
  test.each([
    ['an object, which the driver takes for a bag of named values', new Date()],
    ['a list', ['canary']],
    ['a boolean, which would come back as a number', true],
    ['nothing', undefined],
    ['no number', Number.NaN],
    ['a fraction', 1.5],
    ['a number that is not exact any more', 2 ** 53],
    ['a big integer, which could not be read again', 1n],
    ['a function', () => 'canary'],
  ])('may not be %s', (_, value) => {
    expect(() => bindable(['fine', value])).toThrow(/^Parameter 2 (?!.*canary)/);
  });

  test('may be null, text, whole numbers and bytes', () => {
    const values = [null, '', 'text\0text', 0, -1, Number.MAX_SAFE_INTEGER, new Uint8Array([1])];
    expect(bindable(values)).toBe(values);
  });
});
