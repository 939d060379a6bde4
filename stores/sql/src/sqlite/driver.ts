import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { StoreFailedError } from '@keyrack/contracts';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import { bindable, isBatch } from '../bindable.ts';
import { readFailure } from './failures.ts';
import type { Phase } from './failures.ts';
import { patiently } from './patiently.ts';
import { Statements, toObjects } from './statements.ts';

/** How a connection is opened and how long it waits for others. */
export interface SqliteConnectionOptions {
  /** Opens the database; called once, when the connection is first used. */
  readonly open: () => DatabaseSync;
  /** How often opening it, and beginning a transaction, is tried while another process holds the lock. */
  readonly attempts: number;
}

/** Kysely's dialect for SQLite over the driver that comes with Node. */
export function sqliteDialect(options: SqliteConnectionOptions): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(options),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** One connection; Kysely lets its transactions follow each other. */
class NodeSqliteDriver implements Driver {
  readonly #options: SqliteConnectionOptions;
  #connection: NodeSqliteConnection | null = null;

  constructor(options: SqliteConnectionOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {
    this.#connection = new NodeSqliteConnection(await patiently(this.#options.attempts, this.#options.open));
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#opened;
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(_: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const reading = settings.accessMode === 'read only';
    const connection = this.#opened;
    await patiently(this.#options.attempts, () => connection.begin(reading)).catch((error: unknown) => {
      throw readFailure(error, reading ? 'read' : 'write');
    });
  }

  async commitTransaction(): Promise<void> {
    this.#opened.commit();
  }

  async rollbackTransaction(): Promise<void> {
    this.#opened.rollback();
  }

  async destroy(): Promise<void> {
    this.#connection?.close();
  }

  get #opened(): NodeSqliteConnection {
    if (!this.#connection) throw new StoreFailedError('The database is not open');
    return this.#connection;
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  #phase: Phase | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  begin(reading: boolean): void {
    // A store in memory reads and writes through one connection, so every transaction says which it is.
    this.#run(reading ? 'pragma query_only = on' : 'pragma query_only = off');
    this.#run(reading ? 'begin' : 'begin immediate');
    this.#phase = reading ? 'read' : 'write';
    if (!reading) return;
    try {
      // A deferred transaction sees the state of its first read. Let that be now.
      this.#statements.get('select 1 from sqlite_schema limit 1').statement.get();
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  commit(): void {
    this.#requireTransaction();
    try {
      this.#run('commit');
      this.#phase = null;
    } catch (error) {
      throw readFailure(error, 'commit');
    }
  }

  rollback(): void {
    this.#phase = null;
    // A full disk and some other failures have ended the transaction already.
    if (this.#database.isTransaction) this.#run('rollback');
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#phase !== null) this.#requireTransaction();
    try {
      const { statement, columns } = this.#statements.get(sql);
      if (isBatch(parameters)) return { rows: [], numAffectedRows: runBatch(statement, parameters) };
      const values = bindable(parameters);
      if (columns.length > 0) {
        const rows = statement.all(...values) as unknown as readonly (readonly unknown[])[]; // as the statement was told
        return { rows: toObjects(columns, rows) as R[] }; // the columns that the query was built with
      }
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
    } catch (error) {
      throw readFailure(error, this.#phase ?? 'open');
    }
  }

  // eslint-disable-next-line require-yield -- the interface demands a generator, and nothing of ours streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new StoreFailedError('Streams are not supported: an open cursor would hold the connection');
  }

  close(): void {
    this.#database.close();
  }

  #run(sql: string): void {
    this.#statements.get(sql).statement.run();
  }

  /** Without this, what follows an error that ended the transaction would be written at once, by itself. */
  #requireTransaction(): void {
    if (this.#database.isTransaction) return;
    throw new StoreFailedError('The transaction was ended by an error before', { details: { reason: 'ended' } });
  }
}

function runBatch(statement: StatementSync, batch: readonly (readonly unknown[])[]): bigint {
  let changes = 0;
  for (const parameters of batch) changes += Number(statement.run(...bindable(parameters)).changes);
  return BigInt(changes);
}
