import {
  ClosedClientError as HttpClosedClientError,
  ConfigurationError as HttpConfigurationError,
  ResponseShapeError,
} from '@keyrack/http';
import type { HttpErrorDetails, ResponseShapeErrorDetails } from '@keyrack/http';

const system = 'authpi';

/** An option or an argument is wrong, or the account cannot be told from the credential; nothing was changed. */
export class ConfigurationError extends HttpConfigurationError {
  static override readonly errorName: string = '@keyrack/authpi/ConfigurationError';

  readonly error: string = 'configuration';
  readonly errorDescription: string;
  /** 0: no answer was involved. */
  readonly status: number = 0;

  /** @param message - which option or argument is wrong, and what is right; never its value. */
  constructor(message: string) {
    super(system, message);
    this.errorDescription = message;
  }
}

/** The client was closed before the call was started; nothing was sent. */
export class ClosedClientError extends HttpClosedClientError {
  static override readonly errorName: string = '@keyrack/authpi/ClosedClientError';

  readonly error: string = 'closed_client';
  readonly errorDescription: string;
  /** 0: no answer was involved. */
  readonly status: number = 0;

  constructor(message: string, details: HttpErrorDetails) {
    super(message, details);
    this.errorDescription = message;
  }
}

/** AuthPI said yes with an answer that is not what it should be; `outcome` tells whether it took effect. */
export class MalformedResponseError extends ResponseShapeError {
  static override readonly errorName: string = '@keyrack/authpi/MalformedResponseError';

  override readonly code: string = 'malformed-response';
  readonly error: string = 'malformed_response';
  readonly errorDescription: string;

  constructor(message: string, details: ResponseShapeErrorDetails) {
    super(message, details);
    this.errorDescription = message;
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
    const advice = id === null ? 'list what is there to find what it belongs to, and remove that' : `remove ${id}, or give it another`;
    super(`${system}: ${method} ${route}: it took effect, but the answer holds no secret, which is lost; ${advice}`, details);
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
    return new ConfigurationError(error.message.replace(/^authpi: /, ''));
  }
  if (HttpClosedClientError.isInstance(error) && !ClosedClientError.isInstance(error)) return new ClosedClientError(error.message, error);
  if (ResponseShapeError.isInstance(error) && !MalformedResponseError.isInstance(error))
    return new MalformedResponseError(error.message, error);
  return error;
}
