import type { Store } from '@keyrack/contracts';
import { ManualClock } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import type { TestDatabase } from '@keyrack/testing-postgres';
import { openPostgresStore, parsePostgresAddress } from '../src/index.ts';
import type { PostgresStoreOptions } from '../src/index.ts';

/** Stores by name, each in a database of its own that is gone at the end. */
export interface PostgresPlaces extends AsyncDisposable {
  open(place: string): Promise<Store>;
}

/** @param socketFolder - of the server. */
export function postgresPlaces(socketFolder: string): PostgresPlaces {
  const databases = new Map<string, Promise<TestDatabase>>();
  return {
    async open(place) {
      const database = databases.get(place) ?? freshDatabase(socketFolder);
      databases.set(place, database);
      return openPostgres(await database);
    },
    async [Symbol.asyncDispose]() {
      for (const database of databases.values()) await (await database)[Symbol.asyncDispose]();
    },
  };
}

/** Opens the store of a database; the scope closes it. */
export async function openPostgres(
  { url }: Pick<TestDatabase, 'url'>,
  options: Partial<PostgresStoreOptions> = {},
): Promise<Store & AsyncDisposable> {
  const store = await openPostgresStore({ address: parsePostgresAddress(url), clock: new ManualClock(), ...options });
  return {
    read: (work) => store.read(work),
    write: (work) => store.write(work),
    inspect: () => store.inspect(),
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  };
}
