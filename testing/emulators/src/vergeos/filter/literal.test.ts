import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotKnownError } from '../../kit/not-known.ts';
import { ApiError } from '../api-error.ts';
import { readLiteral } from './literal.ts';

const read = (text: string) => readLiteral(text, 0);
const escaped = (name: string) => name.replaceAll(/[\\'{]/g, '\\$&');

describe('a text in a filter', () => {
  it('holds every printable character, three of them behind a backslash', () => {
    const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    expect(read(`${escaped(printable)}'`)).toEqual({ value: printable, end: printable.length + 4 });
  });

  it('is read back as it was before it was escaped, whatever it was', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 60 }), (name) => {
        expect(read(`${escaped(name)}' and x`).value).toBe(name);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [`br{x}ace'`, 'brace'],
    [`a{b{c}d}e{}f'`, 'aef'],
    [`a}b'`, 'a}b'],
    [`{}'`, ''],
  ])('loses what stands in balanced braces without a word: %s', (text, value) => {
    expect(read(text)).toEqual({ value, end: text.length });
  });

  it.each([`a{b'`, `a{b{c}'`, `{`, `a\\b'`, `a\\}'`, `a\\"'`, `a\\`, `a\\'`, `a`, ``])('is refused: %s', (text) => {
    expect(() => read(text)).toThrow(ApiError);
  });

  it.each([`a{b'c}d'`, `a{\\}}'`, `a{b' and name eq 'c}d'`])('is not guessed at: %s', (text) => {
    expect(() => read(text)).toThrow(NotKnownError);
  });

  it('ends at the quote that an SQL writer would have doubled', () => {
    expect(read(`o''brien'`)).toEqual({ value: 'o', end: 2 });
  });
});
