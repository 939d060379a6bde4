/** One accepted change, as a checker reads it: everything that happened, in order. */
export interface Change {
  /** Counts from 1 since the start or the last reset. */
  readonly n: number;
  readonly atMs: number;
  readonly kind: ChangeKind;
  /** The access key it happened to. */
  readonly id?: string;
  /** What was set. */
  readonly value?: unknown;
}

/** What can happen to a server. */
export type ChangeKind =
  | 'key-created'
  | 'key-renamed'
  | 'key-deleted'
  | 'key-limit-set'
  | 'key-limit-removed'
  | 'server-renamed'
  | 'hostname-set'
  | 'port-set'
  | 'default-limit-set'
  | 'default-limit-removed'
  | 'metrics-sharing-set'
  | 'restarted';

/** Keeps every accepted change. */
export class History {
  readonly #changes: Change[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(kind: ChangeKind, details: Pick<Change, 'id' | 'value'> = {}): void {
    this.#changes.push({ n: this.#changes.length + 1, atMs: this.#nowMs(), kind, ...details });
  }

  get nowMs(): number {
    return this.#nowMs();
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }
}
