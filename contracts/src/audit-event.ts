import type { JsonObject } from './json.ts';

/** What happened, before it is chained. */
export interface AuditEntry {
  /** Noun and past verb: `key.issued`, `connection.added`. */
  readonly type: string;
  readonly atMs: number;
  /** Who asked for it. */
  readonly actor: string;
  readonly connectionId: string | null;
  readonly keyId: string | null;
  readonly operationId: string | null;
  /** Facts about the event; never a secret. */
  readonly detail: JsonObject;
}

/** One link of the audit chain: its hash covers the entry and the hash before it. */
export interface AuditEvent extends AuditEntry {
  /** Counts from 1 without a gap. */
  readonly sequence: number;
  /** The hash of the event before; 64 zeros for the first. */
  readonly previousHash: string;
  /** SHA-256 in hex. */
  readonly hash: string;
}
