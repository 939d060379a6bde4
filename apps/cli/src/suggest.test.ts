import { expect, test } from 'vitest';
import { didYouMean, listWords, nearest } from './suggest.ts';

const known = ['list', 'show', 'resume', 'vpn-eu', 'vpn-us', 'ai'];

test.each([
  ['lsit', ['list']],
  ['LIST', ['list']],
  ['vpn-ue', ['vpn-eu', 'vpn-us']],
  ['res', ['resume']],
  ['elephant', []],
])('finds what "%s" may stand for', (word, meant) => {
  expect(nearest(word, known)).toEqual(meant);
});

test('says what is known when nothing is near', () => {
  expect(didYouMean('elephant', ['a', 'b'], 'connections')).toBe('Known connections: a, b.');
  expect(didYouMean('elephant', [], 'connections')).toBe('There are no connections yet.');
  expect(didYouMean('lsit', known, 'commands')).toBe('Did you mean "list"?');
});

test('lists words as a person would', () => {
  expect([listWords([]), listWords(['a']), listWords(['a', 'b']), listWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a or b', 'a, b or c']);
});
