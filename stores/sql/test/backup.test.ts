import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { Store, StoreSession } from '@keyrack/contracts';
import { ManualClock, scratchFolder } from '@keyrack/testing-kit';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { checkCopy, copyStore, lookAtStore, openPostgresStore, openSqliteStore, parsePostgresAddress, restoreStore } from '../src/index.ts';
import type { StoreChunk, StorePlace } from '../src/index.ts';
import { connection, key, version } from './store-fixture.ts';

const server = inject('postgres');
const clock = new ManualClock();
const odd = 'nul \0, one \u0001, Ä 🔑 \'"\\ \n';
const keys = 2_100;

let folder: ScratchFolder;
const undo: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(async () => {
  for (const one of undo.splice(0)) await one();
  await folder[Symbol.asyncDispose]();
});

type Kind = StorePlace['kind'];
const kinds: readonly Kind[] = server === null ? ['sqlite'] : ['sqlite', 'postgres'];

async function emptyPlace(kind: Kind, name = 'keyrack.db'): Promise<StorePlace> {
  if (kind === 'sqlite') return { kind, path: folder.join(name), clock };
  const database = await freshDatabase(server ?? '');
  undo.push(async () => database[Symbol.asyncDispose]());
  return { kind, address: parsePostgresAddress(database.url), clock };
}

async function within<T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> {
  const store = place.kind === 'sqlite' ? await openSqliteStore(place) : await openPostgresStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function filledPlace(kind: Kind, name?: string): Promise<StorePlace> {
  const place = await emptyPlace(kind, name);
  await within(place, (store) => store.write(fill));
  return place;
}

async function fill(session: StoreSession): Promise<void> {
  await session.meta.set('rackId', odd);
  await session.connections.insert(connection());
  const all = Array.from({ length: keys }, (_, index) => key(`k${index}`, index % 3 === 0 ? { labels: { [odd]: `${index}` } } : {}));
  await session.keys.insert(all);
  await session.versions.insert(all.map(({ id }) => version(id)));
  await session.versions.writeSecret('v-k1', 'sealed');
}

/** As it comes back from a file. */
async function* fromFile(chunks: readonly StoreChunk[]): AsyncGenerator<StoreChunk> {
  for (const chunk of chunks) yield JSON.parse(JSON.stringify(chunk)) as StoreChunk;
}

async function copyOf(place: StorePlace, meanwhile: () => Promise<void> = async () => {}): Promise<readonly StoreChunk[]> {
  const chunks: StoreChunk[] = [];
  await copyStore(place, {
    async take(chunk) {
      chunks.push(chunk);
      if (chunks.length === 2) await meanwhile();
    },
  });
  return chunks;
}

const restore = (place: StorePlace, chunks: readonly StoreChunk[], options: Partial<Parameters<typeof restoreStore>[1]> = {}) =>
  restoreStore(place, { chunks: fromFile(chunks), finish: async () => {}, asidePath: folder.join('aside.db'), ...options });

async function contents(store: Store): Promise<unknown> {
  return store.read(async (session) => [
    await session.meta.get('rackId'),
    await session.connections.list(),
    (await session.keys.list({}, { limit: 1_000 })).items,
    await session.keys.count({}),
    await session.keys.count({ label: { name: odd } }),
    await session.versions.readSecret('v-k1'),
  ]);
}

describe.each(kinds)('a copy of a store on %s', (kind) => {
  test.each(kinds)('fills an empty one on %s with the same rows', async (other) => {
    const place = await filledPlace(kind);
    const target = await emptyPlace(other, 'target.db');
    const tables = await restore(target, await copyOf(place));
    expect(tables.find(({ table }) => table === 'access_key')?.rows).toBe(keys);
    expect(await within(target, contents)).toEqual(await within(place, contents));
    await within(target, (store) => store.write(({ meta }) => meta.set('rackId', 'goes on')));
  });

  test('holds one instant, although others write while it is made', async () => {
    const place = await filledPlace(kind);
    await within(place, async (store) => {
      const before = await contents(store);
      const chunks = await copyOf(place, () =>
        store.write(async (session) => {
          await session.meta.set('rackId', 'later');
          await session.keys.insert([key('later')]);
          await session.connections.remove('c1');
        }),
      );
      expect(await store.read(({ keys: found }) => found.count({}))).toBe(0);
      const target = await emptyPlace(kind, 'target.db');
      await restore(target, chunks);
      expect(await within(target, contents)).toEqual(before);
    });
  });

  test('is refused by a store that holds anything, which stays as it was', async () => {
    const chunks = await copyOf(await filledPlace(kind));
    const target = await emptyPlace(kind, 'target.db');
    await within(target, (store) => store.write(({ meta }) => meta.set('rackId', 'another')));
    await expect(restore(target, chunks)).rejects.toMatchObject({ details: { reason: 'not-empty' } });
    expect(await within(target, (store) => store.read(({ meta }) => meta.get('rackId')))).toBe('another');
    expect(await lookAtStore(target)).toMatchObject({ rackId: 'another', keys: 0, connections: 0 });
    await restore(target, chunks, { replace: true });
    expect(await within(target, (store) => store.read(({ keys: found }) => found.count({})))).toBe(keys);
  });

  test('that was damaged anywhere changes nothing', async () => {
    const chunks = await copyOf(await filledPlace(kind));
    const target = await emptyPlace(kind, 'target.db');
    const rows = chunks.findIndex((chunk) => chunk.kind === 'rows' && chunk.table === 'access_key');
    const changed = chunks.map((chunk, index) =>
      index === rows && chunk.kind === 'rows' ? { ...chunk, rows: chunk.rows.slice(1) } : chunk,
    );
    const swapped = [...chunks.slice(0, rows), ...chunks.slice(rows, rows + 2).toReversed(), ...chunks.slice(rows + 2)];
    for (const broken of [
      changed,
      swapped,
      chunks.slice(0, -1),
      chunks.slice(1),
      [...chunks, ...chunks.slice(1)],
      chunks.toSpliced(rows, 1),
    ]) {
      await expect(checkCopy(fromFile(broken))).rejects.toMatchObject({ details: { reason: 'damaged' } });
      await expect(restore(target, broken)).rejects.toMatchObject({
        details: { reason: expect.stringMatching(/^(?:damaged|reference)$/) },
      });
    }
    expect(await lookAtStore(target)).toBeNull();
    await expect(checkCopy(fromFile(chunks))).resolves.toEqual(
      expect.arrayContaining([expect.objectContaining({ table: 'meta', rows: 1 })]),
    );
  });

  test('is taken together with what is written in the same transaction, or not at all', async () => {
    const chunks = await copyOf(await filledPlace(kind));
    const target = await emptyPlace(kind, 'target.db');
    const died = restore(target, chunks, { finish: () => Promise.reject(new Error('died')) });
    await expect(died).rejects.toThrow('died');
    expect(await lookAtStore(target)).toBeNull();
    await restore(target, chunks, { finish: (session) => session.meta.set('finished', 'yes') });
    expect(await within(target, (store) => store.read(({ meta }) => meta.get('finished')))).toBe('yes');
  });

  test('of an older schema is brought to the newest one', async () => {
    const chunks = await copyOf(await filledPlace(kind));
    const older = chunks.flatMap((chunk): readonly StoreChunk[] => {
      if (chunk.kind === 'rows') return [chunk];
      if (chunk.kind === 'begin') return [{ ...chunk, schemaVersion: 5, tables: chunk.tables.filter(({ name }) => name !== 'generation') }];
      return [{ ...chunk, tables: chunk.tables.filter(({ table }) => table !== 'generation') }];
    });
    const target = await emptyPlace(kind, 'target.db');
    await restore(target, older);
    expect(await within(target, (store) => store.read(({ generations }) => generations.current()))).toBeNull();
    const newer = chunks.map((chunk) => (chunk.kind === 'begin' ? { ...chunk, schemaVersion: 999 } : chunk));
    await expect(restore(await emptyPlace(kind, 'newer.db'), newer)).rejects.toMatchObject({ details: { reason: 'newer-schema' } });
  });
});

describe.skipIf(server === null)('a database of something else', () => {
  test('is never cleared, whatever was said', async () => {
    const chunks = await copyOf(await filledPlace('sqlite'));
    const database = await freshDatabase(server ?? '');
    undo.push(async () => database[Symbol.asyncDispose]());
    await database.query('create table theirs (id text)');
    const place: StorePlace = { kind: 'postgres', address: parsePostgresAddress(database.url), clock };
    await expect(restore(place, chunks, { replace: true })).rejects.toMatchObject({ details: { reason: 'foreign-database' } });
    expect(await database.query('select count(*)::int as count from theirs')).toEqual([{ count: 0 }]);
  });
});

describe('a file that is replaced', () => {
  test('is kept aside, and nobody writes to it any more', async () => {
    const place = await filledPlace('sqlite', 'target.db');
    const chunks = await copyOf(place);
    await within(place, async (open) => {
      await open.write(({ meta }) => meta.set('rackId', 'later'));
      await restore(place, chunks, { replace: true });
      await expect(open.write(({ meta }) => meta.set('rackId', 'lost'))).rejects.toMatchObject({ details: { reason: 'moved' } });
    });
    expect(await within(place, (store) => store.read(({ meta }) => meta.get('rackId')))).toBe(odd);
    const aside = new DatabaseSync(folder.join('aside.db'), { readOnly: true });
    expect(aside.prepare(`select value from meta where name = 'rackId'`).get()).toMatchObject({ value: 'later' });
    aside.close();
  });

  test('of a restore that was stopped leaves nothing behind that the next one trips over', async () => {
    const chunks = await copyOf(await filledPlace('sqlite'));
    const target = await emptyPlace('sqlite', 'target.db');
    for (const left of ['target.db.restoring', 'target.db.restoring-wal']) await writeFile(folder.join(left), 'half of something');
    await restore(target, chunks);
    expect((await readdir(folder.path)).filter((name) => name.includes('restoring'))).toEqual([]);
    expect(existsSync(folder.join('aside.db'))).toBe(false);
  });
});
