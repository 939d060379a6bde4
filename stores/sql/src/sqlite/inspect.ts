import { statSync } from 'node:fs';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import type { StoreInspection } from '../sql-store.ts';

/** What a SQLite store says about itself. `integrity` is `ok` or SQLite's first finding; the check reads the whole file. */
export async function inspectSqlite(reader: Kysely<Database>, path: string): Promise<StoreInspection> {
  const pragma = async (name: string): Promise<string | number> => {
    const { rows } = await sql<Record<string, string | number>>`pragma ${sql.raw(name)}`.execute(reader);
    return Object.values(rows[0] ?? {})[0] ?? '';
  };
  const version = await sql<{ readonly version: string }>`select sqlite_version() as version`.execute(reader);
  const pageBytes = Number(await pragma('page_size'));
  const integrity = await pragma('quick_check(1)');
  const details = {
    path,
    sqliteVersion: version.rows[0]?.version ?? '',
    journalMode: await pragma('journal_mode'),
    integrity,
    sizeBytes: pageBytes * Number(await pragma('page_count')),
    freeBytes: pageBytes * Number(await pragma('freelist_count')),
    walBytes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
  };
  const finding = `the file is damaged: ${integrity}`;
  const advice = 'Stop every process that uses it, keep a copy, and restore the store from a backup.';
  return { place: path, details, problems: integrity === 'ok' ? [] : [{ state: 'error', finding, advice }] };
}
