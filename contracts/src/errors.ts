import type { Outcome } from './outcome.ts';

const marker = Symbol.for('@keyrack/error');

/** What every error of the control plane is made of. */
export interface LifecycleErrorOptions {
  readonly outcome?: Outcome;
  readonly retryable?: boolean;
  /** What to do next, as a full sentence, which stands nowhere in the message. @default null */
  readonly advice?: string | null;
  readonly cause?: unknown;
  /** Whatever a program may want to read; never a secret, a URL, a header or a body. */
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** The base of all errors of the control plane. The message says what failed; `advice` says what to do next. */
export class LifecycleError extends Error {
  /** Stable, for programs: `key-not-found`. */
  readonly code: string = 'lifecycle-error';
  readonly outcome: Outcome;
  readonly retryable: boolean;
  readonly advice: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

  constructor(message: string, options: LifecycleErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.outcome = options.outcome ?? 'not-applied';
    this.retryable = options.retryable ?? false;
    this.advice = options.advice ?? null;
    this.details = options.details ?? {};
  }

  get [marker](): 'lifecycle' {
    return 'lifecycle';
  }

  /** Recognises these errors across two copies of the package; on a subclass, that subclass. */
  static isInstance<T extends LifecycleError>(
    this: new (message: string, options?: LifecycleErrorOptions) => T,
    candidate: unknown,
  ): candidate is T {
    if (candidate instanceof this) return true;
    if (typeof candidate !== 'object' || candidate === null || !(marker in candidate) || candidate[marker] !== 'lifecycle') return false;
    return this === (LifecycleError as unknown) || ('name' in candidate && candidate.name === this.name);
  }
}

/** What a person or a program gave is wrong; nothing was sent or stored. */
export class InvalidInputError extends LifecycleError {
  override readonly code = 'invalid-input';
}

/** No key, or more than one, answers to what was given. `details.candidates` lists what may have been meant. */
export class KeyNotFoundError extends LifecycleError {
  override readonly code = 'key-not-found';
}

/** No connection of that name. */
export class ConnectionNotFoundError extends LifecycleError {
  override readonly code = 'connection-not-found';
}

/** The name or id is taken, here or in the system. */
export class KeyConflictError extends LifecycleError {
  override readonly code = 'key-conflict';
}

/** The system cannot do what was asked, and Keyrack does not pretend. */
export class CapabilityMissingError extends LifecycleError {
  override readonly code = 'capability-missing';
}

/** The system refused: the request, or our credential. `details.status` is its answer. */
export class UpstreamRejectedError extends LifecycleError {
  override readonly code = 'upstream-rejected';
}

/** The system did not answer, or not with an answer of its own. */
export class UpstreamUnavailableError extends LifecycleError {
  override readonly code = 'upstream-unavailable';
}

/** A change was sent and nobody knows whether it happened. It is written down and will be looked up. */
export class OutcomeUnknownError extends LifecycleError {
  override readonly code = 'outcome-unknown';
}

/** The system made the key and its answer held no secret. `details.upstreamId` is the id to remove. */
export class IssuedWithoutSecretError extends LifecycleError {
  override readonly code = 'issued-without-secret';
}

/** The system says another name of itself than when it was added. Nothing is synced or revoked until a person has looked. */
export class SystemIdentityChangedError extends LifecycleError {
  override readonly code = 'system-identity-changed';
}

/** The secret was not kept, cannot be read, or was lost. */
export class SecretUnavailableError extends LifecycleError {
  override readonly code = 'secret-unavailable';
}

/** The master key is absent, unreadable, or not the one this store was made with. */
export class MasterKeyError extends LifecycleError {
  override readonly code = 'master-key';
}

/** The key has another operation that is not finished; `details.operationId` names it. */
export class OperationInProgressError extends LifecycleError {
  override readonly code = 'operation-in-progress';
}

/** No operation answers to what was given. */
export class OperationNotFoundError extends LifecycleError {
  override readonly code = 'operation-not-found';
}

/** Another process took the operation over; this one must not write. */
export class StaleEpochError extends LifecycleError {
  override readonly code = 'stale-epoch';
}

/** A rule or a state forbids it: an own credential, a revoked key, a connection with living keys. */
export class RefusedError extends LifecycleError {
  override readonly code = 'refused';
}

/** The store could not be opened, read or written. */
export class StoreFailedError extends LifecycleError {
  override readonly code = 'store-failed';
}

/** The audit chain does not hold; `details.sequence` is the first event in doubt. */
export class AuditBrokenError extends LifecycleError {
  override readonly code = 'audit-broken';
}
