import { ResponseShapeError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeKeyActivityPage } from './activity-keys.ts';
import type { KeyActivityPage } from './activity-keys.ts';
import { everyKeyActivity } from './every-key-activity.ts';

interface Spender {
  readonly token: string;
  spend: number;
}

/** A list as the proxy keeps it: sorted by what was spent, cut by position. */
function pageOf(spenders: readonly Spender[], { offset, limit }: { readonly offset: number; readonly limit: number }): KeyActivityPage {
  const sorted = spenders.toSorted((one, other) => other.spend - one.spend || (one.token < other.token ? -1 : 1));
  const keys = sorted.slice(offset, offset + limit).map(({ token, spend }) => ({ api_key: token, metrics: { spend }, metadata: {} }));
  return decodeKeyActivityPage({ api_keys: keys, total_api_keys: spenders.length, offset, limit });
}

async function tokensOf(read: (place: { readonly offset: number; readonly limit: number }) => KeyActivityPage): Promise<string[]> {
  const tokens: string[] = [];
  for await (const { api_key: token } of everyKeyActivity('/keys', (place) => Promise.resolve(read(place)))) tokens.push(token);
  return tokens;
}

const spendersOf = (count: number): Spender[] => Array.from({ length: count }, (_, index) => ({ token: `key ${index}`, spend: -index }));

describe('everyKeyActivity', () => {
  test.each([0, 1, 100, 101, 250])(
    'gives %d keys once each, those that spent the most first, in no more pages than they fill',
    async (count) => {
      let reads = 0;
      const spenders = spendersOf(count);
      const tokens = await tokensOf((place) => {
        reads += 1;
        return pageOf(spenders, place);
      });
      expect(tokens).toEqual(spenders.map(({ token }) => token));
      expect(reads).toBe(Math.max(1, Math.ceil(count / 100)));
    },
  );

  test('gives a key that overtakes the reader', async () => {
    const spenders = spendersOf(250);
    const tokens = await tokensOf((place) => {
      if (place.offset === 100) spenders[249] = { token: 'key 249', spend: 9 };
      return pageOf(spenders, place);
    });
    expect(tokens).toHaveLength(250);
    expect(tokens).toContain('key 249');
  });

  test('gives every key exactly once, whatever is spent and whoever joins meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 90, max: 420 }),
        fc.array(fc.tuple(fc.nat(419), fc.nat(3)), { maxLength: 20 }),
        async (count, changes) => {
          const spenders = spendersOf(count);
          const tokens = await tokensOf((place) => {
            const [index, joins] = changes.shift() ?? [0, 0];
            const one = spenders[index];
            if (one !== undefined) one.spend = changes.length + 1;
            for (let joined = 0; joined < joins; joined += 1) spenders.push({ token: `new ${changes.length}.${joined}`, spend: -joined });
            return pageOf(spenders, place);
          });
          expect(tokens.toSorted()).toEqual(spenders.map(({ token }) => token).toSorted());
        },
      ),
      { numRuns: 100 },
    );
  });

  test('ends with an error when a key that is said to be there is never shown', async () => {
    const spenders = spendersOf(3);
    const read = (place: { readonly offset: number; readonly limit: number }): KeyActivityPage => ({
      ...pageOf(spenders, place),
      total_api_keys: 4,
    });
    await expect(tokensOf(read)).rejects.toThrow(ResponseShapeError);
  });
});
