import { describe, expect, it } from 'vitest';
import { extendedExpression } from './extended-expression.ts';

describe('a POSIX extended regular expression', () => {
  it.each([
    ['^db-[0-9]+$', 'db-12', 'db-x'],
    ['^(a|bc){2}$', 'abc', 'ab'],
    ['a{2,}', 'baab', 'ba'],
    ['[]a]', ']', 'b'],
    ['[^]a]', 'b', ']'],
    ['[a^]', '^', 'b'],
    ['[\\]', '\\', 'a'],
    ['[[:upper:][:digit:]_]', 'x_', 'x'],
    ['[[:punct:]]', 'a-b', 'ab'],
    ['a.c', 'a\nc', 'ac'],
    ['\\.\\*\\\\', '.*\\', 'x'],
    ['a]}', 'a]}', 'a'],
    ['a\\{2', 'a{2', 'aa'],
    ['ä+', 'ää', 'a'],
  ])('%s finds %j and not %j', (pattern, hit, miss) => {
    const expression = extendedExpression(pattern);
    expect([expression?.test(hit), expression?.test(miss)]).toEqual([true, false]);
  });

  it.each(['\\d', '\\w', 'a\\', '(?i)a', '*a', 'a|*', '(', ')', '[a', 'a{', 'a{2,1}', '[[:nonsense:]]', '[z-a]'])(
    'that is none finds nothing: %s',
    (pattern) => {
      expect(extendedExpression(pattern)).toBeUndefined();
    },
  );
});
