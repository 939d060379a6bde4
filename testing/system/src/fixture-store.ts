import type { Clock, Store } from '@keyrack/contracts';
import { openPostgresStore, openSqliteStore, parsePostgresAddress } from '@keyrack/store-sql';
import { freshDatabase } from '@keyrack/testing-postgres';
import { inject } from 'vitest';

/** An empty store, and what becomes of it at the end. */
export interface FixtureStore extends AsyncDisposable {
  readonly store: Store;
}

/**
 * Makes the store of a fixture: on SQLite, in memory unless a file is named, or on PostgreSQL where the project `postgres` of
 * `vitest.config.ts` runs the same tests once more.
 */
export async function fixtureStore(clock: Clock, path?: string): Promise<FixtureStore> {
  const server = process.env['KEYRACK_TEST_STORE'] === 'postgres' ? inject('postgres') : null;
  if (server === null || path !== undefined) {
    const store = await openSqliteStore({ path: path ?? ':memory:', clock });
    return { store, [Symbol.asyncDispose]: () => store.close() };
  }
  const database = await freshDatabase(server);
  const store = await openPostgresStore({ address: parsePostgresAddress(database.url), clock });
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
