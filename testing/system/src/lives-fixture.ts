import type { EngineContext, LaterRevocation } from '@keyrack/engine';
import type { Store, StoreSession } from '@keyrack/contracts';
import { applyRevocations, beginGeneration, createEngine } from '@keyrack/engine';
import type { Engine } from '@keyrack/engine';
import { Secret } from '@keyrack/secret';
import { copyStore, openPostgresStore, openSqliteStore, parsePostgresAddress, restoreStore } from '@keyrack/store-sql';
import type { StoreChunk, StorePlace } from '@keyrack/store-sql';
import { ManualClock, MemoryCipher, scratchFolder, SeededRandom } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { inject } from 'vitest';
import type { FakeSystem } from './fake-system.ts';

/** A rack in one of its lives. */
export interface Life {
  readonly engine: Engine;
  readonly store: Store;
  /** Its store as it is now. */
  backup(): Promise<readonly StoreChunk[]>;
}

/** One rack, its system, and the lives it has after restores. */
export interface Lives extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly first: Life;
  /** Begins the next life in an empty store. @param revocations - what a later trail tells of. */
  restore(chunks: readonly StoreChunk[], revocations?: readonly LaterRevocation[]): Promise<Life>;
  /** The same store for another process, which can be made to stop. */
  another(life: Life, wrap: (store: Store) => Store): Engine;
}

/** Makes a rack with the system connected as `fake`, on SQLite files, or on PostgreSQL in the project of that name. */
export async function livesFixture(system: FakeSystem): Promise<Lives> {
  const clock = new ManualClock();
  const cipher = new MemoryCipher();
  const random = new SeededRandom(7);
  const folder = await scratchFolder();
  const undo: (() => Promise<void>)[] = [async () => folder[Symbol.asyncDispose]()];
  let places = 0;

  async function newPlace(): Promise<StorePlace> {
    places += 1;
    if (process.env['KEYRACK_TEST_STORE'] !== 'postgres') return { kind: 'sqlite', path: folder.join(`${places}.db`), clock };
    const database = await freshDatabase(inject('postgres') ?? '');
    undo.push(async () => database[Symbol.asyncDispose]());
    return { kind: 'postgres', address: parsePostgresAddress(database.url), clock };
  }

  function contextOn(store: Store): EngineContext {
    return {
      store,
      cipher,
      clock,
      random,
      liveness: { self: 'process', isDead: async () => false, describe: (holder) => holder },
      actor: 'tester',
      rackId: 'testrack',
      providerKinds: async () => [system.kind()],
      readCredential: async () => new Secret('unused'),
    };
  }

  async function open(place: StorePlace): Promise<Life> {
    const store = place.kind === 'sqlite' ? await openSqliteStore(place) : await openPostgresStore(place);
    undo.push(() => store.close());
    return {
      engine: createEngine(contextOn(store)),
      store,
      async backup() {
        const chunks: StoreChunk[] = [];
        await copyStore(place, { take: async (chunk) => void chunks.push(chunk) });
        return chunks;
      },
    };
  }

  const first = await open(await newPlace());
  await first.engine.connections.add({ name: 'fake', provider: 'fake', input: { fields: {}, text: null } });
  return {
    clock,
    first,
    async restore(chunks, revocations = []) {
      const place = await newPlace();
      const finish = async (session: StoreSession): Promise<void> => {
        const context = contextOn(first.store);
        await beginGeneration(context, session, { reason: 'restored', backupId: 'backup', backupMadeAtMs: 0 });
        await applyRevocations(context, session, revocations);
      };
      await restoreStore(place, { chunks: each(chunks), finish, asidePath: folder.join('aside') });
      return open(place);
    },
    another: ({ store }, wrap) => createEngine(contextOn(wrap(store))),
    async [Symbol.asyncDispose]() {
      for (const one of undo.toReversed()) await one();
    },
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
