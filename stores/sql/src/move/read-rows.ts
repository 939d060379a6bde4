import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import type { TableShape } from './tables.ts';

/** A row of any table. */
export type AnyRow = Readonly<Record<string, null | number | string | Uint8Array>>;

const atATime = 1_000;

/** Reads a table in the order of its key, some rows at a time, with the same words on every database. */
export async function* readRows(
  db: Kysely<Database>,
  table: TableShape,
  leavingOut: readonly string[] = [],
): AsyncGenerator<readonly AnyRow[]> {
  const columns = list(table.columns);
  const key = list(table.key);
  let after: RawBuilder<unknown> = sql`1 = 1`;
  for (;;) {
    const { rows } =
      await sql<AnyRow>`select ${columns} from ${sql.ref(table.name)} where ${after} order by ${key} limit ${atATime}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    const kept = table.name === 'meta' ? rows.filter(({ name }) => !leavingOut.includes(String(name))) : rows;
    if (kept.length > 0) yield kept;
    if (rows.length < atATime) return;
    after = sql`(${key}) > (${sql.join(table.key.map((column) => last[column]))})`;
  }
}

function list(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

/** The rows of a table as a number and a hash: equal for equal rows in equal order, on whatever database they are. */
export class RowDigest {
  readonly #columns: readonly string[];
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;

  constructor({ columns }: TableShape) {
    this.#columns = columns;
  }

  add(rows: readonly AnyRow[]): void {
    this.#rows += rows.length;
    for (const row of rows) this.#hash.update(`${JSON.stringify(this.#columns.map((column) => plain(row[column] ?? null)))}\n`);
  }

  /** Ends it. */
  result(): { readonly rows: number; readonly sha256: string } {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

function plain(value: AnyRow[string]): unknown {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value;
}
