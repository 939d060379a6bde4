import type { LimitName } from './limits.ts';

/**
 * How a lost answer to "create" is settled.
 * - `client-chosen-id`: ask for the id that we chose; an equal secret proves that it is ours.
 * - `client-chosen-secret`: ask for the hash of the secret that we chose.
 * - `idempotency-key`: repeat the same request with the same key; the answer is replayed.
 * - `compensate`: find it by our name; its secret is lost, so revoke it and issue again.
 */
export type IssueStrategy = 'client-chosen-id' | 'client-chosen-secret' | 'idempotency-key' | 'compensate';

/** One provider field that `issue` takes besides the common ones. */
export interface IssueOption {
  /** As typed after `--set`, or the name of its own option: `upstream-user`. */
  readonly name: string;
  readonly description: string;
  readonly repeatable: boolean;
}

/**
 * What can be changed on a living key. `marker`: the system has a place for our marker beside the name; `spend`: what the key counts as
 * spent can be set.
 */
export type ChangeablePart = 'name' | 'limits' | 'expiresAt' | 'marker' | 'spend';

/** What a system can do, as data. An ability that is not declared is refused with `CapabilityMissingError`, never imitated. */
export interface ProviderCapabilities {
  readonly issueStrategy: IssueStrategy;
  /** Whether the system shows the secret of a key again. */
  readonly secretReadable: boolean;
  readonly suspend: boolean;
  /** Who ends a key at its expiry: the system, or Keyrack. */
  readonly expiry: 'upstream' | 'keyrack';
  readonly limits: readonly LimitName[];
  readonly change: readonly ChangeablePart[];
  readonly usage: readonly ('lastUsedAt' | 'dataBytes' | 'spendUsd')[];
  /** How late usage figures may be, in seconds. */
  readonly usageLagSeconds: number;
  /**
   * How long other servers of the system may go on accepting a key whose end or suspension the one that was asked has confirmed, in
   * seconds. @default 0
   */
  readonly endLagSeconds?: number;
  /** Whether a secret can be tried without side effects. */
  readonly probe: boolean;
  /** The longest name the system takes, marker included, in UTF-16 units. */
  readonly nameMaxLength: number;
  readonly issueOptions: readonly IssueOption[];
  /** How many requests of one credential the system takes within an hour; absent: no such limit is known. */
  readonly requestsPerHour?: number;
}
