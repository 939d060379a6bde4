import { ManualClock } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import { describe, expect, inject, test } from 'vitest';
import { openPostgresStore, parsePostgresAddress } from '../src/index.ts';
import type { PostgresStore } from '../src/index.ts';

const server = inject('postgres');

async function withStore(work: (store: PostgresStore, database: TestDatabase) => Promise<void>): Promise<void> {
  await using database = await freshDatabase(server ?? '');
  const store = await openPostgresStore({ address: parsePostgresAddress(database.url), clock: new ManualClock() });
  await work(store, database);
  await store.close();
}

/** Makes the last sign of life of everybody, and the start of the server, older than they are. */
async function age(database: TestDatabase, ms: number): Promise<void> {
  await database.query(`update holder set heartbeat_at_ms = heartbeat_at_ms - ${ms}`);
}

describe.skipIf(server === null)('a holder of operations on PostgreSQL', () => {
  test('lives as long as it gives signs of life, and is dead when it gave none for long enough', () =>
    withStore(async ({ heartbeats }, database) => {
      await heartbeats.beat('one');
      await heartbeats.beat('two');
      expect(await heartbeats.isMissed('one', 30_000)).toBe(false);
      await database.query(`update holder set heartbeat_at_ms = heartbeat_at_ms - 1000 where id = 'one'`);
      const upMs = await serverAgeMs(database);
      // A server that just began has heard nobody for long, so the question is asked for less than that.
      expect(await heartbeats.isMissed('one', Math.min(900, upMs))).toBe(true);
      expect(await heartbeats.isMissed('two', 900)).toBe(false);
      await heartbeats.beat('one');
      expect(await heartbeats.isMissed('one', 900)).toBe(false);
    }));

  test('is not dead because the server was away: it could not take any sign', () =>
    withStore(async ({ heartbeats }, database) => {
      await heartbeats.beat('one');
      await age(database, 3_600_000);
      const upMs = await serverAgeMs(database);
      expect(await heartbeats.isMissed('one', upMs + 60_000)).toBe(false);
      expect(await heartbeats.isMissed('one', upMs)).toBe(true);
    }));

  test('is dead when it ended in order, or was never known', () =>
    withStore(async ({ heartbeats }) => {
      await heartbeats.beat('one');
      await heartbeats.end('one');
      expect(await heartbeats.isMissed('one', 30_000)).toBe(true);
      expect(await heartbeats.isMissed('never', 30_000)).toBe(true);
    }));

  test('is forgotten after a day, when somebody new comes', () =>
    withStore(async ({ heartbeats }, database) => {
      await heartbeats.beat('old');
      await age(database, 25 * 60 * 60_000);
      await heartbeats.beat('new');
      expect(await database.query('select id from holder')).toEqual([{ id: 'new' }]);
    }));

  test('gives signs of life while others write for long', () =>
    withStore(async ({ write, heartbeats }) => {
      await write(async () => {
        await heartbeats.beat('one');
        expect(await heartbeats.isMissed('one', 30_000)).toBe(false);
      });
    }));
});

async function serverAgeMs(database: TestDatabase): Promise<number> {
  const [row] = await database.query(`select (extract(epoch from clock_timestamp() - pg_postmaster_start_time()) * 1000)::int as age`);
  return Number(row?.['age']);
}
