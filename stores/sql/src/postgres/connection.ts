import { StoreFailedError } from '@keyrack/contracts';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { Pool, PoolClient, QueryArrayResult } from 'pg';
import { bindable, isBatch } from '../bindable.ts';
import { severalRows } from './batch.ts';
import { readFailure } from './failures.ts';
import type { Phase } from './failures.ts';
import { encodeText } from './texts.ts';

/** A connection of the pool for the time of one transaction. It is taken when something is asked for the first time. */
export class PostgresConnection implements DatabaseConnection {
  readonly #pool: Pool;
  #client: PoolClient | null = null;
  #phase: Phase | null = null;
  /** The server or the network ended it. */
  #lost = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Begins a transaction with statements that go to the server together. @throws {StoreFailedError} and then there is no transaction. */
  async begin(statements: string, phase: 'read' | 'write'): Promise<void> {
    try {
      await this.#run(statements, 'begin');
      this.#phase = phase;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  /** @throws {StoreFailedError} with outcome `unknown` when the connection was cut before the answer came. */
  async commit(): Promise<void> {
    if (this.#lost) throw endedBefore();
    // Where nothing was written, a lost answer leaves nothing open.
    const { command } = await this.#run('commit', this.#phase === 'write' ? 'commit' : 'read');
    // The server says so, and no more, when an error had ended the transaction before.
    if (command !== 'COMMIT') throw endedBefore();
    this.#phase = null;
  }

  /** Never throws: a connection on which even this fails is thrown away, and the server rolls back by itself. */
  async rollback(): Promise<void> {
    this.#phase = null;
    if (this.#client === null || this.#lost) return;
    await this.#run('rollback', 'begin').catch(() => (this.#lost = true));
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const phase = this.#phase ?? 'read';
    if (isBatch(parameters)) {
      const columns = parameters[0]?.length ?? 0;
      const { rowCount } = await this.#run(severalRows(sql, { columns, rows: parameters.length }), phase, parameters.flat());
      return { rows: [], numAffectedRows: BigInt(rowCount ?? 0) };
    }
    const { rows, rowCount } = await this.#run(sql, phase, parameters);
    // The rows have the columns that the query was built with.
    return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) };
  }

  // eslint-disable-next-line require-yield -- the interface demands a generator, and nothing of ours streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new StoreFailedError('Streams are not supported: an open cursor would hold the connection');
  }

  /** Gives the connection back to the pool, or throws it away when it is of no use any more. */
  release(): void {
    const client = this.#client;
    if (client === null) return;
    this.#client = null;
    client.off('error', this.#onLost).off('end', this.#onLost);
    client.release(this.#lost);
    this.#lost = false;
  }

  async #run(sql: string, phase: Phase, parameters: readonly unknown[] = []): Promise<QueryArrayResult> {
    const client = (this.#client ??= await this.#connect());
    try {
      const values = bindable(parameters).map((value) => (typeof value === 'string' ? encodeText(value) : value));
      return (await client.query(sql, values)) as unknown as QueryArrayResult; // the last one, where it was several statements
    } catch (error) {
      const failure = readFailure(error, phase);
      // A statement without an answer may still run: nothing else can be asked on this connection.
      if (StoreFailedError.isInstance(failure) && failure.details['reason'] === 'disconnected') this.#lost = true;
      throw failure;
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      const client = await this.#pool.connect();
      return client.on('error', this.#onLost).on('end', this.#onLost);
    } catch (error) {
      throw readFailure(error, 'connect');
    }
  }

  readonly #onLost = (): void => void (this.#lost = true);
}

/** What follows an error that ended the transaction must not be written by itself. */
function endedBefore(): StoreFailedError {
  return new StoreFailedError('The transaction was ended before, by an error or because the connection was lost', {
    details: { reason: 'ended' },
  });
}
