import { DatabaseSync } from 'node:sqlite';
import type { Store, StoreSession } from '@keyrack/contracts';
import { ManualClock, scratchFolder } from '@keyrack/testing-kit';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { databaseUrl, freshDatabase, postgresProxy } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { moveStore, parsePostgresAddress } from '../src/index.ts';
import type { MoveReport } from '../src/index.ts';
import { openPostgres } from './postgres-fixture.ts';
import { connection, key, openForTest, version } from './store-fixture.ts';

const server = inject('postgres');
const impatient = { nowMs: () => 0, sleep: async () => {} };
const odd = 'nul \0, one \u0001, Ä 🔑 \'"\\ \n';

describe.skipIf(server === null)('moving a store to PostgreSQL', () => {
  let folder: ScratchFolder;
  let database: TestDatabase;
  let path: string;
  beforeEach(async () => {
    folder = await scratchFolder();
    database = await freshDatabase(server ?? '');
    path = folder.join('keyrack.db');
    await using store = await openForTest(path);
    await store.write(fill);
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  function move(url = database.url, dryRun = false): Promise<MoveReport> {
    return moveStore({ path, target: { address: parsePostgresAddress(url), clock: impatient }, id: 'move-1', dryRun });
  }

  async function contents(store: Store): Promise<unknown> {
    return store.read(everything);
  }

  test('brings every row of every table over, and says how many of each', async () => {
    const before = await withStore(() => openForTest(path), contents);
    const { tables, resumed } = await move();
    expect(resumed).toBe(false);
    await using target = await openPostgres(database);
    expect(await contents(target)).toEqual(before);
    const sqlite = new DatabaseSync(path, { readOnly: true });
    const names = sqlite.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`).all();
    sqlite.close();
    expect(tables.map(({ table }) => table).toSorted()).toEqual(
      names
        .map(({ name }) => String(name))
        .filter((name) => name !== 'schema_migration')
        .toSorted(),
    );
    expect(Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))).toMatchObject({
      access_key: 2_500,
      key_version: 2_500,
      audit_event: 1,
      meta: 2,
    });
    for (const { sha256 } of tables) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    await target.write(({ meta }) => meta.set('rackId', 'goes on'));
  });

  test('leaves nothing that could be written to both: neither by who opens the source, nor by who has it open', async () => {
    await using before = await openForTest(path);
    await before.write(({ meta }) => meta.set('open', 'yes'));
    await move();
    for (const write of [
      (session: StoreSession) => session.meta.set('open', 'late'),
      (session: StoreSession) => session.keys.update(key('k1', { state: 'revoked' })),
      (session: StoreSession) => session.connections.remove('c1'),
    ]) {
      await expect(before.write(write)).rejects.toMatchObject({
        code: 'store-failed',
        outcome: 'not-applied',
        details: { reason: 'moved' },
      });
    }
    await expect(openForTest(path)).rejects.toMatchObject({ message: expect.stringContaining(database.url), details: { reason: 'moved' } });
    await expect(move()).rejects.toMatchObject({ details: { reason: 'moved' } });
    await using other = await freshDatabase(server ?? '');
    await expect(move(other.url)).rejects.toMatchObject({ message: expect.stringContaining(database.url), details: { reason: 'moved' } });
  });

  test('refuses a target that holds a rack, and leaves both as they were', async () => {
    {
      await using target = await openPostgres(database);
      await target.write(({ meta }) => meta.set('rackId', 'another'));
    }
    for (const dryRun of [true, false])
      await expect(move(database.url, dryRun)).rejects.toMatchObject({ details: { reason: 'not-empty' } });
    await using target = await openPostgres(database);
    expect(await target.read(({ meta }) => meta.get('rackId'))).toBe('another');
    await using source = await openForTest(path);
    await source.write(({ meta }) => meta.set('rackId', 'goes on'));
  });

  test('changes nothing when it only looks', async () => {
    const { tables } = await move(database.url, true);
    expect(tables.find(({ table }) => table === 'access_key')?.rows).toBe(2_500);
    await using source = await openForTest(path);
    await source.write(({ meta }) => meta.set('rackId', 'goes on'));
    await using target = await openPostgres(database);
    expect(await target.read(({ keys }) => keys.count({}))).toBe(0);
  });

  test('notices a row that is another one in the target, and moves nothing then', async () => {
    await (await openPostgres(database)).close();
    await database.query(
      `create function spoil() returns trigger language plpgsql as $$ begin new.name := upper(new.name); return new; end $$`,
    );
    await database.query(`create trigger spoil before insert on access_key for each row when (new.id = 'k7') execute function spoil()`);
    await expect(move()).rejects.toMatchObject({ message: expect.stringContaining('access_key'), details: { reason: 'differs' } });
    await using source = await openForTest(path);
    await source.write(({ meta }) => meta.set('rackId', 'goes on'));
    expect(await database.query('select count(*)::int as count from access_key')).toEqual([{ count: 0 }]);
  });

  test('waits for what another process is just writing, and takes it along', async () => {
    const other = new DatabaseSync(path);
    other.exec(`begin immediate; insert into meta values ('open', 'just written')`);
    const moving = move();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    other.exec('commit');
    other.close();
    await moving;
    await using target = await openPostgres(database);
    expect(await target.read(({ meta }) => meta.get('open'))).toBe('just written');
  });

  describe('that is stopped', () => {
    test.each(['before', 'after'] as const)(
      'in the commit of the copy (%s it was kept) leaves the source as the store; repeating it moves',
      async (when) => {
        await using proxy = await postgresProxy(server ?? '');
        await (await openPostgres(database)).close();
        proxy.cut({ statement: /^Q....commit\0/s, after: /insert into "access_key"/, when });
        await expect(move(databaseUrl(proxy.socketFolder, database.name))).rejects.toMatchObject({ outcome: 'unknown' });
        expect(proxy.cuts).toBe(1);
        {
          await using source = await openForTest(path);
          await source.write(({ meta }) => meta.set('open', 'written meanwhile'));
        }
        if (when === 'after') await expect(openPostgres(database)).rejects.toMatchObject({ details: { reason: 'unconfirmed' } });
        expect((await move()).resumed).toBe(false);
        await using target = await openPostgres(database);
        expect(await target.read(({ meta }) => meta.get('open'))).toBe('written meanwhile');
      },
    );

    test('after the source was closed leaves a copy that nobody uses; repeating it confirms that one', async () => {
      await using proxy = await postgresProxy(server ?? '');
      await (await openPostgres(database)).close();
      const url = databaseUrl(proxy.socketFolder, database.name);
      proxy.cut({ statement: /delete from "meta"/, when: 'before' });
      await expect(move(url)).rejects.toMatchObject({ code: 'store-failed' });
      expect(proxy.cuts).toBe(1);
      await expect(openForTest(path)).rejects.toMatchObject({ details: { reason: 'moved' } });
      await expect(openPostgres(database)).rejects.toMatchObject({ details: { reason: 'unconfirmed' } });
      const { tables, resumed } = await move(url);
      expect([resumed, tables.find(({ table }) => table === 'access_key')?.rows]).toEqual([true, 2_500]);
      await using target = await openPostgres(database);
      expect(await target.read(({ keys }) => keys.count({}))).toBe(2_500);
    });
  });

  test('says that there is none where there is none, and makes none', async () => {
    const nowhere = folder.join('nowhere.db');
    const target = { address: parsePostgresAddress(database.url), clock: new ManualClock() };
    await expect(moveStore({ path: nowhere, target, id: 'move-1' })).rejects.toMatchObject({ details: { reason: 'cannot-open' } });
  });
});

async function withStore<T>(open: () => Promise<Store & AsyncDisposable>, work: (store: Store) => Promise<T>): Promise<T> {
  await using store = await open();
  return await work(store);
}

async function fill(session: StoreSession): Promise<void> {
  await session.meta.set('rackId', odd);
  await session.meta.set('empty', '');
  await session.dataKeys.insert({ id: 'dk1', purpose: 'secrets', wrapped: 'x', createdAtMs: 1 });
  await session.owners.insert({
    id: odd,
    displayName: null,
    kind: 'person',
    state: 'active',
    createdAtMs: 1,
    updatedAtMs: Number.MAX_SAFE_INTEGER,
  });
  await session.connections.insert(connection());
  const keys = Array.from({ length: 2_500 }, (_, index) =>
    key(`k${index}`, index % 3 === 0 ? { labels: { [odd]: String(index) }, name: `${odd}${index}` } : {}),
  );
  await session.keys.insert(keys);
  await session.versions.insert(keys.map(({ id }) => version(id)));
  await session.versions.writeSecret('v-k1', 'sealed');
  await session.operations.insert({
    id: 'op1',
    kind: 'issue',
    keyId: 'k1',
    connectionId: 'c1',
    state: 'running',
    direction: 'forward',
    epoch: 3,
    holder: 'somebody',
    waitUntilMs: null,
    reason: odd,
    failedAttempts: 0,
    actor: 'alice',
    parameters: { deep: [1, null, odd] },
    createdAtMs: 1,
    updatedAtMs: 1,
    finishedAtMs: null,
  });
  const step = {
    id: 's1',
    operationId: 'op1',
    number: 1,
    name: 'create',
    versionId: 'v-k1',
    state: 'begun',
    outcome: null,
    intent: {},
  } as const;
  await session.operations.insertStep({ ...step, begunAtMs: 1, lastCallAtMs: null, settledAtMs: null, error: null }, 'sealed intent');
  await session.audit.append({
    sequence: 1,
    type: 'key.issued',
    atMs: 1,
    actor: 'alice',
    connectionId: 'c1',
    keyId: 'k1',
    operationId: 'op1',
    detail: { text: odd },
    previousHash: '0'.repeat(64),
    hash: 'a'.repeat(64),
  });
}

async function everything(session: StoreSession): Promise<unknown> {
  const pages = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await session.keys.list({}, { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.items);
    cursor = page.nextCursor;
  }
  return [
    pages,
    await session.meta.get('rackId'),
    await session.meta.get('empty'),
    await session.dataKeys.list(),
    await session.connections.list(),
    await session.owners.list(),
    await session.keys.count({ label: { name: odd } }),
    await session.versions.readSecret('v-k1'),
    await session.operations.list({}),
    await session.operations.steps('op1'),
    await session.operations.readStepSecrets('s1'),
    await session.audit.list({}),
  ];
}
