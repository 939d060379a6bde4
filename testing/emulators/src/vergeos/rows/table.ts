import { NotKnownError } from '../../kit/not-known.ts';
import { rowExists } from '../api-error.ts';
import type { Row, Value } from './row.ts';
import type { TableSchema } from './table-schema.ts';

/** Rows that exist from the start and are computed when they are asked for. */
export interface LazyRows {
  readonly firstKey: number;
  readonly count: number;
  /** @param key one of this collection's */
  row(key: number): Row;
  /** The key of the row that has these values in its unique columns, letter case aside. */
  find(columns: readonly string[], values: readonly string[]): number | undefined;
}

/** The rows of one table, in the order in which they were made. Keys are not used twice. */
export class Table {
  readonly schema: TableSchema;
  /** Rows that were made, and lazy rows that are not as they were: replaced, or `null` when removed. */
  readonly #rows = new Map<number, Row | null>();
  /** Keys by the values of each set of unique columns, letter case aside. */
  readonly #unique = new Map<readonly string[], Map<string, Set<number>>>();
  #lazy: LazyRows | undefined;
  #lastKey = 0;
  #version = 0;

  constructor(schema: TableSchema) {
    this.schema = schema;
    for (const columns of schema.unique ?? []) this.#unique.set(columns, new Map());
  }

  /** Goes up with every change. */
  get version(): number {
    return this.#version;
  }

  get(key: number): Row | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row ?? undefined;
    return this.#isLazy(key) ? this.#lazy?.row(key) : undefined;
  }

  /** All rows, oldest first. */
  *rows(): Generator<Row> {
    for (let key = 1; key <= this.#lastKey; key += 1) {
      const row = this.get(key);
      if (row !== undefined) yield row;
    }
  }

  /** The key that the next row gets. */
  get nextKey(): number {
    return this.#lastKey + 1;
  }

  /** Adds a row under {@link nextKey}. @throws {ApiError} 409 @throws {NotKnownError} */
  add(row: Row): void {
    this.#checkUnique(row);
    this.#lastKey = row.$key;
    this.#put(row.$key, row);
  }

  /** Adds many rows at once, under {@link nextKey} and the keys after it. Possible once. */
  addLazily(lazy: LazyRows): void {
    this.#lazy = lazy;
    this.#lastKey += lazy.count;
  }

  /** Puts a changed row in the place of the one with its key. @throws {ApiError} 409 @throws {NotKnownError} */
  replace(row: Row): void {
    this.#checkUnique(row);
    this.#put(row.$key, row);
  }

  remove(key: number): void {
    this.#put(key, null);
  }

  /** Every row that can hold these values, and perhaps others: few where they name a unique row, all where they do not. */
  candidates(equals: ReadonlyMap<string, Value>): Iterable<Row> {
    const columns = this.schema.unique?.find((set) => set.every((column) => (equals.get(column) ?? '') !== ''));
    return columns === undefined
      ? this.rows()
      : this.#alike(
          columns,
          columns.map((column) => String(equals.get(column))),
        );
  }

  #put(key: number, row: Row | null): void {
    const before = this.get(key);
    for (const [columns, index] of this.#unique) {
      if (before !== undefined) index.get(folded(columns, before))?.delete(key);
      if (row === null) continue;
      const place = folded(columns, row);
      index.set(place, (index.get(place) ?? new Set()).add(key));
    }
    if (row === null && !this.#isLazy(key)) this.#rows.delete(key);
    else this.#rows.set(key, row);
    this.#version += 1;
  }

  #checkUnique(row: Row): void {
    for (const columns of this.schema.unique ?? []) {
      const values = columns.map((column) => String(row[column]));
      if (values.includes('')) continue;
      const others = this.#alike(columns, values).filter((other) => other.$key !== row.$key);
      if (others.some((other) => columns.every((column) => other[column] === row[column]))) throw rowExists();
      if (others.length > 0) {
        throw new NotKnownError(`whether two rows of ${this.schema.name} may differ in the letter case of ${columns.join(' and ')} only`);
      }
    }
  }

  #alike(columns: readonly string[], values: readonly string[]): readonly Row[] {
    const keys = new Set(this.#unique.get(columns)?.get(values.join('\n').toLowerCase()));
    const lazy = this.#lazy?.find(columns, values);
    if (lazy !== undefined && !this.#rows.has(lazy)) keys.add(lazy);
    return [...keys].map((key) => this.get(key)).filter((row) => row !== undefined);
  }

  #isLazy(key: number): boolean {
    return this.#lazy !== undefined && key >= this.#lazy.firstKey && key < this.#lazy.firstKey + this.#lazy.count;
  }
}

function folded(columns: readonly string[], row: Row): string {
  return columns
    .map((column) => String(row[column]))
    .join('\n')
    .toLowerCase();
}
