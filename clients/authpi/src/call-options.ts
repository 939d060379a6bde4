import type { CallOptions } from '@keyrack/http';
import type { Fields } from './reading.ts';

/** Added to the options of a call that gives the JSON untouched: still enveloped, its secrets plain texts. */
export interface Raw {
  readonly raw: true;
}

/** The options of a call that gives something back. */
export interface ReadOptions extends CallOptions {
  /**
   * `true` gives the JSON as received, with its secrets as plain texts.
   * @default false
   */
  readonly raw?: boolean;
}

/** The options of a call that makes something. */
export interface CreateOptions extends ReadOptions {
  /**
   * 1 to 256 characters. The service keeps it for 24 hours and answers a repetition of the same request with what it answered
   * the first time; give one of your own to repeat a call later, or from another process.
   * @default a new random one for each call, kept over its retries
   */
  readonly idempotencyKey?: string;
}

/** The options of a call that changes something. */
export interface ChangeOptions extends CreateOptions {
  /** The tag of the state that the change is based on, `etag` of an item; another state is a {@link PreconditionFailedError}. */
  readonly ifMatch?: string;
}

/** The options of an action whose fields nobody has described. */
export interface ActionOptions extends ChangeOptions {
  /** Sent as it is. @default no body */
  readonly body?: Fields;
}

/** The options of a call that removes something. */
export interface DeleteOptions extends CallOptions {
  /** The tag of the state that the removal is based on; another state is a {@link PreconditionFailedError}. */
  readonly ifMatch?: string;
}
