import type { Clock } from '@keyrack/contracts';
import { PostgresAdapter, PostgresIntrospector } from 'kysely';
import type { DatabaseConnection, Dialect, Driver, TransactionSettings } from 'kysely';
import type { Pool } from 'pg';
import { PostgresConnection } from './connection.ts';
import { isStarting, mayBeBetterLater } from './failures.ts';
import { ByteOrderCompiler } from './query-compiler.ts';
import { Turns } from './turns.ts';

/** How transactions are begun, and how many at once. */
export interface PostgresDriverOptions {
  readonly pool: Pool;
  /** How many transactions may run at once, at most as many as the pool has connections. */
  readonly atOnce: number;
  /** What begins a transaction that reads, and one that writes. */
  readonly begin: { readonly reading: string; readonly writing: string };
  readonly clock: Clock;
}

/** Pauses before a transaction is begun once more: long enough for a server that is restarted. */
const pausesMs: readonly number[] = [0, 100, 250, 500, 1_000, 2_000, 4_000];

/** Kysely's dialect for PostgreSQL over `pg`. */
export function postgresDialect(options: PostgresDriverOptions): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PooledDriver(options),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new ByteOrderCompiler(),
  };
}

/**
 * Connections of a pool. The one thing that is ever tried again is the beginning of a transaction: nothing was asked within it
 * yet, so nothing can happen twice.
 */
class PooledDriver implements Driver {
  readonly #options: PostgresDriverOptions;
  readonly #turns: Turns;
  /** Whether the server was reached before: then it is worth waiting for. */
  #wasReached = false;

  constructor(options: PostgresDriverOptions) {
    this.#options = options;
    this.#turns = new Turns(options.atOnce);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take();
    return new PostgresConnection(this.#options.pool);
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ours(connection).release();
    this.#turns.give();
  }

  async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    const { begin, clock } = this.#options;
    const phase = accessMode === 'read only' ? 'read' : 'write';
    const statements = phase === 'read' ? begin.reading : begin.writing;
    for (const [attempt, pauseMs] of [...pausesMs, null].entries()) {
      try {
        await ours(connection).begin(statements, phase);
        this.#wasReached = true;
        return;
      } catch (error) {
        if (pauseMs === null || !(this.#wasReached ? mayBeBetterLater(error) : isStarting(error))) throw error;
        // The pool may still hold connections of before the cut; each is found out by being used.
        ours(connection).release();
        if (attempt > 0) await clock.sleep(pauseMs);
      }
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await ours(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await ours(connection).rollback();
  }

  async destroy(): Promise<void> {
    await this.#options.pool.end();
  }
}

function ours(connection: DatabaseConnection): PostgresConnection {
  return connection as PostgresConnection; // the only ones that acquireConnection gives
}
