import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePrintedDictionary } from './python-literal.ts';

describe('parsePrintedDictionary', () => {
  test.each([
    ["{'error': 'No keys found'}", 'No keys found'],
    [
      `{'error': "Invalid key format. LiteLLM Virtual Key must start with 'sk-'."}`,
      "Invalid key format. LiteLLM Virtual Key must start with 'sk-'.",
    ],
    [String.raw`{'error': 'one\ntwo \'three\' "four" \\ \x41\u00e4\U0001f600'}`, 'one\ntwo \'three\' "four" \\ Aä😀'],
    ["{'code': 7, 'more': [1, -2.5e3, None, True, {'a': []}], 'error': 'last'}", 'last'],
    ["{'error': ''}", ''],
  ])('reads %s', (text, error) => {
    expect(parsePrintedDictionary(text)?.get('error')).toBe(error);
  });

  test.each([
    '',
    '{',
    '{}x',
    "{'error'}",
    "{'error': }",
    "{'error': 'open}",
    "['error']",
    'plain words',
    '{"a": 1, }',
    "{'a': 1 'b': 2}",
    "{'a': datetime.now()}",
  ])('makes nothing of %s', (text) => {
    expect(parsePrintedDictionary(text)).toBeUndefined();
  });

  test('gives up on what is nested without end', () => {
    expect(parsePrintedDictionary(`${"{'a':".repeat(20)}1${'}'.repeat(20)}`)).toBeDefined();
    expect(parsePrintedDictionary(`${"{'a':".repeat(100_000)}1${'}'.repeat(100_000)}`)).toBeUndefined();
  });

  test('reads back what Python prints', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'binary' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('dictionary'),
      ),
      list: fc.array(tie('value'), { maxLength: 3 }),
      dictionary: fc.dictionary(fc.string(), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value.value, { maxKeys: 3, noNullPrototype: true }), (dictionary) => {
        expect(parsePrintedDictionary(printed(dictionary))).toEqual(asMaps(dictionary));
      }),
      { numRuns: 30 },
    );
  });

  test('never throws, whatever the text', () => {
    const letters = Array.from('{}[]\'",:\\ xuUn0aTrueNone');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...letters) }), (text) => {
        expect(() => parsePrintedDictionary(text)).not.toThrow();
      }),
    );
  });
});

/** As Python's repr does it. */
function printed(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([name, item]) => `${printed(name)}: ${printed(item)}`)
      .join(', ')}}`;
  const text = value as string; // nothing else is made here
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([name, item]) => [name, asMaps(item)]));
}
