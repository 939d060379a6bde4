import { HttpError } from '@keyrack/http';
import type { HttpErrorDetails } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../values/reading.ts';

/** Somebody else wrote while a key's metadata was being changed. `outcome` tells whether the change was made before that. */
export class MetadataConflictError extends HttpError {
  static override readonly errorName: string = '@keyrack/litellm/MetadataConflictError';

  readonly code = 'metadata-conflict';
  /** The metadata as they are now. */
  readonly metadata: Fields;

  constructor(details: HttpErrorDetails, fault: string, metadata: Fields) {
    super({ fault: `the metadata of the key: ${fault}`, advice: 'Look at the key, then change it again.' }, details);
    this.metadata = metadata;
    // Anything may be in there.
    Object.defineProperty(this, 'metadata', { enumerable: false });
  }
}

/** A rotation could not be finished. Nothing is lost: the error tells what there is now. */
export class RotationError extends HttpError {
  static override readonly errorName: string = '@keyrack/litellm/RotationError';

  readonly code = 'rotation-unfinished';
  /** The secret of the successor; whether it is there already, `outcome` tells. */
  readonly successor: Secret;
  /** The token of the successor. */
  readonly successor_token: string;
  /** The token of the predecessor, which is valid as before. */
  readonly predecessor_token: string;
  /** What the predecessor is called now. */
  readonly predecessor_alias: string | null;

  constructor(cause: HttpError, fault: string, state: RotationState) {
    const { system, method, route, requestId, attempts, retryable } = cause;
    const details = { system, method, route, requestId, attempts, retryable, outcome: state.outcome };
    super({ fault: `${fault}: ${cause.fault}`, advice: cause.advice }, details);
    this.cause = cause;
    this.successor = state.successor;
    this.successor_token = state.successorToken;
    this.predecessor_token = state.predecessorToken;
    this.predecessor_alias = state.predecessorAlias;
  }
}

/** How far a rotation has come. */
export interface RotationState {
  readonly successor: Secret;
  readonly successorToken: string;
  readonly predecessorToken: string;
  readonly predecessorAlias: string | null;
  /** Of the making of the successor. */
  readonly outcome: HttpErrorDetails['outcome'];
}
