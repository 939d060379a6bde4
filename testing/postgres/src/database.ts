import pg from 'pg';
import { trustedUser } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the socket of a PostgreSQL for tests; null where there is none for this kind of machine. */
    readonly postgres: string | null;
  }
}

/** An empty database that is gone when its scope ends, with everybody who is connected to it. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** Its address, without a password. */
  readonly url: string;
  /** Asks it something as its owner, beside whatever is under test. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Lets connections that are opened from now on believe that the server has run for an hour. */
  pretendLongRunning(): Promise<void>;
}

/** The address of a database behind a socket. */
export function databaseUrl(socketFolder: string, name: string, user: string = trustedUser): string {
  return `postgres://${user}@/${name}?host=${encodeURIComponent(socketFolder)}`;
}

/**
 * Makes an empty database.
 *
 * @param socketFolder - of the server.
 * @param options - as `create database` takes them after the name.
 */
export async function freshDatabase(socketFolder: string, options = ''): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = databaseUrl(socketFolder, name);
  const maintenance = databaseUrl(socketFolder, 'postgres');
  await ask(maintenance, `create database ${name} strategy file_copy ${options}`);
  return {
    name,
    url,
    query: (sql, parameters) => ask(url, sql, parameters),
    async pretendLongRunning() {
      // A schema that is named before the server's own goes before it.
      await ask(url, `alter database ${name} set search_path = public, pg_catalog`);
      await ask(
        url,
        `create function public.pg_postmaster_start_time() returns timestamptz language sql stable as $$ select now() - interval '1 hour' $$`,
      );
    },
    async [Symbol.asyncDispose]() {
      await ask(maintenance, `drop database ${name} with (force)`);
    },
  };
}

async function ask(url: string, sql: string, parameters: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql, [...parameters]);
    return rows;
  } finally {
    await client.end();
  }
}
