import { inspect } from 'node:util';
import { StoreFailedError } from '@keyrack/contracts';
import type { StoreSession } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { databaseUrl, freshDatabase } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import { describe, expect, inject, test } from 'vitest';
import { parsePostgresAddress } from '../src/index.ts';
import { migrations } from '../src/migrations/index.ts';
import { openPostgres } from './postgres-fixture.ts';
import { startStoreProcess } from './run-store-process.ts';
import { connection, key } from './store-fixture.ts';

const server = inject('postgres');
const fresh = (options = ''): Promise<TestDatabase> => freshDatabase(server ?? '', options);
const setRack = ({ meta }: StoreSession): Promise<void> => meta.set('rack', 'one');

describe.skipIf(server === null)('opening a store on PostgreSQL', () => {
  test('is done once by processes that start at the same moment', async () => {
    await using database = await fresh();
    const processes = Array.from({ length: 4 }, () => startStoreProcess('open', database.url));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    expect(await database.query('select version from schema_migration order by version')).toEqual(
      migrations.map(({ version }) => ({ version: String(version) })),
    );
  });

  test('refuses one that a newer version wrote, and changes nothing in it', async () => {
    await using database = await fresh();
    await (await openPostgres(database)).close();
    await database.query(`insert into schema_migration values (999, 'from the future', 1)`);
    await expect(openPostgres(database)).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('newer Keyrack (schema 999'),
      details: { reason: 'newer-schema' },
    });
    expect(await database.query('select count(*)::int as count from schema_migration')).toEqual([{ count: migrations.length + 1 }]);
  });

  test('refuses a database of something else, and leaves it alone', async () => {
    await using database = await fresh();
    await database.query('create table recipe (name text)');
    await expect(openPostgres(database)).rejects.toMatchObject({ details: { reason: 'foreign-database' } });
    expect(await database.query(`select tablename from pg_tables where schemaname = 'public'`)).toEqual([{ tablename: 'recipe' }]);
  });

  test('refuses a database that cannot keep every text', async () => {
    await using database = await fresh(`encoding 'LATIN1' template template0`);
    await expect(openPostgres(database)).rejects.toMatchObject({ advice: expect.stringContaining('--encoding UTF8') });
  });

  test('orders texts by their bytes, whatever language the database was made for', async () => {
    await using database = await fresh(`locale_provider icu icu_locale 'de-DE' template template0`);
    await using store = await openPostgres(database);
    const names = ['ä', 'Z', 'a', 'B', '_', 'z', 'b'];
    await store.write(async ({ connections, keys }) => {
      await connections.insert(connection());
      await keys.insert(names.map((name, index) => key(`k${index}`, { name })));
    });
    const { items } = await store.read(({ keys }) => keys.list({}));
    expect(items.map((item) => item.key.name)).toEqual(['B', 'Z', '_', 'a', 'b', 'z', 'ä']);
    const others = `select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`;
    expect(await database.query(others)).toEqual([]);
  });

  test('says which database is missing, and how to make it', async () => {
    const url = databaseUrl(server ?? '', 'nowhere');
    await expect(openPostgres({ url })).rejects.toMatchObject({
      outcome: 'not-applied',
      message: expect.stringContaining('nowhere'),
      advice: expect.stringContaining('createdb'),
    });
  });

  test.each(['postgres://keyrack@/a?host=/nowhere', 'postgres://keyrack@127.0.0.1:1/a', 'postgres://keyrack@host.invalid/a'])(
    'says at once that nobody answers at %s',
    async (url) => {
      await expect(openPostgres({ url })).rejects.toMatchObject({
        code: 'store-failed',
        outcome: 'not-applied',
        advice: expect.stringContaining('address'),
        details: { reason: 'disconnected' },
      });
    },
  );
});

describe.skipIf(server === null)('the password of a store on PostgreSQL', () => {
  test('opens it from wherever it is kept, and stands in no failure', async () => {
    await using database = await fresh();
    await database.query(`create role r_${database.name} login password 'canary-right'`);
    await database.query(`grant all on schema public to r_${database.name}`);
    const url = databaseUrl(server ?? '', database.name, `r_${database.name}`);
    const address = parsePostgresAddress(url);
    try {
      await (await openPostgres(database, { address, password: async () => new Secret('canary-right') })).close();
      const withPassword = parsePostgresAddress(url.replace('@', ':canary-right@'));
      await (await openPostgres(database, { address: withPassword })).close();
      const wrong = await failure(openPostgres(database, { address, password: async () => new Secret('canary-wrong') }));
      expect(wrong).toMatchObject({ outcome: 'not-applied', details: { reason: 'denied' }, advice: expect.stringContaining('PGPASSFILE') });
      expect(inspect(wrong, { depth: 9 })).not.toContain('canary');
      const none = await failure(openPostgres(database, { address }));
      expect(none).toMatchObject({ details: { reason: 'denied' }, advice: expect.stringContaining('PGPASSFILE') });
    } finally {
      await database.query(`drop owned by r_${database.name}; drop role r_${database.name}`);
    }
  });
});

describe.skipIf(server === null)('a transaction on PostgreSQL', () => {
  test('that waits too long for another one says who is in the way, and changes nothing', async () => {
    await using database = await fresh();
    await using first = await openPostgres(database);
    await using second = await openPostgres(database, { lockTimeoutMs: 50 });
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const holding = first.write(() => (begin(), release));
    await begun;
    await expect(second.write(setRack)).rejects.toMatchObject({ outcome: 'not-applied', retryable: true, details: { reason: 'locked' } });
    expect(await second.read(({ meta }) => meta.get('rack'))).toBeNull();
    resolve();
    await holding;
    await second.write(setRack);
    expect(await first.read(({ meta }) => meta.get('rack'))).toBe('one');
  });

  test('that reads sees the state of its beginning, also when its first question comes later', async () => {
    await using database = await fresh();
    await using store = await openPostgres(database);
    await using another = await openPostgres(database);
    await store.read(async ({ meta }) => {
      await another.write(setRack);
      expect(await meta.get('rack')).toBeNull();
    });
  });

  test('does not wait for one of another rack in a schema of its own', async () => {
    await using database = await fresh();
    await using first = await openPostgres(database);
    await database.query(
      `create schema apart; create role a_${database.name} login superuser; alter role a_${database.name} set search_path = apart`,
    );
    const url = databaseUrl(server ?? '', database.name, `a_${database.name}`);
    await database.query(`alter role a_${database.name} password 'x'`);
    await first.write(async () => {
      await using other = await openPostgres({ url }, { password: async () => new Secret('x'), lockTimeoutMs: 50 });
      await other.write(setRack);
    });
    expect(await first.read(({ meta }) => meta.get('rack'))).toBeNull();
    await database.query(`drop owned by a_${database.name}; drop role a_${database.name}`);
  });

  test('whose statement takes too long is ended by the server', async () => {
    await using database = await fresh();
    await using store = await openPostgres(database, { statementTimeoutMs: 50 });
    await using blocker = await openPostgres(database);
    // A lock that is not of ours: somebody works on the table by hand.
    await blocker.read(async () => {
      const held = database.query('begin; lock table meta in exclusive mode; select pg_sleep(600)').catch(() => undefined);
      while ((await database.query(`select 1 from pg_locks where mode = 'ExclusiveLock' and relation = 'meta'::regclass`)).length === 0);
      await expect(store.write(setRack)).rejects.toMatchObject({ outcome: 'not-applied', retryable: true, details: { reason: 'timeout' } });
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`,
      );
      await held;
    });
    await store.write(setRack);
  });

  test('of a process that falls silent is ended by the server, and the next one goes on', async () => {
    await using database = await fresh();
    await using silent = await openPostgres(database, { idleTimeoutMs: 400 });
    await using next = await openPostgres(database);
    const { promise: paused, resolve: wake } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const write = silent.write(async (session) => {
      await session.meta.set('rack', 'silent');
      begin();
      await paused;
    });
    await begun;
    await next.write(({ meta }) => meta.set('rack', 'next'));
    wake();
    await expect(write).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'ended' } });
    expect(await next.read(({ meta }) => meta.get('rack'))).toBe('next');
  });

  test('in which an error was swallowed is not reported as written', async () => {
    await using database = await fresh();
    await using store = await openPostgres(database);
    await database.query('alter table meta add constraint short check (length(value) < 5)');
    const write = store.write(async ({ meta }) => {
      await meta.set('rack', 'fine');
      await meta.set('other', 'too long').catch(() => undefined);
    });
    await expect(write).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'ended' } });
    expect(await store.read(({ meta }) => meta.get('rack'))).toBeNull();
  });

  test('reads as many at once as there are connections, and the rest in turn', async () => {
    await using database = await fresh();
    await using store = await openPostgres(database);
    const counts = await Promise.all(Array.from({ length: 40 }, () => store.read(({ keys }) => keys.count({}))));
    expect(counts).toEqual(Array.from({ length: 40 }, () => 0));
    const sessions = `select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'keyrack'`;
    expect((await database.query(sessions))[0]?.['count']).toBeLessThanOrEqual(5);
  });
});

describe.skipIf(server === null)('an operation that many processes want at once', () => {
  const processes = 8;

  test('goes to one of them each time, and the others are told', async () => {
    await using database = await fresh();
    const stores = await Promise.all(Array.from({ length: processes }, () => openPostgres(database)));
    await stores[0]?.write(begun);
    for (let epoch = 1; epoch <= 10; epoch++) {
      const taken = await Promise.allSettled(
        stores.map((store, index) =>
          store.write(async ({ operations }) => {
            const operation = await operations.get('op1');
            if (operation) await operations.update({ ...operation, epoch: epoch + 1, holder: `process ${index}` }, epoch);
          }),
        ),
      );
      expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const codes = taken.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { readonly code: string }).code] : []));
      expect(new Set(codes)).toEqual(new Set(['stale-epoch']));
    }
    for (const store of stores) await store.close();
  });

  test('goes to one of them also without the lock of those that write: the epoch alone decides', async () => {
    await using database = await fresh();
    await using store = await openPostgres(database);
    await store.write(begun);
    const take = `update operation set epoch = epoch + 1 where id = 'op1' and epoch = $1 returning epoch`;
    for (let epoch = 1; epoch <= 5; epoch++) {
      const taken = await Promise.all(Array.from({ length: processes }, () => database.query(take, [epoch])));
      expect(taken.filter((rows) => rows.length > 0)).toHaveLength(1);
    }
    expect((await store.read(({ operations }) => operations.get('op1')))?.epoch).toBe(6);
  });
});

describe.skipIf(server === null)('what a store on PostgreSQL says about itself', () => {
  test('names the server that does not wait for its disk', async () => {
    await using database = await fresh();
    await using store = await openPostgres(database);
    const report = await store.inspect();
    expect(report).toMatchObject({
      kind: 'postgres',
      place: database.url,
      problems: [{ state: 'error', finding: expect.stringContaining('fsync = off'), advice: expect.stringContaining('fsync = on') }],
      details: { fsync: 'off', synchronousCommit: 'off', encoding: 'UTF8', encrypted: false },
    });
  });
});

async function failure(work: Promise<unknown>): Promise<StoreFailedError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (StoreFailedError.isInstance(error)) return error;
  throw new Error(`expected a failure of the store, got ${String(error)}`);
}

/** An operation on a key, at its first epoch. */
async function begun({ connections, keys, operations }: StoreSession): Promise<void> {
  await connections.insert(connection());
  await keys.insert([key('k1')]);
  await operations.insert({
    id: 'op1',
    kind: 'issue',
    keyId: 'k1',
    connectionId: 'c1',
    state: 'running',
    direction: 'forward',
    epoch: 1,
    holder: null,
    waitUntilMs: null,
    reason: null,
    failedAttempts: 0,
    actor: 'alice',
    parameters: {},
    createdAtMs: 1,
    updatedAtMs: 1,
    finishedAtMs: null,
  });
}
