import { StoreFailedError } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { InsertObject, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** The transaction that the repositories of one session share. */
export type Session = Transaction<Database>;

/** How many rows are written, or values looked for, at a time: fast, and below every database's limit of parameters. */
const atATime = 500;

/** Cuts a list into pieces of one statement each. */
export function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / atATime) }, (_, index) => items.slice(index * atATime, (index + 1) * atATime));
}

/** Reads a column that this package wrote as JSON. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T; // Only toJson writes these columns, from a value of the same type.
}

/** Writes a value as JSON, the same on every database. */
export function toJson(value: unknown): string {
  return JSON.stringify(value);
}

/** The row of a query that gives exactly one. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new StoreFailedError(`The database gave ${rows.length} rows where there is one`);
  return row;
}

/** Does something that a unique rule may refuse. The transaction goes on either way, which not every database allows by itself. */
export async function attempt<T>(db: Session, work: () => Promise<T>): Promise<T> {
  await sql`savepoint attempt`.execute(db);
  try {
    const result = await work();
    await sql`release savepoint attempt`.execute(db);
    return result;
  } catch (error) {
    // Where even this fails the transaction is lost, and the first error says why.
    await sql`rollback to savepoint attempt`.execute(db).catch(() => undefined);
    await sql`release savepoint attempt`.execute(db).catch(() => undefined);
    throw error;
  }
}

/**
 * Inserts all rows, or none when one of them breaks a unique rule. The transaction goes on either way, so the caller can find
 * out what stands in the way.
 *
 * The statement is built once and runs as a batch: its parameters are one list per row, which every dialect's driver
 * understands. Building a statement of many rows costs more than running it.
 *
 * @returns whether they were inserted.
 */
export async function insertAll<Table extends keyof Database & string>(
  db: Session,
  table: Table,
  rows: readonly (Database[Table] & InsertObject<Database, Table>)[],
): Promise<boolean> {
  const [first] = rows;
  if (!first) return true;
  const columns = Object.keys(first) as (keyof Database[Table])[]; // A row has its table's columns and nothing else.
  const one = db
    .insertInto(table)
    .values(first)
    .onConflict((conflict) => conflict.doNothing())
    .compile();
  const several = rows.length > 1;
  if (several) await sql`savepoint insert_all`.execute(db);
  let inserted = 0n;
  for (const chunk of chunks(rows)) {
    const parameters = chunk.map((row) => columns.map((column) => row[column]));
    const { numAffectedRows = 0n } = await db.executeQuery({ ...one, parameters });
    inserted += numAffectedRows;
  }
  const complete = Number(inserted) === rows.length;
  if (several && !complete) await sql`rollback to savepoint insert_all`.execute(db);
  if (several) await sql`release savepoint insert_all`.execute(db);
  return complete;
}
