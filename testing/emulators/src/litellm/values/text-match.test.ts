import { expect, test } from 'vitest';
import { containsLike } from './text-match.ts';

test.each([
  ['svc', 'my-SVC-1', true],
  ['a_c', 'xabcx', true],
  ['a_c', 'ac', false],
  ['a%c', 'a--c', true],
  [String.raw`a\_c`, 'abc', false],
  [String.raw`a\_c`, 'a_c', true],
  ['.', 'abc', false],
  ['(', 'a(b', true],
  ['', '', true],
  ['x', null, false],
])('%j is found in %j as SQL finds it: %s', (pattern, text, found) => {
  expect(containsLike(pattern)(text)).toBe(found);
});
