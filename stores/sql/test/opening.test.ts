import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreFailedError } from '@keyrack/contracts';
import { ManualClock, scratchFolder } from '@keyrack/testing-kit';
import { Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrations } from '../src/migrations/index.ts';
import { migrate } from '../src/migrations/migrate.ts';
import type { Database } from '../src/schema.ts';
import { sqliteDialect } from '../src/sqlite/driver.ts';
import { openForTest } from './store-fixture.ts';

describe('opening a store', () => {
  test('refuses one that a newer version wrote, and changes nothing in it', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    await (await openForTest(path)).close();
    const database = new DatabaseSync(path);
    database.exec("insert into schema_migration values (999, 'from the future', 1); pragma wal_checkpoint(truncate)");
    database.close();
    const before = readFileSync(path);
    await expect(openForTest(path)).rejects.toSatisfy(
      (error) =>
        StoreFailedError.isInstance(error) &&
        error.message.includes('newer Keyrack (schema 999; this version knows schemas up to') &&
        error.advice !== null &&
        error.details['reason'] === 'newer-schema',
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('does not write to one that has the newest schema: another process may be writing meanwhile', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    await (await openForTest(path)).close();
    const before = readFileSync(path);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    {
      await using store = await openForTest(path, { lockTimeoutMs: 20 });
      expect(await store.read(({ meta }) => meta.get('rack'))).toBeNull();
    }
    other.exec('rollback');
    other.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('applies the migrations that are missing all together or not at all', async () => {
    await using folder = await scratchFolder();
    const open = (): DatabaseSync => new DatabaseSync(folder.join('keyrack.db'));
    const db = new Kysely<Database>({ dialect: sqliteDialect({ open, attempts: 1 }) });
    const first = {
      version: 1,
      name: 'makes a table',
      apply: (on: Kysely<unknown>) => on.schema.createTable('one').addColumn('a', 'text').execute(),
    };
    const fails = {
      version: 2,
      name: 'fails half-way',
      apply: async (on: Kysely<unknown>) => {
        await on.schema.createTable('two').addColumn('a', 'text').execute();
        throw new Error('half-way');
      },
    };
    const clock = new ManualClock();
    const tables = async (): Promise<readonly string[]> =>
      (await sql<{ name: string }>`select name from sqlite_schema where type = 'table' order by name`.execute(db)).rows.map(
        ({ name }) => name,
      );
    await expect(migrate(db, [first, fails], clock)).rejects.toThrow('half-way');
    expect(await tables()).toEqual([]);
    await migrate(db, [first], clock);
    await expect(migrate(db, [first, fails], clock)).rejects.toThrow('half-way');
    expect(await tables()).toEqual(['one', 'schema_migration']);
    await migrate(db, [first, { version: 2, name: 'works', apply: (on) => on.schema.dropTable('one').execute() }], clock);
    expect(await tables()).toEqual(['schema_migration']);
    const recorded = await db.selectFrom('schema_migration').selectAll().orderBy('version').execute();
    expect(recorded).toEqual([
      { version: 1, name: 'makes a table', applied_at_ms: clock.nowMs() },
      { version: 2, name: 'works', applied_at_ms: clock.nowMs() },
    ]);
    await db.destroy();
  });

  test('has migrations without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  test('keeps a store in memory apart from every other', async () => {
    await using one = await openForTest(':memory:');
    await using other = await openForTest(':memory:');
    await one.write(({ meta }) => meta.set('rack', 'one'));
    expect(await one.read(({ meta }) => meta.get('rack'))).toBe('one');
    expect(await other.read(({ meta }) => meta.get('rack'))).toBeNull();
    await expect(one.read(({ meta }) => meta.set('rack', 'two'))).rejects.toMatchObject({ details: { reason: 'read-session' } });
    await one.write(({ meta }) => meta.set('rack', 'three'));
    expect(await one.read(({ meta }) => meta.get('rack'))).toBe('three');
  });
});

describe('a locked store', () => {
  test('is read, fails a write in time with what to do, and is written when the lock is gone', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    await using store = await openForTest(path, { lockTimeoutMs: 60 });
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    await expect(store.write(({ meta }) => meta.set('rack', 'one'))).rejects.toMatchObject({
      outcome: 'not-applied',
      retryable: true,
      advice: expect.stringContaining('Another process'),
      details: { reason: 'locked' },
    });
    expect(await store.read(({ meta }) => meta.get('rack'))).toBeNull();
    other.exec('rollback');
    other.close();
    await store.write(({ meta }) => meta.set('rack', 'two'));
    expect(await store.read(({ meta }) => meta.get('rack'))).toBe('two');
  });

  test('is waited for while the rest of the process goes on', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    await using store = await openForTest(path);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    // Only this process can end the lock, so it has to get a turn while the write waits.
    const released = afterTurns(5).then(() => {
      other.exec('commit');
      other.close();
    });
    await store.write(({ meta }) => meta.set('rack', 'one'));
    await released;
    expect(await store.read(({ meta }) => meta.get('rack'))).toBe('one');
  });

  test('that nobody else may even read is waited for too', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    await (await openForTest(path)).close();
    // As the last process does while it closes: it moves the log into the file and lets nobody in meanwhile.
    const other = new DatabaseSync(path);
    other.exec('pragma locking_mode = exclusive; begin immediate; commit');
    const released = afterTurns(5).then(() => other.close());
    await using store = await openForTest(path);
    await released;
    expect(await store.read(({ meta }) => meta.get('rack'))).toBeNull();
  });

  test('that is just being made by another process is waited for', async () => {
    await using folder = await scratchFolder();
    const path = folder.join('keyrack.db');
    const other = new DatabaseSync(path);
    other.exec('begin exclusive');
    const released = afterTurns(5).then(() => {
      other.exec('commit');
      other.close();
    });
    await using store = await openForTest(path);
    await released;
    expect(await store.read(({ meta }) => meta.get('rack'))).toBeNull();
  });
});

test('a session for reading sees the state of its beginning, also when its first question comes later', async () => {
  await using folder = await scratchFolder();
  await using store = await openForTest(folder.join('keyrack.db'));
  await using another = await openForTest(folder.join('keyrack.db'));
  await store.read(async ({ meta }) => {
    await another.write((session) => session.meta.set('rack', 'later'));
    expect(await meta.get('rack')).toBeNull();
  });
});

describe('a transaction inside a transaction', () => {
  test.each([
    ['write', 'write'],
    ['write', 'read'],
    ['read', 'write'],
    ['read', 'read'],
  ] as const)('%s in %s is refused instead of waiting for itself', async (inner, outer) => {
    await using store = await openForTest(':memory:');
    const nested = store[outer](() => store[inner](({ meta }) => meta.get('rack')));
    await expect(nested).rejects.toMatchObject({ details: { reason: 'nested' }, advice: expect.stringContaining('session') });
  });

  test('does not keep what was started inside one from using the store later', async () => {
    await using store = await openForTest(':memory:');
    let later: Promise<string | null> | undefined;
    await store.write(async ({ meta }) => {
      await meta.set('rack', 'one');
      later = new Promise((resolve) => setImmediate(resolve))
        .then(() => new Promise((resolve) => setImmediate(resolve)))
        .then(() => store.read((session) => session.meta.get('rack')));
    });
    expect(await later).toBe('one');
  });
});

/** Lets the process do other things so many times. */
async function afterTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
