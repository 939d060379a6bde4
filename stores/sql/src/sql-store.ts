import { AsyncLocalStorage } from 'node:async_hooks';
import type { Store, StoreReport, StoreSession } from '@keyrack/contracts';
import type { Kysely } from 'kysely';
import { announcing } from './announcing.ts';
import { closedStore, nestedTransaction } from './failure.ts';
import { schemaVersion } from './migrations/migrate.ts';
import type { Session } from './rows.ts';
import { storeSession } from './session.ts';
import type { Database } from './schema.ts';

/** The part of a report that only the kind of database can give. */
export type StoreInspection = Pick<StoreReport, 'place' | 'problems' | 'details'>;

/** What a kind of database gives to {@link SqlStore}. */
export interface SqlBackend {
  readonly kind: StoreReport['kind'];
  /** Transactions see one state and cannot write. */
  readonly reader: Kysely<Database>;
  /** Transactions exclude each other, also those of other processes. */
  readonly writer: Kysely<Database>;
  /** Tells other processes of an operation that nobody holds, within the transaction that writes it; absent: they look by themselves. */
  readonly announce?: (db: Session, dueAtMs: number) => Promise<void>;
  /** What the database says about itself. */
  readonly inspect: () => Promise<StoreInspection>;
}

/** The store over a SQL database; what is special about the database is in its {@link SqlBackend}. */
export class SqlStore implements Store {
  readonly #backend: SqlBackend;
  readonly #running = new Set<Promise<unknown>>();
  /** Tells whether the caller is inside one of our transactions, and whether that one still runs. */
  readonly #current = new AsyncLocalStorage<{ open: boolean }>();
  #closing: Promise<void> | null = null;

  constructor(backend: SqlBackend) {
    this.#backend = backend;
  }

  read<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
    return this.#run(this.#backend.reader, 'read only', work);
  }

  write<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
    return this.#run(this.#backend.writer, 'read write', work);
  }

  inspect(): Promise<StoreReport> {
    const { kind, reader, inspect } = this.#backend;
    return this.#tracked(async () => ({ kind, schemaVersion: String(await schemaVersion(reader)), ...(await inspect()) }));
  }

  /** Waits for the transactions that run; what is begun afterwards is refused. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#backend.reader.destroy();
    await this.#backend.writer.destroy();
  }

  async #run<T>(db: Kysely<Database>, accessMode: 'read only' | 'read write', work: (session: StoreSession) => Promise<T>): Promise<T> {
    if (this.#current.getStore()?.open) throw nestedTransaction();
    const current = { open: true };
    const transaction = (): Promise<T> =>
      db
        .transaction()
        .setAccessMode(accessMode)
        .execute((session) => work(this.#session(session)));
    try {
      return await this.#tracked(() => this.#current.run(current, transaction));
    } finally {
      current.open = false;
    }
  }

  #session(db: Session): StoreSession {
    const session = storeSession(db);
    const { announce } = this.#backend;
    return announce ? announcing(session, (dueAtMs) => announce(db, dueAtMs)) : session;
  }

  /** Does something that {@link SqlStore.close} waits for. */
  async #tracked<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) throw closedStore();
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}
