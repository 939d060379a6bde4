import type { Clock, Store, StoreSession } from '@keyrack/contracts';
import { databaseUrl, freshDatabase, postgresProxy, startPostgresServer } from '@keyrack/testing-postgres';
import type { PostgresProxy, TestDatabase } from '@keyrack/testing-postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPostgres } from './postgres-fixture.ts';
import { systemClock } from './system-clock.ts';

const server = inject('postgres');
const set =
  (name: string, value = 'yes') =>
  ({ meta }: StoreSession) =>
    meta.set(name, value);
const get =
  (name: string) =>
  ({ meta }: StoreSession) =>
    meta.get(name);

describe.skipIf(server === null)('a store on PostgreSQL whose connection is cut', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server ?? '');
    await (await openPostgres(database)).close();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  /** A store behind a proxy, warm: its connection is open. */
  async function behindProxy(
    clock: Clock = systemClock,
  ): Promise<AsyncDisposable & { readonly store: Store; readonly proxy: PostgresProxy }> {
    const proxy = await postgresProxy(server ?? '');
    const store = await openPostgres({ url: databaseUrl(proxy.socketFolder, database.name) }, { clock });
    await store.write(set('warm'));
    return {
      store,
      proxy,
      async [Symbol.asyncDispose]() {
        await store.close();
        await proxy[Symbol.asyncDispose]();
      },
    };
  }

  test.each([
    ['before it reached the server', 'before', null],
    ['when the server had done it', 'after', 'yes'],
  ] as const)('in commit %s says that the outcome is not known, and does not write again', async (name, when, expected) => {
    await using scene = await behindProxy();
    const { store, proxy } = scene;
    await using direct = await openPostgres(database);
    let runs = 0;
    proxy.cut({ statement: /^Q....commit/s, when });
    const write = store.write(async (session) => {
      runs += 1;
      await set(name)(session);
    });
    await expect(write).rejects.toMatchObject({
      code: 'store-failed',
      outcome: 'unknown',
      retryable: true,
      details: { reason: 'disconnected' },
    });
    expect([runs, proxy.cuts]).toEqual([1, 1]);
    expect(await direct.read(get(name))).toBe(expected);
    await store.write(set('afterwards'));
  });

  test.each(['before', 'after'] as const)('in begin (%s the server had it) begins again, and does the work once', async (when) => {
    await using scene = await behindProxy();
    const { store, proxy } = scene;
    let runs = 0;
    proxy.cut({ statement: /^Q....begin/s, when, times: 3 });
    await store.write(async (session) => {
      runs += 1;
      await set('begun')(session);
    });
    expect([runs, proxy.cuts]).toEqual([1, 3]);
    expect(await store.read(get('begun'))).toBe('yes');
  });

  test('in begin for good says that nothing was changed, and never did the work', async () => {
    await using scene = await behindProxy({ nowMs: () => 0, sleep: async () => {} });
    const { store, proxy } = scene;
    proxy.cut({ statement: /^Q....begin/s, when: 'before', times: 1_000 });
    let runs = 0;
    const write = store.write(async () => void (runs += 1));
    await expect(write).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'disconnected' } });
    expect(runs).toBe(0);
  });

  test('within the work says that nothing was changed, lets nothing through that follows, and goes on afterwards', async () => {
    await using scene = await behindProxy();
    const { store, proxy } = scene;
    proxy.cut({ statement: /insert into "meta"/, when: 'after' });
    const caught: unknown[] = [];
    const write = store.write(async (session) => {
      await set('within')(session).catch((error: unknown) => caught.push(error));
      await set('later')(session).catch((error: unknown) => caught.push(error));
    });
    await expect(write).rejects.toMatchObject({ outcome: 'not-applied' });
    expect(caught).toMatchObject([{ outcome: 'not-applied' }, { outcome: 'not-applied' }]);
    expect(await store.read(async (session) => [await get('within')(session), await get('later')(session)])).toEqual([null, null]);
  });

  test('while nobody uses it is not noticed by anybody', async () => {
    await using store = await openPostgres(database, { clock: systemClock });
    await store.write(set('before'));
    await Promise.all([store.read(get('before')), store.read(get('before'))]);
    await database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    expect(await Promise.all([store.read(get('before')), store.write(set('after')), store.read(get('before'))])).toEqual([
      'yes',
      undefined,
      'yes',
    ]);
  });
});

describe.skipIf(server === null)('a PostgreSQL that crashes', () => {
  test('keeps what was reported as written, although it was told not to wait for its disk', async () => {
    const own = await startPostgresServer();
    try {
      const database = await freshDatabase(own?.socketFolder ?? '');
      // Nothing but the transaction's own wish makes the server write its log before it answers.
      expect(await database.query('show synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);
      await using store = await openPostgres(database, { clock: systemClock });
      await store.write(set('reported'));
      await own?.restart();
      expect(await store.read(get('reported'))).toBe('yes');
    } finally {
      await own?.[Symbol.asyncDispose]();
    }
  });

  test('again and again under load loses no write that was reported, and keeps none that was refused', async () => {
    const own = await startPostgresServer();
    try {
      const database = await freshDatabase(own?.socketFolder ?? '');
      await using first = await openPostgres(database, { clock: systemClock });
      await using second = await openPostgres(database, { clock: systemClock });
      const outcomes = new Map<string, string>();
      let stop = false;
      const work = async (store: Store, worker: number): Promise<void> => {
        for (let number = 0; !stop; number++) {
          const name = `${worker}/${number}`;
          const outcome = await store.write(set(name)).then(
            () => 'applied',
            (error: { readonly outcome: string }) => error.outcome,
          );
          outcomes.set(name, outcome);
        }
      };
      const workers = [first, first, second, second].map(work);
      for (let crash = 0; crash < 3; crash++) {
        const before = outcomes.size;
        while (outcomes.size < before + 40) await new Promise((resolve) => setTimeout(resolve, 5));
        await own?.restart();
      }
      stop = true;
      await Promise.all(workers);
      const written = new Set((await database.query('select name from meta')).map(({ name }) => String(name)));
      const wrong = [...outcomes].filter(([name, outcome]) => outcome !== 'unknown' && written.has(name) !== (outcome === 'applied'));
      expect(wrong).toEqual([]);
      expect(outcomes.size).toBeGreaterThan(120);
      expect([...outcomes.values()].filter((outcome) => outcome !== 'applied').length).toBeLessThan(outcomes.size / 2);
    } finally {
      await own?.[Symbol.asyncDispose]();
    }
  });
});
