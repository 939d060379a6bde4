/**
 * Measures a store: what a first sync writes, what later ones mark, how long a start takes, and what listings and searches cost.
 *
 *     node --conditions=@keyrack/source bench/src/store.ts [--postgres] [keys...]     default: 10000 100000
 *
 * On PostgreSQL with a server of its own that waits for its disk, as one in production does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessKey, KeyVersion, Store, StoreSession } from '@keyrack/contracts';
import { openPostgresStore, openSqliteStore, parsePostgresAddress } from '@keyrack/store-sql';
import { freshDatabase, startPostgresServer } from '@keyrack/testing-postgres';

const keysPerWrite = 5_000;
const idsPerRead = 500;
const rounds = 200;
const clock = { nowMs: () => Date.now(), sleep: () => Promise.resolve() };

/** Where the store of one measurement is. */
interface Place extends AsyncDisposable {
  open(): Promise<Store>;
}

const given = process.argv.slice(2);
const counts = given.filter((word) => word !== '--postgres').map(Number);
const server = given.includes('--postgres')
  ? await startPostgresServer(['fsync=on', 'full_page_writes=on', 'synchronous_commit=on'])
  : null;
for (const count of counts.length > 0 ? counts : [10_000, 100_000]) await measure(count);
await server?.[Symbol.asyncDispose]();

async function makePlace(): Promise<Place> {
  if (server !== null) {
    const database = await freshDatabase(server.socketFolder);
    const address = parsePostgresAddress(database.url);
    return { open: () => openPostgresStore({ address, clock }), [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
  const path = join(folder, 'keyrack.db');
  return {
    open: () => openSqliteStore({ path, clock }),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function measure(count: number): Promise<void> {
  await using place = await makePlace();
  console.log(`\n${count.toLocaleString('en')} keys on ${server === null ? 'SQLite' : 'PostgreSQL'}`);
  const store = await timed('open a new store', 1, () => place.open());
  await timed('insert keys and versions', count, () => insertAll(store, count));
  await timed('look up all by upstream id', count, () => lookUpAll(store, count));
  await timed('mark all as seen', count, () => markAll(store, count));
  await timed('find what was not seen', 1, () => store.read(({ versions }) => versions.listUnseen('c1', 'sync 2', { limit: 100 })));
  const cursors = await timed('read all, 1,000 at a time', count, () => readAll(store));
  for (const [name, read] of Object.entries(reads(count, cursors))) await repeated(name, store, read);
  await timed('small writes, each synced', 100, () => smallWrites(store, 100));
  await timed('close', 1, () => store.close());
  await timed('open again and read a page', 1, async () => {
    const again = await place.open();
    await again.read(({ keys }) => keys.list({}));
    await again.close();
  });
  console.log(`  ${'memory (resident)'.padEnd(34)} ${(process.memoryUsage().rss / 1e6).toFixed(0).padStart(9)} MB`);
}

async function insertAll(store: Store, count: number): Promise<void> {
  await store.write(({ connections }) =>
    connections.insert({
      id: 'c1',
      name: 'bench',
      provider: 'outline',
      settings: {},
      credential: { kind: 'environment', variable: 'NONE' },
      systemIdentity: 'bench',
      labels: {},
      workLimits: {},
      createdAtMs: 1,
      updatedAtMs: 1,
      syncedAtMs: null,
    }),
  );
  for (let start = 0; start < count; start += keysPerWrite) {
    const keys = Array.from({ length: Math.min(keysPerWrite, count - start) }, (_, index) => sampleKey(start + index));
    await store.write(async (session) => {
      await session.keys.insert(keys);
      await session.versions.insert(keys.map((key, index) => sampleVersion(key, start + index)));
    });
  }
}

async function lookUpAll(store: Store, count: number): Promise<void> {
  for (let start = 0; start < count; start += idsPerRead) {
    const ids = Array.from({ length: idsPerRead }, (_, index) => String(start + index));
    await store.read(({ versions }) => versions.findByUpstreamIds('c1', ids));
  }
}

async function markAll(store: Store, count: number): Promise<void> {
  for (let start = 0; start < count; start += keysPerWrite) {
    const ids = Array.from({ length: Math.min(keysPerWrite, count - start) }, (_, index) => `ver_${scattered(start + index)}`);
    await store.write(({ versions }) => versions.markSeen(ids, 'sync 2'));
  }
}

/** Gives the cursors of all pages. */
async function readAll(store: Store): Promise<readonly string[]> {
  const cursors: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    cursor = (await store.read(({ keys }) => keys.list({}, page))).nextCursor;
    if (cursor !== null) cursors.push(cursor);
  }
  return cursors;
}

async function smallWrites(store: Store, count: number): Promise<void> {
  for (let number = 0; number < count; number++) await store.write(({ meta }) => meta.set('bench', String(number)));
}

type Read = (session: StoreSession, round: number) => Promise<unknown>;

/** What is asked, each round for something else. */
function reads(count: number, cursors: readonly string[]): Readonly<Record<string, Read>> {
  const any = (round: number): string => scattered((round * 7_919) % count);
  const anyPage = (round: number): { limit: number; cursor?: string } => {
    const cursor = cursors[(round * 31) % Math.max(1, cursors.length)];
    return { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
  };
  return {
    // The least that any question costs on this machine, to compare the others with.
    'one value': ({ meta }) => meta.get('nothing'),
    'page of 100': ({ keys }, round) => keys.list({}, anyPage(round)),
    'page of 100 issued and living': ({ keys }, round) =>
      keys.list({ origins: ['issued', 'adopted'], states: ['pending', 'active', 'suspended'] }, anyPage(round)),
    "page of an owner's keys": ({ keys }, round) => keys.list({ ownerId: `owner ${round % 7}` }),
    'page of expiring keys': ({ keys }) => keys.list({ expiresBeforeMs: 10 }),
    'search by the beginning of an id': ({ keys }, round) => keys.search(`key_${any(round).slice(0, 7)}`, { limit: 10 }),
    'search by name': ({ keys }, round) => keys.search(`name ${any(round)}`, { limit: 10 }),
    'unfinished operations': ({ operations }) => operations.list({ states: ['running', 'waiting', 'stuck'] }),
  };
}

/** Spreads numbers, so that ids and names are inserted in no order, like random ones. */
function scattered(number: number): string {
  return ((number * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0') + number.toString(16).padStart(8, '0');
}

function sampleKey(number: number): AccessKey {
  return {
    id: `key_${scattered(number)}`,
    connectionId: 'c1',
    name: `name ${scattered(number)}`,
    ownerId: number % 1_000 === 0 ? `owner ${number % 7}` : null,
    sharedWith: [],
    purpose: null,
    labels: {},
    state: 'active',
    suspensionReasons: [],
    revocationReason: null,
    limits: { dataLimitBytes: 5e9 },
    expiresAtMs: number % 10_000 === 0 ? 5 : null,
    rotation: null,
    origin: number % 100 === 0 ? 'issued' : 'foreign',
    drift: 'none',
    driftFields: [],
    providerOptions: {},
    createdAtMs: 1,
    updatedAtMs: 1,
  };
}

function sampleVersion(key: AccessKey, number: number): KeyVersion {
  return {
    id: `ver_${scattered(number)}`,
    keyId: key.id,
    connectionId: key.connectionId,
    number: 1,
    upstreamId: String(number),
    upstreamName: key.name,
    fingerprint: `fingerprint of 43 characters ${scattered(number)}`,
    stage: 'current',
    secretKept: false,
    limits: key.limits,
    restore: null,
    observed: { state: 'active', limits: { dataLimitBytes: 5e9 }, expiresAtMs: null, lastUsedAtMs: 12_345_678 },
    lastSeenSyncId: 'sync 1',
    createdAtMs: 1,
    updatedAtMs: 1,
  };
}

async function timed<T>(name: string, items: number, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work();
  print(name, performance.now() - startMs, items);
  return result;
}

/** The median and the 99th percentile. */
async function repeated(name: string, store: Store, read: Read): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const startMs = performance.now();
    await store.read((session) => read(session, round));
    if (round > 0) times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  print(name, times[Math.floor(rounds * 0.5)] ?? 0, 1);
  print('  of 100, one takes longer than', times[Math.floor(rounds * 0.99)] ?? 0, 1);
}

function print(name: string, durationMs: number, items: number): void {
  const each = items > 1 ? `${((durationMs / items) * 1_000).toFixed(1).padStart(8)} µs each` : '';
  console.log(`  ${name.padEnd(34)} ${durationMs.toFixed(1).padStart(9)} ms ${each}`);
}
