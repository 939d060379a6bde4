import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Statements of several hundred rows are long, so the cache is bounded by their text and not by their number. */
const cachedCharacters = 500_000;

/** A prepared statement. It gives each row as a list of values, for {@link toObjects}. */
export interface PreparedStatement {
  readonly statement: StatementSync;
  /** The names of a row's values; none when it gives no rows. */
  readonly columns: readonly string[];
}

/** The prepared statements of one database connection; the ones not used for longest are dropped first. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #cache = new Map<string, PreparedStatement>();
  #characters = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(sql: string): PreparedStatement {
    const cached = this.#cache.get(sql);
    if (cached) {
      // A map keeps the order of insertion: what is used moves to the end.
      this.#cache.delete(sql);
      this.#cache.set(sql, cached);
      return cached;
    }
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    const prepared = { statement, columns: statement.columns().map(({ name }) => name) };
    this.#cache.set(sql, prepared);
    this.#characters += sql.length;
    for (const oldest of this.#cache.keys()) {
      if (this.#characters <= cachedCharacters) break;
      this.#cache.delete(oldest);
      this.#characters -= oldest.length;
    }
    return prepared;
  }
}

/**
 * Makes objects of rows. Those of node:sqlite are dictionaries, which take much longer to read and to clear away; copies of one object
 * share its shape.
 */
export function toObjects(columns: readonly string[], rows: readonly (readonly unknown[])[]): readonly object[] {
  const empty: Readonly<Record<string, unknown>> = Object.fromEntries(columns.map((column) => [column, null]));
  return rows.map((values) => {
    const object = { ...empty };
    for (let index = 0; index < columns.length; index += 1) object[columns[index] as string] = values[index]; // an index below the length
    return object;
  });
}
