import { StoreFailedError } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { chunks } from '../rows.ts';
import type { Database } from '../schema.ts';
import { markNames, readMark, writeMark } from './marks.ts';
import type { MoveMark } from './marks.ts';
import { readRows, RowDigest } from './read-rows.ts';
import type { AnyRow } from './read-rows.ts';
import type { TableShape } from './tables.ts';

/** A table that was moved. Count and hash were equal on both sides. */
export interface MovedTable {
  readonly table: string;
  readonly rows: number;
  /** Of all rows in the order of their keys. */
  readonly sha256: string;
}

/** How far a move has come. */
export type MoveProgress = (progress: { readonly table: string; readonly rows: number }) => void;

/**
 * Copies every table into an empty store, within one transaction of each side, and compares counts and hashes of what is there
 * afterwards with what was read.
 *
 * @throws {StoreFailedError} when the target is not empty, or holds something else afterwards.
 */
export async function fillTarget(
  source: Kysely<Database>,
  target: Transaction<Database>,
  options: { readonly tables: readonly TableShape[]; readonly mark: MoveMark; readonly onProgress?: MoveProgress | undefined },
): Promise<readonly MovedTable[]> {
  const { tables, mark, onProgress } = options;
  await makeRoom(source, target, tables);
  const read: MovedTable[] = [];
  for (const table of tables) {
    const digest = new RowDigest(table);
    let copied = 0;
    for await (const rows of readRows(source, table, markNames)) {
      digest.add(rows);
      await insertRows(target, table, rows);
      onProgress?.({ table: table.name, rows: (copied += rows.length) });
    }
    read.push({ table: table.name, ...digest.result() });
  }
  await compareWith(read, target, tables);
  await writeMark(target, 'unconfirmed', mark);
  return read;
}

/** Compares what a store holds with what was read elsewhere. @throws {StoreFailedError} naming the first table that differs. */
export async function compareWith(expected: readonly MovedTable[], actual: Kysely<Database>, tables: readonly TableShape[]): Promise<void> {
  for (const { table, rows, sha256 } of expected) {
    const found = await digestOf(
      actual,
      tables.find(({ name }) => name === table),
    );
    if (found.rows === rows && found.sha256 === sha256) continue;
    throw new StoreFailedError(
      `The copy of table ${table} is not the same: ${found.rows} rows instead of ${rows}, hash ${found.sha256} instead of ${sha256}`,
      {
        advice: 'Nothing was moved. See whether something in the target changes rows, such as a trigger or a rule.',
        details: { reason: 'differs', table },
      },
    );
  }
}

/** Count and hash of a table, without the marks of a move. */
export async function digestOf(
  db: Kysely<Database>,
  table: TableShape | undefined,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  const digest = new RowDigest(table ?? { name: '', columns: [], key: [] });
  if (table) for await (const rows of readRows(db, table, markNames)) digest.add(rows);
  return digest.result();
}

/** Whether nothing is kept in a store yet. */
export async function isEmpty(db: Kysely<Database>, tables: readonly TableShape[]): Promise<boolean> {
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.ref(name)} limit 1`.execute(db);
    if (rows.length > 0) return false;
  }
  return true;
}

/** A copy that an earlier attempt left, and that nobody ever used, makes room; anything else stays. */
async function makeRoom(source: Kysely<Database>, target: Kysely<Database>, tables: readonly TableShape[]): Promise<void> {
  if (await isEmpty(target, tables)) return;
  const isOurCopy = (await readMark(target, 'unconfirmed')) !== null && (await rackIdOf(source)) === (await rackIdOf(target));
  if (!isOurCopy) {
    throw new StoreFailedError('The target holds a rack already', {
      advice: 'Name an empty database. Nothing was moved.',
      details: { reason: 'not-empty' },
    });
  }
  for (const { name } of tables.toReversed()) await sql`delete from ${sql.ref(name)}`.execute(target);
}

async function rackIdOf(db: Kysely<Database>): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'rackId').executeTakeFirst();
  return row?.value ?? null;
}

/** Inserts rows as they are. Each batch is one statement; its parameters are one list per row, as with `insertAll`. */
export async function insertRows(target: Kysely<Database>, { name, columns }: TableShape, rows: readonly AnyRow[]): Promise<void> {
  const into = sql.join(columns.map((column) => sql.ref(column)));
  const one = sql`insert into ${sql.ref(name)} (${into}) values (${sql.join(columns.map(() => sql.val(null)))})`.compile(target);
  for (const chunk of chunks(rows)) {
    const parameters = chunk.map((row) => columns.map((column) => row[column] ?? null));
    await target.executeQuery({ ...one, parameters });
  }
}
