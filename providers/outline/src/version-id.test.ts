import { toBase32 } from '@keyrack/contracts';
import { SeededRandom } from '@keyrack/testing-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isVersionId, isVersionIdOf, makeVersionId } from './version-id.ts';

const rackId = 'k7v2m9xw';
const ids = fc.tuple(fc.string(), fc.string()).map(([seed, rack]) => ({ id: makeVersionId(rack, new SeededRandom(seed)), rack }));

describe('version ids', () => {
  test('are 16 decimal digits below 2^53, so that the metrics of the server can name them', () => {
    fc.assert(
      fc.property(ids, ({ id }) => {
        expect(id).toMatch(/^[1-8]\d{15}$/);
        expect(String(Number.parseInt(id, 10))).toBe(id);
        expect(Number.isSafeInteger(Number(id))).toBe(true);
      }),
    );
  });

  test('carry check digits of ISO 7064 MOD 97-10', () => {
    // The standard's own way to check: the whole number leaves 1.
    fc.assert(
      fc.property(ids, ({ id }) => {
        expect(BigInt(id) % 97n).toBe(1n);
        expect(isVersionId(id)).toBe(true);
      }),
    );
  });

  test('are told from every other text, each single wrong digit and each swap of neighbours', () => {
    for (const other of ['', '0', '17', 'alice', '1234567890123456', '9'.repeat(16), ' '.repeat(16)])
      expect(isVersionId(other)).toBe(false);
    fc.assert(
      fc.property(ids, fc.nat(15), fc.integer({ min: 1, max: 9 }), ({ id }, position, shift) => {
        const wrong = id.slice(0, position) + String((Number(id[position]) + shift) % 10) + id.slice(position + 1);
        const swapped =
          id.slice(0, position) +
          id
            .slice(position, position + 2)
            .split('')
            .reverse()
            .join('') +
          id.slice(position + 2);
        expect(isVersionId(wrong)).toBe(false);
        expect(isVersionId(swapped)).toBe(swapped === id);
      }),
    );
  });

  test('name their rack', () => {
    const id = makeVersionId(rackId, new SeededRandom());
    expect(isVersionIdOf(rackId, id)).toBe(true);
    expect(isVersionIdOf('zzzzzzzz', id)).toBe(false);
    const racks = Array.from({ length: 200 }, (_, index) => toBase32(new SeededRandom(String(index)).bytes(8)));
    expect(new Set(racks.map((rack) => makeVersionId(rack, new SeededRandom()).slice(1, 5))).size).toBeGreaterThan(190);
  });

  test('do not repeat', () => {
    const random = new SeededRandom();
    const many = Array.from({ length: 5_000 }, () => makeVersionId(rackId, random));
    expect(new Set(many).size).toBe(many.length);
  });
});
