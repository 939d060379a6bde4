import type { StoreInspection } from '../sql-store.ts';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { onlyRow } from '../rows.ts';
import type { Database } from '../schema.ts';
import type { PostgresAddress } from './address.ts';

interface ServerRow {
  readonly version: string;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly encoding: string;
  readonly size_bytes: number;
  readonly encrypted: boolean | null;
}

/** What a PostgreSQL store and its server say about themselves. `synchronousCommit` is the server's own; ours is always on. */
export async function inspectPostgres(reader: Kysely<Database>, address: PostgresAddress): Promise<StoreInspection> {
  const answer = await sql<ServerRow>`select
    current_setting('server_version') as version,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit,
    current_setting('server_encoding') as encoding,
    pg_database_size(current_database()) as size_bytes,
    (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as encrypted`.execute(reader);
  const server = onlyRow(answer.rows);
  const details = {
    address: address.text,
    serverVersion: server.version,
    fsync: server.fsync,
    fullPageWrites: server.full_page_writes,
    synchronousCommit: server.synchronous_commit,
    encoding: server.encoding,
    sizeBytes: server.size_bytes,
    encrypted: server.encrypted ?? false,
  };
  return { place: address.text, details, problems: problems(server) };
}

function problems({ fsync, full_page_writes: fullPageWrites }: ServerRow): StoreInspection['problems'] {
  if (fsync === 'off') {
    return [
      {
        state: 'error',
        finding: 'the server does not wait for its disk (fsync = off): what was reported as written is lost when its machine fails',
        advice: 'Set fsync = on in postgresql.conf and reload. Until then no promise of Keyrack holds.',
      },
    ];
  }
  if (fullPageWrites !== 'off') return [];
  return [
    {
      state: 'warning',
      finding: 'the server does not protect itself against half-written pages (full_page_writes = off)',
      advice: 'Set full_page_writes = on in postgresql.conf and reload, unless the file system rules such pages out.',
    },
  ];
}
