import { InvalidInputError } from '@keyrack/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPage, toPage } from './cursor.ts';
import type { Listing, Position } from './cursor.ts';

const listing: Listing = { name: 'sample', position: ['number', 'string'] };

function cursorAt(position: Position): string {
  const options = { limit: 1, position: () => position, item: (row: number) => row };
  return toPage(listing, [1, 2], options).nextCursor ?? '';
}

describe('a cursor', () => {
  test('leads back to where the page ended, whatever stands there', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string({ unit: 'grapheme' }), (number, text) => {
        expect(readPage(listing, { cursor: cursorAt([number, text]) })).toEqual({ limit: 100, after: [number, text] });
      }),
    );
  });

  test('that nobody gave is refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode), fc.array(fc.anything()).map(encode)), (cursor) => {
        expect(() => readPage(listing, { cursor })).toThrow(InvalidInputError);
      }),
      { numRuns: 500 },
    );
    for (const position of [[1], [1, 'a', 'b'], ['1', 'a'], [1.5, 'a'], [1, null], [1, 2]]) {
      expect(() => readPage(listing, { cursor: encode(['sample', ...position]) })).toThrow(InvalidInputError);
    }
  });

  test('of another listing is refused', () => {
    const other: Listing = { ...listing, name: 'other' };
    expect(() => readPage(other, { cursor: cursorAt([1, 'a']) })).toThrow(/other listing/);
  });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
}
