import { statSync } from 'node:fs';
import type { JsonObject } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** What a SQLite store says about itself. `integrity` is `ok` or SQLite's first finding; the check reads the whole file. */
export async function inspectSqlite(reader: Kysely<Database>, path: string): Promise<JsonObject> {
  const pragma = async (name: string): Promise<string | number> => {
    const { rows } = await sql<Record<string, string | number>>`pragma ${sql.raw(name)}`.execute(reader);
    return Object.values(rows[0] ?? {})[0] ?? '';
  };
  const version = await sql<{ readonly version: string }>`select sqlite_version() as version`.execute(reader);
  const pageBytes = Number(await pragma('page_size'));
  return {
    path,
    sqliteVersion: version.rows[0]?.version ?? '',
    journalMode: await pragma('journal_mode'),
    integrity: await pragma('quick_check(1)'),
    sizeBytes: pageBytes * Number(await pragma('page_count')),
    freeBytes: pageBytes * Number(await pragma('freelist_count')),
    walBytes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
  };
}
