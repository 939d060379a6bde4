import { SeededRandom } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { randomText } from './random-text.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('randomText', () => {
  test('uses every character as often as every other', () => {
    // Each of the 256 bytes once: taken modulo 62, the first eight characters would come up a fifth time.
    const everyByte = { bytes: () => Uint8Array.from({ length: 256 }, (_, byte) => byte) };
    const counts = new Map<string, number>();
    for (const character of randomText(everyByte, alphabet, 62 * 40)) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(new Set(counts.values())).toEqual(new Set([40]));
    expect(counts.size).toBe(62);
  });

  test('gives exactly the length that was asked for, from the alphabet only', () => {
    const random = new SeededRandom();
    for (let length = 1; length < 60; length += 1)
      expect(randomText(random, alphabet, length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
  });

  test('refuses a source that gives no usable bytes instead of asking it for ever', () => {
    expect(() => randomText({ bytes: (length) => new Uint8Array(length).fill(255) }, alphabet, 22)).toThrow(RangeError);
  });
});
