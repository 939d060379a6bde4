import { expect, test } from 'vitest';
import { collectList, labelFilter, parsePairs, parseRepeatablePairs } from './pairs.ts';

test('keeps whatever follows the first equals sign, also nothing', () => {
  expect(parsePairs(['a=1', 'b=x=y', 'c='], '--label')).toEqual({ a: '1', b: 'x=y', c: '' });
});

test('takes a name like any other, whatever JavaScript thinks of it', () => {
  expect(Object.keys(parsePairs(['__proto__=x', 'constructor=y'], '--label'))).toEqual(['__proto__', 'constructor']);
});

test('refuses a pair without a name or a value, and a name with two values', () => {
  expect(() => parsePairs(['team'], '--label')).toThrow('--label "team" is not of the form name=value');
  expect(() => parsePairs(['=core'], '--label')).toThrow('not of the form name=value');
  expect(() => parsePairs(['a=1', 'a=2'], '--label')).toThrow('gives "a" twice');
});

test('makes a list of a repeated field', () => {
  expect(parseRepeatablePairs(['a=1', 'b=2', 'a=3'], '--set')).toEqual({ a: ['1', '3'], b: '2' });
});

test('refuses a list without an item, as a variable that is not set leaves it', () => {
  for (const empty of ['', ' ', ',']) expect(() => collectList(empty)).toThrow('nothing was given');
});

test('reads a label to choose by, with a value, an empty one, or without', () => {
  expect(labelFilter('team')).toEqual({ name: 'team' });
  expect(labelFilter('team=a=b')).toEqual({ name: 'team', value: 'a=b' });
  expect(labelFilter('team=')).toEqual({ name: 'team', value: '' });
  for (const nameless of ['', '=core']) expect(() => labelFilter(nameless)).toThrow('names no label');
});

test('collects lists with commas, repetitions, or both', () => {
  expect(collectList('c, d', collectList('a,b,'))).toEqual(['a', 'b', 'c', 'd']);
});
