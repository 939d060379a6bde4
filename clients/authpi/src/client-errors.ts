import {
  ClosedClientError as HttpClosedClientError,
  ConfigurationError as HttpConfigurationError,
  ResponseShapeError,
} from '@keyrack/http';
import type { ErrorWords, HttpErrorDetails, ResponseShapeErrorDetails } from '@keyrack/http';

const system = 'authpi';

/** An option or an argument is wrong, or the account cannot be told from the credential; nothing was changed. */
export class ConfigurationError extends HttpConfigurationError {
  static override readonly errorName: string = '@keyrack/authpi/ConfigurationError';

  readonly error: string = 'configuration';
  readonly errorDescription: string;
  /** 0: no answer was involved. */
  readonly status: number = 0;

  /**
   * @param fault - which option or argument is wrong, and what is right; never its value.
   * @param advice - where the right one is found, as a full sentence.
   */
  constructor(fault: string, advice: string | null = null) {
    super(system, fault, advice);
    this.errorDescription = fault;
  }
}

/** The client was closed before the call was started; nothing was sent. */
export class ClosedClientError extends HttpClosedClientError {
  static override readonly errorName: string = '@keyrack/authpi/ClosedClientError';

  readonly error: string = 'closed_client';
  readonly errorDescription: string;
  /** 0: no answer was involved. */
  readonly status: number = 0;

  constructor(words: ErrorWords, details: HttpErrorDetails) {
    super(words, details);
    this.errorDescription = words.fault;
  }
}

/** AuthPI said yes with an answer that is not what it should be; `outcome` tells whether it took effect. */
export class MalformedResponseError extends ResponseShapeError {
  static override readonly errorName: string = '@keyrack/authpi/MalformedResponseError';

  override readonly code: string = 'malformed-response';
  readonly error: string = 'malformed_response';
  readonly errorDescription: string;

  constructor(words: ErrorWords, details: ResponseShapeErrorDetails) {
    super(words, details);
    this.errorDescription = words.fault;
  }
}

/** AuthPI made a secret, and its answer holds none: it is lost. What it belongs to is there, and has to be removed or given another. */
export class MissingSecretError extends MalformedResponseError {
  static override readonly errorName: string = '@keyrack/authpi/MissingSecretError';

  override readonly code: string = 'missing-secret';
  /** The id of what the secret belongs to; null when the answer does not hold that either. */
  readonly id: string | null;

  constructor(details: ResponseShapeErrorDetails, id: string | null) {
    const { method, route } = details;
    const advice = id === null ? 'List what is there to find what it belongs to, and remove that.' : `Remove ${id}, or give it another.`;
    super({ fault: `${method} ${route}: it took effect, but the answer holds no secret, which is lost`, advice }, details);
    this.id = id;
  }
}

/** Does something at once, with errors of this client's classes. */
export function inOwnWords<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw toOwnError(error);
  }
}

/** Gives an error of the transport the class that this client has for it. */
export function toOwnError(error: unknown): unknown {
  if (HttpConfigurationError.isInstance(error) && !ConfigurationError.isInstance(error)) {
    return new ConfigurationError(error.fault, error.advice);
  }
  if (HttpClosedClientError.isInstance(error) && !ClosedClientError.isInstance(error)) return new ClosedClientError(error, error);
  if (ResponseShapeError.isInstance(error) && !MalformedResponseError.isInstance(error)) return new MalformedResponseError(error, error);
  return error;
}
