import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from './texts.ts';

/** Mostly the characters that matter. */
const text = fc.string({ unit: fc.constantFrom('\0', '\u0001', '\u0002', 'a', '\u{10FFFF}', 'é'), maxLength: 6 });

test('a text comes back as it was given, and is stored without U+0000', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(decodeText(encodeText(given))).toBe(given);
      expect(encodeText(given)).not.toContain('\0');
    }),
  );
});

test('stored texts sort like the given ones', () => {
  const compare = (one: string, other: string): number => Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)));
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(compare(encodeText(one), encodeText(other))).toBe(compare(one, other));
    }),
  );
});
