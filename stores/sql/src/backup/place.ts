import type { Clock } from '@keyrack/contracts';
import { Kysely } from 'kysely';
import type { PostgresStoreOptions } from '../postgres/open-store.ts';
import type { Database } from '../schema.ts';
import { sqliteDialect } from '../sqlite/driver.ts';
import { openForReading, openForWriting } from '../sqlite/open-database.ts';

/** Where a store is. */
export type StorePlace =
  | { readonly kind: 'sqlite'; readonly path: string; readonly clock: Clock }
  | ({ readonly kind: 'postgres' } & PostgresStoreOptions);

/** How often a lock is waited for, 20 ms each. */
const attempts = 500;
/** Between two pieces, whoever takes them may be slow. */
const idleTimeoutMs = 600_000;

/** Connects to a place beside everybody who works there. What speaks to PostgreSQL is loaded where it is needed. */
export async function connectBeside(place: StorePlace, mode: 'read' | 'write'): Promise<Kysely<Database>> {
  if (place.kind === 'postgres')
    return (await import('../postgres/open-store.ts')).connect({ ...place, statementTimeoutMs: 0, idleTimeoutMs }, { atOnce: 1 });
  const { path } = place;
  const open = mode === 'read' ? () => openForReading(path) : () => openForWriting(path);
  return new Kysely<Database>({ dialect: sqliteDialect({ open, attempts }) });
}
