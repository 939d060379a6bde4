import type { Json } from './values/json.ts';

/** One accepted change, as a checker reads it: everything that happened, in order. */
export interface Change {
  /** Counts from 1 since the start or the last reset. */
  readonly n: number;
  readonly atMs: number;
  readonly kind: ChangeKind;
  /** The key's hash, or the id of the user, team or budget it happened to. */
  readonly id?: string;
  /** What was set. */
  readonly value?: Json;
}

/** What can happen to a proxy. */
export type ChangeKind =
  | 'key-created'
  /** A generate with a secret that exists: answered as if it had made a key, and nothing changed. */
  | 'key-repeated'
  | 'key-updated'
  | 'key-deleted'
  | 'key-blocked'
  | 'key-unblocked'
  | 'key-spend-reset'
  | 'key-used'
  | 'spend-booked'
  | 'user-created'
  | 'user-updated'
  | 'user-deleted'
  | 'team-created'
  | 'team-updated'
  | 'team-deleted'
  | 'budget-created'
  | 'budget-updated'
  | 'budget-deleted'
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

  get changes(): readonly Change[] {
    return this.#changes;
  }
}
