import { InvalidInputError } from '@keyrack/contracts';
import type { MovedTable } from '../move/fill-target.ts';
import { RowDigest } from '../move/read-rows.ts';
import type { AnyRow } from '../move/read-rows.ts';
import type { TableShape } from '../move/tables.ts';

/** A value as a backup holds it. No column of ours holds bytes. */
export type CopiedValue = null | number | string;

/** A store in pieces, in this order: what it consists of, its rows, and what they have to add up to. */
export type StoreChunk =
  | { readonly kind: 'begin'; readonly schemaVersion: number; readonly tables: readonly TableShape[] }
  /** Some rows of a table, in the order of its key; each is a list in the order of the table's columns. */
  | { readonly kind: 'rows'; readonly table: string; readonly rows: readonly (readonly CopiedValue[])[] }
  | { readonly kind: 'end'; readonly tables: readonly MovedTable[] };

/** The rows of a chunk by their columns. */
function rowsOf({ columns }: TableShape, rows: readonly (readonly CopiedValue[])[]): readonly AnyRow[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}

/** Whether what was read adds up; tables that nothing is in count too. */
export class ChunkCount {
  readonly #shapes: ReadonlyMap<string, TableShape>;
  readonly #digests: ReadonlyMap<string, RowDigest>;

  constructor(tables: readonly TableShape[]) {
    this.#shapes = new Map(tables.map((table) => [table.name, table]));
    this.#digests = new Map(tables.map((table) => [table.name, new RowDigest(table)]));
  }

  /** @throws {InvalidInputError} for rows of a table that was not announced. */
  add({ table, rows }: Extract<StoreChunk, { kind: 'rows' }>): { readonly shape: TableShape; readonly rows: readonly AnyRow[] } {
    const shape = this.#shapes.get(table);
    const digest = this.#digests.get(table);
    if (!shape || !digest) throw damaged(`it holds rows of a table ${table} that it does not name`);
    const named = rowsOf(shape, rows);
    digest.add(named);
    return { shape, rows: named };
  }

  /** @throws {InvalidInputError} naming the first table that is not what the end says it is. */
  compare(expected: readonly MovedTable[]): void {
    const found = this.result();
    for (const { table, rows, sha256 } of found) {
      const announced = expected.find((one) => one.table === table);
      if (announced?.rows !== rows || announced.sha256 !== sha256) throw damaged(`table ${table} is not as it was written`);
    }
    if (found.length !== expected.length) throw damaged('a table is missing');
  }

  /** Ends it. */
  result(): readonly MovedTable[] {
    return [...this.#digests].map(([table, digest]) => ({ table, ...digest.result() }));
  }
}

/** Walks pieces that must begin with a beginning and end with an end. @throws {InvalidInputError} */
export async function* checkedChunks(chunks: AsyncIterable<StoreChunk>): AsyncGenerator<StoreChunk, void, undefined> {
  let state: 'before' | 'within' | 'after' = 'before';
  let count = new ChunkCount([]);
  for await (const chunk of chunks) {
    if ((chunk.kind === 'begin') !== (state === 'before') || state === 'after') throw damaged('its parts are not in their order');
    if (chunk.kind === 'begin') {
      state = 'within';
      count = new ChunkCount(chunk.tables);
    } else if (chunk.kind === 'rows') count.add(chunk);
    else {
      state = 'after';
      count.compare(chunk.tables);
    }
    yield chunk;
  }
  if (state !== 'after') throw damaged('its end is missing');
}

/** The error for a backup that does not hold. */
export function damaged(what: string): InvalidInputError {
  return new InvalidInputError(`The backup is damaged: ${what}`, {
    advice: 'Take another copy of it, or an older backup.',
    details: { reason: 'damaged' },
  });
}
