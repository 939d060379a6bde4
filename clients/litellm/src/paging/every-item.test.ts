import { ResponseShapeError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../keys/key-lookups.ts';
import { decodeKey } from '../keys/key.ts';
import type { Key } from '../keys/key.ts';
import { instantRank } from './instant-rank.ts';
import { everyItem, pageAround } from './every-item.ts';
import type { ItemPage, PagePlace } from './every-item.ts';

const everyKey = (readPage: (place: PagePlace) => Promise<ItemPage<Key>>): AsyncGenerator<Key> =>
  everyItem({ route: '/key/list', readPage, rankOf: (key) => instantRank(key.created_at), identityOf });
const keyAt = (token: string, createdAtMs: number): Key => decodeKey({ token, created_at: new Date(createdAtMs).toISOString() });

/** A list as the proxy keeps it: by position, in ascending order of creation, keys of one millisecond in any order. */
class ChangingList {
  keys: Key[];
  reads = 0;
  readonly #betweenReads: (list: ChangingList) => void;
  readonly #shuffle: () => number;

  constructor(keys: readonly Key[], betweenReads: (list: ChangingList) => void = () => undefined, shuffle: () => number = () => 0) {
    this.keys = [...keys];
    this.#betweenReads = betweenReads;
    this.#shuffle = shuffle;
  }

  readonly read = async ({ page, size }: PagePlace): Promise<ItemPage<Key>> => {
    if (this.reads > 0) this.#betweenReads(this);
    this.reads += 1;
    const ordered = this.keys
      .map((key) => ({ key, tie: this.#shuffle() }))
      .sort((one, other) => (one.key.created_at ?? '').localeCompare(other.key.created_at ?? '') || one.tie - other.tie)
      .map(({ key }) => key);
    const keys = ordered.slice((page - 1) * size, page * size);
    return { items: keys, total: ordered.length };
  };
}

async function tokensOf(list: ChangingList): Promise<readonly string[]> {
  const tokens: string[] = [];
  for await (const { token } of everyKey(list.read)) {
    tokens.push(token);
    if (tokens.length > 5_000) throw new Error('the list never ends');
  }
  return tokens;
}

describe('everyItem', () => {
  test.each([0, 1, 99, 100, 101, 198, 250, 1_000])(
    'gives %d keys once each and in their order, in hardly more pages than they fill',
    async (count) => {
      const keys = Array.from({ length: count }, (_, index) => keyAt(`key ${index}`, index));
      const list = new ChangingList(keys);
      expect(await tokensOf(list)).toEqual(keys.map(({ token }) => token));
      expect(list.reads).toBeLessThanOrEqual(count <= 100 ? 1 : Math.ceil(count / 90) + 1);
    },
  );

  test('loses no key when earlier ones are deleted between two pages', async () => {
    const keys = Array.from({ length: 400 }, (_, index) => keyAt(`key ${index}`, index));
    const list = new ChangingList(keys, (changing) => changing.keys.splice(0, 30));
    const tokens = await tokensOf(list);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens).toEqual(expect.arrayContaining(list.keys.map(({ token }) => token)));
  });

  test('gives every key to a reader who deletes what it was given', async () => {
    const list = new ChangingList(Array.from({ length: 350 }, (_, index) => keyAt(`key ${index}`, index)));
    const given: string[] = [];
    for await (const { token } of everyKey(list.read)) {
      given.push(token);
      list.keys = list.keys.filter((key) => key.token !== token);
    }
    expect(given).toHaveLength(350);
    expect(list.keys).toEqual([]);
  });

  test('finds its way back over thousands of keys when most of what it has read is deleted', async () => {
    const list = new ChangingList(
      Array.from({ length: 12_000 }, (_, index) => keyAt(`key ${index}`, index)),
      (changing) => {
        if (changing.reads === 100) changing.keys.splice(0, 6_000);
      },
    );
    const given: string[] = [];
    for await (const { token } of everyKey(list.read)) given.push(token);
    expect(given).toHaveLength(12_000);
  });

  test.each([39, 40, 49, 50, 51, 100, 101])(
    'comes to an end where %d keys at a time were made in the same millisecond',
    async (together) => {
      const keys = Array.from({ length: 500 }, (_, index) => keyAt(`key ${index}`, Math.floor(index / together)));
      expect(await tokensOf(new ChangingList(keys))).toEqual(keys.map(({ token }) => token));
    },
  );

  test('gives keys that were deleted more than once from the archive as often', async () => {
    const deleted = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'].map((at) =>
      decodeKey({ token: 'again', created_at: '2025-01-01T00:00:00Z', deleted_at: at }),
    );
    expect(await tokensOf(new ChangingList(deleted))).toEqual(['again', 'again']);
  });

  test('gives keys without an instant of creation too', async () => {
    const list = new ChangingList([
      keyAt('old', 1),
      ...Array.from({ length: 150 }, (_, index) => decodeKey({ token: `nameless ${index}` })),
    ]);
    // The proxy puts them last; this list would put them first.
    list.keys = list.keys.map((key) => (key.created_at === null ? { ...key, created_at: null } : key));
    const read = async (place: PagePlace): Promise<ItemPage<Key>> => {
      const keys = list.keys.slice((place.page - 1) * place.size, place.page * place.size);
      return { items: keys, total: list.keys.length };
    };
    const tokens: string[] = [];
    for await (const { token } of everyKey(read)) tokens.push(token);
    expect(tokens).toEqual(list.keys.map(({ token }) => token));
  });

  test('gives every key that exists all the time exactly once, whatever comes and goes, in whatever order keys of one millisecond come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 39 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(60), fc.nat(20)), { maxLength: 12 }),
        fc.infiniteStream(fc.nat(1_000)),
        async (sameInstant, changes, ties) => {
          const keys = sameInstant.flatMap((count, instant) =>
            Array.from({ length: count }, (_, index) => keyAt(`${instant}.${index}`, instant)),
          );
          const deleted = new Set<string>();
          const pending = [...changes];
          const list = new ChangingList(
            keys,
            (changing) => {
              const [from, removed, added] = pending.shift() ?? [0, 0, 0];
              for (const { token } of changing.keys.splice(from, removed)) deleted.add(token);
              for (let index = 0; index < added; index += 1)
                changing.keys.push(keyAt(`new ${pending.length}.${index}`, 1_000 + changing.reads));
            },
            () => Number(ties.next().value),
          );
          const tokens = await tokensOf(list);
          expect(new Set(tokens).size).toBe(tokens.length);
          const stayed = keys.map(({ token }) => token).filter((token) => !deleted.has(token));
          expect(stayed.filter((token) => !tokens.includes(token))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('everyItem without a rank', () => {
  test('keeps everything in mind instead, and loses nothing when earlier items are deleted', async () => {
    let names = Array.from({ length: 450 }, (_, index) => `name ${index}`);
    let reads = 0;
    const readPage = async ({ page, size }: PagePlace): Promise<ItemPage<string>> => {
      if (reads > 0) names = names.slice(25);
      reads += 1;
      return { items: names.slice((page - 1) * size, page * size), total: names.length };
    };
    const given: string[] = [];
    for await (const name of everyItem({ route: '/key/list', readPage, identityOf: (item) => item })) given.push(name);
    expect(new Set(given).size).toBe(given.length);
    expect(given).toEqual(expect.arrayContaining(names));
  });

  test('gives a name once that stands in the list more than once, and comes to an end', async () => {
    const names = Array.from({ length: 450 }, (_, index) => `name ${Math.floor(index / 30)}`);
    const given: string[] = [];
    const readPage = async ({ page, size }: PagePlace): Promise<ItemPage<string>> => {
      return { items: names.slice((page - 1) * size, page * size), total: names.length };
    };
    for await (const name of everyItem({ route: '/key/aliases', readPage, identityOf: (item) => item })) given.push(name);
    expect(given).toEqual([...new Set(names)]);
  });
});

describe('a server that makes no sense', () => {
  test.each([
    ['shows the same page for ever', (): string[] => Array.from({ length: 100 }, (_, index) => `name ${index}`)],
    ['shows one and the same thing', (): string[] => Array.from({ length: 100 }, () => 'name')],
    ['shows nothing behind the first page', (reads: number): string[] => (reads === 1 ? Array.from({ length: 100 }, () => 'name') : [])],
  ])('and %s is given up, not asked for ever', async (_, itemsOf) => {
    for (const ranked of [true, false]) {
      let reads = 0;
      const readPage = async (): Promise<ItemPage<string>> => {
        reads += 1;
        if (reads > 1_000) throw new Error('the list never ends');
        return { items: itemsOf(reads), total: 1_000_000 };
      };
      const read = async (): Promise<void> => {
        const list = { route: '/key/list', readPage, identityOf: (item: string) => item, ...(ranked ? { rankOf: () => 'same' } : {}) };
        const given: string[] = [];
        for await (const item of everyItem(list)) given.push(item);
        expect(new Set(given).size).toBe(given.length);
      };
      await read().catch((error: unknown) => expect(error).toMatchObject({ constructor: ResponseShapeError, outcome: 'not-applied' }));
      expect(reads).toBeLessThan(100);
    }
  });
});

describe('pageAround', () => {
  test('holds the position and reaches beyond every overlap, wherever it is', () => {
    for (let position = 0; position < 200_000; position += 1) {
      const { page, size } = pageAround(position);
      const isFit = (page - 1) * size <= position && page * size >= position + 50 && size <= 100;
      if (!isFit) expect({ position, page, size }).toBe('a page that helps');
    }
    expect(pageAround(0)).toEqual({ page: 1, size: 100 });
  });
});
