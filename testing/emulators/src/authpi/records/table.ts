import type { StoredRecord } from './record.ts';

/** Records that exist from the start and are computed when they are asked for. */
export interface LazyRecords {
  readonly count: number;
  at(index: number): StoredRecord;
  indexOf(id: string): number | undefined;
}

const none: LazyRecords = { count: 0, at: () => unreachable(), indexOf: () => undefined };

/** All records of one kind. Each has a position that never changes, in the order in which they were made. */
export class Table {
  readonly #lazy: LazyRecords;
  /** Lazy records that are not as they were: replaced, or `null` when removed. */
  readonly #changed = new Map<number, StoredRecord | null>();
  readonly #made: (StoredRecord | undefined)[] = [];
  readonly #positions = new Map<string, number>();
  #size: number;

  constructor(lazy: LazyRecords = none) {
    this.#lazy = lazy;
    this.#size = lazy.count;
  }

  /** How many records there are. */
  get size(): number {
    return this.#size;
  }

  get(id: string): StoredRecord | undefined {
    const position = this.#positionOf(id);
    return position === undefined ? undefined : this.#at(position);
  }

  /** Adds a record whose id is free. */
  add(record: StoredRecord): void {
    this.#positions.set(record.id, this.#lazy.count + this.#made.length);
    this.#made.push(record);
    this.#size += 1;
  }

  /** Puts a changed record in the place of the one with its id. */
  replace(record: StoredRecord): void {
    this.#set(record.id, record);
  }

  remove(id: string): void {
    if (this.get(id) === undefined) return;
    this.#set(id, undefined);
    this.#positions.delete(id);
    this.#size -= 1;
  }

  /** Records with their positions, newest first, below `before`. */
  *newestFirst(before = Infinity): Generator<readonly [position: number, record: StoredRecord]> {
    const last = Math.min(before, this.#lazy.count + this.#made.length);
    for (let position = last - 1; position >= 0; position -= 1) {
      const record = this.#at(position);
      if (record !== undefined) yield [position, record];
    }
  }

  /** Records in the order in which they were made. */
  *oldestFirst(): Generator<StoredRecord> {
    for (let position = 0; position < this.#lazy.count + this.#made.length; position += 1) {
      const record = this.#at(position);
      if (record !== undefined) yield record;
    }
  }

  /** Records that were made or changed after the start and belong to `id`. */
  made(id: string): readonly StoredRecord[] {
    return this.#made.filter((record) => record !== undefined).filter((record) => record.within.includes(id));
  }

  #positionOf(id: string): number | undefined {
    return this.#positions.get(id) ?? this.#lazy.indexOf(id);
  }

  #at(position: number): StoredRecord | undefined {
    if (position >= this.#lazy.count) return this.#made[position - this.#lazy.count];
    const changed = this.#changed.get(position);
    return changed === undefined ? this.#lazy.at(position) : (changed ?? undefined);
  }

  #set(id: string, record: StoredRecord | undefined): void {
    const position = this.#positionOf(id);
    if (position === undefined) return;
    if (position >= this.#lazy.count) this.#made[position - this.#lazy.count] = record;
    else this.#changed.set(position, record ?? null);
  }
}

function unreachable(): never {
  throw new Error('an empty list has no record');
}
