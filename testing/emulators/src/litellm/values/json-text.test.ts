import { describe, expect, test } from 'vitest';
import { Float, Instant, isObject } from './json.ts';
import { JsonSyntaxError, parseJson } from './parse-json.ts';
import { inserted, printed } from './python-text.ts';
import { stored } from './stored-json.ts';
import { writeJson } from './write-json.ts';

describe('JSON', () => {
  test.each(['{"a":1,"b":1.0,"c":[true,null,"é\\n"],"":{}}', '12345678901234567890', '-0.5', '[1e+16,1e-7,0.00001]', '"\\u007f"'])(
    'comes back as it was written: %s',
    (text) => {
      expect(writeJson(parseJson(text), 'typed')).toBe(text.replace('\\u007f', '\u007f'));
    },
  );

  test.each([
    ['[NaN, Infinity, -Infinity]', '[nan, inf, -inf]'],
    ['{"a": 1, "a": 2}', "{'a': 2}"],
    [' 1e3 ', '1000.0'],
    ['"\\ud83d\\ude00"', "'😀'"],
  ])('is read as Python reads it: %s', (text, asPython) => {
    expect(printed(parseJson(text))).toBe(asPython);
  });

  test.each([
    ['', 0],
    ['{"a":1,}', 7],
    ['{"a":1}x', 7],
    ['[1 2]', 3],
    ["{'a':1}", 1],
    ['01', 1],
    ['"a', 0],
    ['"\n"', 1],
  ])('that is none is refused where Python stops: %j', (text, offset) => {
    expect(() => parseJson(text)).toThrow(new JsonSyntaxError(offset));
  });

  test('comes back from a JSON column with its names in another order: the shorter ones first, then by their bytes', () => {
    const kept = stored(parseJson('{"bb":1,"a":{"z":[{"c":1,"b":2}],"é":-0.0},"B":2}'));
    expect(writeJson(kept, 'plain')).toBe('{"B":2,"a":{"z":[{"b":2,"c":1}],"é":0.0},"bb":1}');
    expect(isObject(kept)).toBe(true);
  });
});

describe('floats', () => {
  test.each([
    [1, '1.0', '1.0'],
    [0.1, '0.1', '0.1'],
    [1e15, '1000000000000000.0', '1000000000000000.0'],
    [1e16, '1e+16', '1e+16'],
    [1.5e-5, '0.000015', '1.5e-05'],
    [1.35e-6, '1.35e-6', '1.35e-06'],
    [-0, '-0.0', '-0.0'],
  ])('%d is written %s by the proxy`s types and %s by Python', (value, typed, plain) => {
    expect([writeJson(new Float(value), 'typed'), writeJson(new Float(value), 'plain')]).toEqual([typed, plain]);
  });
});

describe('instants', () => {
  test.each([
    [Instant.ofMs(0), '1970-01-01T00:00:00'],
    [Instant.ofMs(1), '1970-01-01T00:00:00.001000'],
    [Instant.ofUs(1_000_001), '1970-01-01T00:00:01.000001'],
  ])('are spelled in three ways', (instant, text) => {
    expect([writeJson(instant, 'typed'), writeJson(instant, 'plain'), printed(instant)]).toEqual([
      `"${text}Z"`,
      `"${text}+00:00"`,
      `${text.replace('T', ' ')}+00:00`,
    ]);
  });
});

describe('Python prints', () => {
  test.each([
    ["it's", `"it's"`],
    [`it's "it"`, String.raw`'it\'s "it"'`],
    ['a\nb\u0001', String.raw`'a\nb\x01'`],
    ['é', "'é'"],
  ])('a text in the quotes that fit: %j', (text, shown) => {
    expect(printed(text)).toBe(shown);
    expect(inserted(text)).toBe(text);
  });

  test('dictionaries and lists', () => {
    expect(printed({ error: null, list: [true, 1, new Float(2)] })).toBe("{'error': None, 'list': [True, 1, 2.0]}");
  });
});
