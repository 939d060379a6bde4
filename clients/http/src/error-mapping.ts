import type { ApiStatusError, ApiStatusErrorDetails } from './errors.ts';
import type { Outcome } from './outcome.ts';

/** An answer outside 2xx, as an {@link ErrorMapping} sees it. Known secrets are already removed from it. */
export interface ErrorAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; `undefined` when the body is empty or not JSON. */
  readonly body: unknown;
  /** The whole body where it is a text that is not JSON. It may hold anything: no error may show it unasked. */
  readonly text?: string;
}

/** What the system says about its own error. */
export interface UpstreamError {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** Overrides the outcome that the status suggests, such as `unknown` for a conflict with a request still at work. */
  readonly outcome?: Outcome | undefined;
  /** Overrides whether the status is worth a retry. */
  readonly retryable?: boolean | undefined;
}

/** A client's knowledge of how its system words errors. */
export interface ErrorMapping {
  /**
   * Reads the system's own error body. `undefined` means that this body is not the system's, but that of something in
   * between; a write that ends so is `unknown`.
   * @default any JSON object is the system's own, with `code` and `message` where those are strings
   */
  read?(answer: ErrorAnswer): UpstreamError | undefined;
  /**
   * Chooses the class. The error must hold nothing of the body but what a person may see.
   * @default an ApiStatusError
   */
  create?(details: ApiStatusErrorDetails, answer: ErrorAnswer): ApiStatusError;
}
