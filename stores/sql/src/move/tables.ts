import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** A table with what is needed to read it in a fixed order. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns of the primary key, in their order. */
  readonly key: readonly string[];
}

/** Each store has its own record of migrations. */
const notMoved = ['schema_migration'];

interface ColumnRow {
  readonly name: string;
  readonly pk: number;
}

/** The tables of a SQLite store, each after those that it refers to. They are asked for, so that none is ever forgotten. */
export async function readTables(source: Kysely<Database>): Promise<readonly TableShape[]> {
  const { rows } = await sql<{ readonly name: string }>`select name from sqlite_schema
    where type = 'table' and name not like 'sqlite_%' order by name`.execute(source);
  const waiting = new Map<string, readonly string[]>();
  for (const { name } of rows.filter((row) => !notMoved.includes(row.name))) {
    const references = await sql<{ readonly table: string }>`select "table" from pragma_foreign_key_list(${name})`.execute(source);
    waiting.set(
      name,
      references.rows.map(({ table }) => table),
    );
  }
  const ordered: TableShape[] = [];
  while (waiting.size > 0) {
    const next = [...waiting].find(([, references]) => !references.some((table) => waiting.has(table)));
    if (next === undefined) throw new Error('Tables that refer to each other in a circle'); // a mistake in a migration
    waiting.delete(next[0]);
    ordered.push(await readShape(source, next[0]));
  }
  return ordered;
}

async function readShape(source: Kysely<Database>, name: string): Promise<TableShape> {
  const { rows } = await sql<ColumnRow>`select name, pk from pragma_table_info(${name}) order by cid`.execute(source);
  const key = rows.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk);
  return { name, columns: rows.map((column) => column.name), key: key.map((column) => column.name) };
}
