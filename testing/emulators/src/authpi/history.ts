/** One accepted change, as a checker reads it: everything that happened, in order. */
export interface Change {
  /** Counts from 1 since the start or the last reset. */
  readonly n: number;
  readonly atMs: number;
  /** The operation, for example `account_api_keys.create`. */
  readonly kind: string;
  /** What it happened to. */
  readonly id?: string;
}

/** Keeps every accepted change. */
export class History {
  readonly #changes: Change[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(kind: string, details: Pick<Change, 'id'> = {}): void {
    this.#changes.push({ n: this.#changes.length + 1, atMs: this.#nowMs(), kind, ...details });
  }

  /** Oldest first. */
  get changes(): readonly Change[] {
    return this.#changes;
  }
}
