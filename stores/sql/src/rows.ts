import { sql } from 'kysely';
import type { InsertObject, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** The transaction that the repositories of one session share. */
export type Session = Transaction<Database>;

/** How many rows, or values of an `in` list, one statement takes: fast, and below every database's limit of parameters. */
const rowsPerStatement = 500;

/** Cuts a list into pieces of one statement each. */
export function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / rowsPerStatement) }, (_, index) =>
    items.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement),
  );
}

/** Reads a column that this package wrote as JSON. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T; // Only toJson writes these columns, from a value of the same type.
}

/** Writes a value as JSON, the same on every database. */
export function toJson(value: unknown): string {
  return JSON.stringify(value);
}

/**
 * Inserts all rows, or none when one of them breaks a unique rule. The transaction goes on either way, so the caller can find
 * out what stands in the way.
 *
 * @returns whether they were inserted.
 */
export async function insertAll<Table extends keyof Database & string>(
  db: Session,
  table: Table,
  rows: readonly InsertObject<Database, Table>[],
): Promise<boolean> {
  const several = rows.length > 1;
  if (several) await sql`savepoint insert_all`.execute(db);
  for (const chunk of chunks(rows)) {
    const { numInsertedOrUpdatedRows: inserted = 0n } = await db
      .insertInto(table)
      .values(chunk)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (Number(inserted) === chunk.length) continue;
    if (several) await sql`rollback to savepoint insert_all`.execute(db);
    if (several) await sql`release savepoint insert_all`.execute(db);
    return false;
  }
  if (several) await sql`release savepoint insert_all`.execute(db);
  return true;
}
