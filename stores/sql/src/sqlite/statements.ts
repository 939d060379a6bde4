import type { DatabaseSync, StatementSync } from 'node:sqlite';

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
