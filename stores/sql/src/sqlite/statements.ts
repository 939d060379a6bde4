import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What SQLite and PostgreSQL both store without changing it. */
type Bindable = null | number | string | Uint8Array;

/** Statements of several hundred rows are long, so the cache is bounded by their text and not by their number. */
const cachedCharacters = 500_000;

/** A prepared statement and whether it gives rows. */
export interface PreparedStatement {
  readonly statement: StatementSync;
  readonly givesRows: boolean;
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
    const prepared = { statement, givesRows: statement.columns().length > 0 };
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
 * Checks what is bound to a statement. The driver takes an object for a bag of named parameters, turns booleans into numbers
 * and NaN into NULL, all in silence; and no column of ours holds fractions or integers beyond 2^53.
 *
 * @throws {TypeError} for anything that would not come back as it was; the message does not repeat the value.
 */
export function bindable(values: readonly unknown[]): readonly Bindable[] {
  for (const [index, value] of values.entries()) {
    const type = value === null ? 'null' : typeof value;
    if (type === 'null' || type === 'string' || Number.isSafeInteger(value) || value instanceof Uint8Array) continue;
    const seen = type === 'number' ? 'a number that is no whole number within 2^53' : type;
    throw new TypeError(`Parameter ${index + 1} of a statement is ${seen}; the store keeps null, text, whole numbers and bytes`);
  }
  return values as readonly Bindable[]; // Each was checked above.
}
