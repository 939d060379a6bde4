import type { Kysely } from 'kysely';

/** One step of the schema. Never changed once it was released; the next change is a new one. */
export interface Migration {
  /** Counts from 1 without a gap. */
  readonly version: number;
  readonly name: string;
  /** Runs within the transaction that also records it. */
  readonly apply: (db: Kysely<unknown>) => Promise<void>;
}
