import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from './decode.ts';
import { JsonListReader } from './json-list-reader.ts';

const encoder = new TextEncoder();

/** Reads a text that is cut at these places. */
function readAll(text: string | Uint8Array, cuts: readonly number[] = [], longest = 1_000_000): unknown[] {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  const borders = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((one, other) => one - other);
  const reader = new JsonListReader('keys', longest);
  const items: unknown[] = [];
  let start = 0;
  for (const border of [...borders, bytes.length]) {
    items.push(...reader.push(bytes.subarray(start, border)));
    start = border;
  }
  reader.finish();
  return items;
}

/** The texts that make trouble: brackets, quotes, escapes, characters of several bytes. */
const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '[', ']', '{', '}', ',', ':', '\n', 'ü', '語', '😀', ' '), maxLength: 12 });
const json = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, 0),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
  ),
})).any;
const cuts = fc.array(fc.nat(), { maxLength: 30 });
const spacing = fc.constantFrom(undefined, 1, '\t', '\n ');
const around = fc.dictionary(
  text.filter((name) => name !== 'keys' && name !== '__proto__'),
  json,
  { maxKeys: 3 },
);

describe('a list that is read while it comes', () => {
  test('has the same items as one that is read whole, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 8 }), cuts, spacing, around, around, (keys, places, space, before, after) => {
        const whole = JSON.stringify({ ...before, keys, ...after }, null, space);
        // A name of `after` may stand in `before` already; what counts is what the platform reads.
        expect(readAll(whole, places)).toEqual((JSON.parse(whole) as { keys: unknown[] }).keys);
      }),
      { numRuns: 2_000 },
    );
  });

  test('comes the same in single bytes', () => {
    const whole = '\ufeff {"server":{"keys":[1]},"keys" : [ {"id":"a]\\"}","tags":[[],["ü😀"]]} , -1.5e3,null, "\\\\" ],"more":[2]} ';
    const bytes = encoder.encode(whole);
    const expected = [{ id: 'a]"}', tags: [[], ['ü😀']] }, -1500, null, '\\'];
    expect(
      readAll(
        whole,
        Array.from(bytes, (_, index) => index),
      ),
    ).toEqual(expected);
    expect(readAll(whole)).toEqual(expected);
  });

  test('gives an item as soon as it is complete', () => {
    const reader = new JsonListReader('keys', 100);
    expect(reader.push(encoder.encode('{"keys":[1,{"id"'))).toEqual([1]);
    expect(reader.push(encoder.encode(':2}'))).toEqual([]);
    expect(reader.push(encoder.encode(',3]'))).toEqual([{ id: 2 }, 3]);
    expect(reader.push(encoder.encode('}'))).toEqual([]);
    reader.finish();
  });

  test('is taken for JSON exactly when the platform takes it for JSON, whatever is broken in it', () => {
    const whole = '{"a":{"b":[]},"keys":[{"id":"1","l":[1,2]},"x",3,{}],"z":null}';
    const damage = fc.record({
      at: fc.nat(whole.length),
      remove: fc.nat(3),
      insert: fc.constantFrom('', ',', ']', '[', '}', '{', '"', '\\', ':', ' ', '1'),
    });
    fc.assert(
      fc.property(damage, cuts, ({ at, remove, insert }, places) => {
        const broken = whole.slice(0, at) + insert + whole.slice(at + remove);
        let expected: unknown;
        try {
          expected = (JSON.parse(broken) as { keys?: unknown }).keys;
        } catch {
          expected = undefined;
        }
        if (Array.isArray(expected)) expect(readAll(broken, places)).toEqual(expected);
        else expect(() => readAll(broken, places)).toThrow(DecodeError);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ['nothing', ''],
    ['another kind of text', '<h1>{"keys":[]}</h1>'],
    ['a list', '[{"keys":[1]}]'],
    ['an object without it', '{"other":[1]}'],
    ['an object in which it is no list', '{"keys":{"keys":[1]}}'],
    ['a list that is not closed', '{"keys":[1'],
    ['an object that is not closed', '{"keys":[1]'],
    ['a comma too many at the end', '{"keys":[1,]}'],
    ['a comma too many in the middle', '{"keys":[1,,2]}'],
    ['a comma too many at the beginning', '{"keys":[,1]}'],
    ['brackets of the wrong kind', '{"keys":[{"id":[1}]}]}'],
    ['the list twice', '{"keys":[1],"keys":[2]}'],
    ['something behind the end', '{"keys":[1]}]'],
  ])('is refused when it is %s', (_, broken) => {
    for (const places of [[], Array.from(broken, (_character, index) => index)]) {
      expect(() => readAll(broken, places)).toThrow(DecodeError);
    }
  });

  test('never holds more than it may, inside the list and around it', () => {
    expect(readAll(`{"keys":["${'x'.repeat(90)}"]}`, [50], 100)).toHaveLength(1);
    expect(() => readAll(`{"keys":["${'x'.repeat(200)}"]}`, [50, 100, 150], 100)).toThrow(/at most 100 characters/);
    expect(() => readAll(`{"more":"${'x'.repeat(200)}","keys":[]}`, [], 100)).toThrow(/at most 100 characters/);
  });

  test('quotes nothing of what it found', () => {
    expect(() => readAll('{"keys":[canary]}')).toThrow(/^(?!.*canary)/s);
  });
});
