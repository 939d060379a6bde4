import type { KeyRow } from './key-row.ts';

/** All keys that are alive, by their hash and by their alias. */
export class KeyTable {
  readonly #rows = new Map<string, KeyRow>();
  readonly #byAlias = new Map<string, Set<string>>();
  readonly #places = new Map<string, number>();
  #lastPlace = 0;
  #newestFirst: readonly KeyRow[] | undefined;

  get size(): number {
    return this.#rows.size;
  }

  get(token: string): KeyRow | undefined {
    return this.#rows.get(token);
  }

  /** Adds a key, or puts a changed one in the place of the one with its hash. */
  put(row: KeyRow): void {
    const before = this.#rows.get(row.token);
    if (before?.key_alias !== row.key_alias) {
      if (before !== undefined) this.#forgetAlias(before);
      if (row.key_alias !== null) this.#byAlias.set(row.key_alias, (this.#byAlias.get(row.key_alias) ?? new Set()).add(row.token));
    }
    this.#rows.set(row.token, row);
    this.#lastPlace += 1;
    this.#places.set(row.token, this.#lastPlace);
    this.#newestFirst = undefined;
  }

  delete(token: string): KeyRow | undefined {
    const row = this.#rows.get(token);
    if (row === undefined) return undefined;
    this.#forgetAlias(row);
    this.#rows.delete(token);
    this.#places.delete(token);
    this.#newestFirst = undefined;
    return row;
  }

  /** Keys with that alias: none, one, or several that were made at the same moment. */
  withAlias(alias: string): readonly KeyRow[] {
    const tokens = this.#byAlias.get(alias);
    return tokens === undefined ? [] : [...tokens].flatMap((token) => this.#rows.get(token) ?? []);
  }

  /** In no order that means anything. */
  all(): Iterable<KeyRow> {
    return this.#rows.values();
  }

  /** Keys that fit, as the database finds them when it is asked for no order: a changed row moves to the end. */
  found(fits: (row: KeyRow) => boolean): readonly KeyRow[] {
    return this.inPlace([...this.#rows.values()].filter(fits));
  }

  /** Rows of this table in that order. */
  inPlace(rows: readonly KeyRow[]): readonly KeyRow[] {
    const place = ({ token }: KeyRow) => this.#places.get(token) ?? 0;
    return rows.toSorted((one, other) => place(one) - place(other));
  }

  /** The newest first; of equally old ones the greater hash. */
  newestFirst(): readonly KeyRow[] {
    this.#newestFirst ??= [...this.#rows.values()].toSorted(newest);
    return this.#newestFirst;
  }

  #forgetAlias({ key_alias, token }: KeyRow): void {
    if (key_alias === null) return;
    const tokens = this.#byAlias.get(key_alias);
    tokens?.delete(token);
    if (tokens?.size === 0) this.#byAlias.delete(key_alias);
  }
}

/** Orders keys by age, the youngest first. */
export function newest(one: KeyRow, other: KeyRow): number {
  return other.created_at - one.created_at || (one.token < other.token ? 1 : -1);
}
