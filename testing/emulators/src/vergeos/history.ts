/** One accepted change, as a checker reads it: everything that happened, in order. */
export interface Change {
  /** Counts from 1 since the start or the last reset. */
  readonly n: number;
  readonly atMs: number;
  /** The table and what happened in it, for example `user_api_keys.create`. */
  readonly kind: string;
  /** The row it happened to. */
  readonly key?: number;
  /** What was set, as it was sent. */
  readonly value?: unknown;
}

/** Keeps every accepted change. */
export class History {
  readonly #changes: Change[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(kind: string, details: Pick<Change, 'key' | 'value'> = {}): void {
    this.#changes.push({ n: this.#changes.length + 1, atMs: this.#nowMs(), kind, ...details });
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }
}
