import type { JsonObject } from './json.ts';
import type { Outcome } from './outcome.ts';

/** What an operation does to one access key. */
export type OperationKind = 'issue' | 'rotate' | 'revoke' | 'suspend' | 'resume' | 'change' | 'adopt' | 'deliver';

/**
 * `running`: a process works on it, or did when it died; `waiting`: until an instant, for a stated reason; `stuck`: tries are
 * used up, a person chooses resume or abort; `done` and `aborted` are final.
 */
export type OperationState = 'running' | 'waiting' | 'stuck' | 'done' | 'aborted';

/** One journalled change of one access key. A key has at most one that is not final. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly keyId: string;
  readonly connectionId: string;
  readonly state: OperationState;
  /**
   * `forward` does what was asked; `abort` undoes what was begun; `recover` only looks what became of it and records that, because the
   * store was restored while it ran.
   */
  readonly direction: 'forward' | 'abort' | 'recover';
  /** Raised by one at each take-over; only the holder of the current epoch settles. */
  readonly epoch: number;
  /** The process that works on it ({@link Liveness.self}); null: handed back. */
  readonly holder: string | null;
  readonly waitUntilMs: number | null;
  /** Why it waits or is stuck, in words for people. */
  readonly reason: string | null;
  /** Tries in a row that ended without an answer. */
  readonly failedAttempts: number;
  /** Who asked for it. */
  readonly actor: string;
  /** What was asked, without anything secret. */
  readonly parameters: JsonObject;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly finishedAtMs: number | null;
}

/** One part of an operation: written down as `begun` before its foreign call, and as `settled` after it. */
export interface OperationStep {
  readonly id: string;
  readonly operationId: string;
  /** Counts from 1 within the operation; a step that is begun again with another intent is a new one. */
  readonly number: number;
  readonly name: string;
  readonly versionId: string | null;
  readonly state: 'begun' | 'settled';
  readonly outcome: Outcome | null;
  /** Everything needed to recognise the effect of the call later; its secrets are kept apart, encrypted. */
  readonly intent: JsonObject;
  readonly begunAtMs: number;
  /** The last instant at which a foreign call of this step was started. */
  readonly lastCallAtMs: number | null;
  readonly settledAtMs: number | null;
  /** What went wrong last, in words for people. */
  readonly error: string | null;
}
