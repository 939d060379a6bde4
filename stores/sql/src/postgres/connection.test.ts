import { EventEmitter } from 'node:events';
import type { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import { PostgresConnection } from './connection.ts';

/** A pool with one client, which answers in the given way and notes whether it is thrown away. */
function poolOf(answer: (sql: string) => Promise<object>): { readonly pool: Pool; readonly thrownAway: boolean[] } {
  const thrownAway: boolean[] = [];
  const client = Object.assign(new EventEmitter(), { query: answer, release: (destroy: boolean) => void thrownAway.push(destroy) });
  return { pool: { connect: async () => client } as unknown as Pool, thrownAway }; // the members that a connection uses
}

describe('a connection whose answer does not come', () => {
  test('is thrown away: the answer may come yet, to another question', async () => {
    const { pool, thrownAway } = poolOf(async (sql) => {
      if (sql.startsWith('begin')) return { rows: [], command: 'BEGIN' };
      throw new Error('Query read timeout');
    });
    const connection = new PostgresConnection(pool);
    await connection.begin('begin', 'write');
    const statement = { sql: 'select 1', parameters: [] } as unknown as Parameters<typeof connection.executeQuery>[0]; // what is read of it
    await expect(connection.executeQuery(statement)).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'disconnected' } });
    await expect(connection.commit()).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'ended' } });
    await connection.rollback();
    connection.release();
    expect(thrownAway).toEqual([true]);
  });

  test('is kept when the server merely refused something', async () => {
    const { pool, thrownAway } = poolOf(async () => ({ rows: [], command: 'ROLLBACK' }));
    const connection = new PostgresConnection(pool);
    await connection.begin('begin', 'write');
    await expect(connection.commit()).rejects.toMatchObject({ outcome: 'not-applied', details: { reason: 'ended' } });
    await connection.rollback();
    connection.release();
    expect(thrownAway).toEqual([false]);
  });
});
