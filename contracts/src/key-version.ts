import type { JsonObject } from './json.ts';
import type { KeyLimits } from './limits.ts';

/**
 * `prepared`: written down, perhaps upstream; `current`: what consumers use; `previous`: replaced, still valid;
 * `retired`: revoked and confirmed; `failed`: never became valid, or was revoked before anybody had it.
 * Retired and failed versions are tombstones: they stay for good, and one that shows up upstream is revoked again.
 */
export type VersionStage = 'prepared' | 'current' | 'previous' | 'retired' | 'failed';

/** One credential in the foreign system behind an access key. Its secret is kept apart and read only by name. */
export interface KeyVersion {
  readonly id: string;
  readonly keyId: string;
  readonly connectionId: string;
  /** Counts from 1 within its access key. */
  readonly number: number;
  /** The foreign system's id; null until it is known. */
  readonly upstreamId: string | null;
  /** The name in the foreign system, with our marker when we made it. */
  readonly upstreamName: string;
  /** Keyed hash of the secret; null until the secret is known, and for foreign keys whose secret no system shows. */
  readonly fingerprint: string | null;
  readonly stage: VersionStage;
  /** Whether the secret is kept in the store, encrypted. */
  readonly secretKept: boolean;
  /** What the system was told for this version; less than the key's own limits where a predecessor used up part of them. */
  readonly limits: KeyLimits;
  /** What `resume` puts back, as the provider gave it; null while Keyrack has not suspended this version. */
  readonly restore: JsonObject | null;
  /** What the system showed at the last sync: state, limits, expiry, last use. */
  readonly observed: JsonObject | null;
  /** The sync that saw this version last; null: never seen by one. */
  readonly lastSeenSyncId: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
