import type { Operation } from '@keyrack/contracts';
import { systemClock } from './system-clock.ts';
import { freshDatabase } from '@keyrack/testing-postgres';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { openPostgresStore, parsePostgresAddress } from '../src/index.ts';
import type { PostgresStore } from '../src/index.ts';
import { connection, key } from './store-fixture.ts';

const server = inject('postgres');

function operation(changes: Partial<Operation>): Operation {
  return {
    id: 'op1',
    kind: 'revoke',
    keyId: 'k1',
    connectionId: 'c1',
    state: 'running',
    direction: 'forward',
    epoch: 1,
    holder: null,
    waitUntilMs: null,
    reason: null,
    failedAttempts: 0,
    actor: 'tester',
    parameters: {},
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    finishedAtMs: null,
    ...changes,
  };
}

/** Two processes on one store, of which one listens. */
async function withListener(
  work: (scene: { readonly writer: PostgresStore; readonly heard: number[]; readonly cut: () => Promise<unknown> }) => Promise<void>,
): Promise<void> {
  await using database = await freshDatabase(server ?? '');
  const open = (): Promise<PostgresStore> => openPostgresStore({ address: parsePostgresAddress(database.url), clock: systemClock });
  const [writer, listener] = [await open(), await open()];
  await writer.write(async ({ connections, keys }) => {
    await connections.insert(connection());
    await keys.insert([key('k1')]);
  });
  const heard: number[] = [];
  const listening = listener.listen((dueAtMs) => void heard.push(dueAtMs));
  try {
    const connections = `select pid from pg_stat_activity where query = 'listen keyrack_due'`;
    while ((await database.query(connections)).length === 0) await setTimeout(10);
    await work({
      writer,
      heard,
      cut: () => database.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen keyrack_due'`),
    });
  } finally {
    await listening[Symbol.asyncDispose]();
  }
  await writer.close();
  await listener.close();
}

async function hears(heard: readonly number[], expected: number): Promise<void> {
  while (!heard.includes(expected)) await setTimeout(10); // the test's own time-out is the limit
}

describe.skipIf(server === null)('a process that listens on PostgreSQL', () => {
  test('is called when an operation is left to whoever comes first, with the instant from which it is due', () =>
    withListener(async ({ writer, heard }) => {
      await writer.write(({ operations }) => operations.insert(operation({})));
      await writer.write(({ operations }) => operations.update(operation({ holder: 'p1', epoch: 2 }), 1));
      await writer.write(({ operations }) => operations.update(operation({ state: 'waiting', waitUntilMs: 7_000, epoch: 2 }), 2));
      await writer.write(({ operations }) => operations.update(operation({ state: 'waiting', waitUntilMs: null, epoch: 2 }), 2));
      await writer.write(({ operations }) => operations.update(operation({ state: 'waiting', waitUntilMs: 8_000, epoch: 2 }), 2));
      await hears(heard, 8_000);
      expect(heard).toEqual([1_000, 7_000, 8_000]);
    }));

  test('hears nothing of what was not committed', () =>
    withListener(async ({ writer, heard }) => {
      const failing = writer.write(async ({ operations }) => {
        await operations.insert(operation({}));
        throw new Error('not today');
      });
      await expect(failing).rejects.toThrow('not today');
      await writer.write(({ operations }) => operations.insert(operation({ updatedAtMs: 9_000 })));
      await hears(heard, 9_000);
      expect(heard).toEqual([9_000]);
    }));

  test('whose connection was cut listens again, and looks for what it may have missed', () =>
    withListener(async ({ writer, heard, cut }) => {
      await cut();
      await hears(heard, 0);
      await writer.write(({ operations }) => operations.insert(operation({})));
      await hears(heard, 1_000);
      expect(heard).toEqual([0, 1_000]);
    }));
});
