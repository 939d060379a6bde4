import {
  InvalidInputError,
  KeyConflictError,
  KeyNotFoundError,
  LifecycleError,
  OutcomeUnknownError,
  RefusedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import type { LifecycleErrorOptions } from '@keyrack/contracts';
import {
  ApiStatusError,
  ClosedClientError,
  ConfigurationError,
  HttpError,
  PinMismatchError,
  ResponseShapeError,
  TimeoutError,
  UntrustedCertificateError,
} from '@keyrack/http';
import {
  AuthenticationError,
  ConflictError,
  MissingReferenceError,
  NotFoundError,
  PermissionError,
  RequestBudgetError,
  VergeOSError,
} from '@keyrack/vergeos';

/** Does one thing with the system; whatever fails comes out in the engine's words. @param action - "list the keys" */
export async function translated<Result>(action: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw toLifecycleError(action, error);
  }
}

/**
 * Whether the system says that what was asked for is not there: the row under a key, or one of that name. A 404 for a whole
 * table says nothing about its rows, and neither does one for what a row refers to.
 */
export function saysAbsent(error: unknown): error is NotFoundError {
  if (MissingReferenceError.isInstance(error)) return false;
  return NotFoundError.isInstance(error) && (error.status === 200 || error.route?.endsWith('/{key}') === true);
}

/** The only place where a client's errors become lifecycle errors. Anything else is a mistake of ours and stays as it is. */
export function toLifecycleError(action: string, error: unknown): unknown {
  if (LifecycleError.isInstance(error) || !HttpError.isInstance(error)) return error;
  const { outcome, retryable } = error;
  const options: LifecycleErrorOptions = { outcome, retryable, cause: error, details: detailsOf(error) };
  const failed = `VergeOS: could not ${action}`;
  if (outcome !== 'not-applied') {
    const advice = 'Nothing is lost: ask the system what is true before doing it again.';
    return new OutcomeUnknownError(`${failed}: it is not known what the system did`, { ...options, retryable: true, advice });
  }
  if (ConfigurationError.isInstance(error)) return new InvalidInputError(`${failed}: ${error.fault}`, { ...options, advice: error.advice });
  if (ClosedClientError.isInstance(error)) return new RefusedError(`${failed}: the connection was closed`, options);
  if (saysAbsent(error)) {
    const advice = 'Sync the connection to see what it has.';
    return new KeyNotFoundError(`${failed}: the system has no such key`, { ...options, advice });
  }
  if (ConflictError.isInstance(error)) return new KeyConflictError(`${failed}: the user has another key of this name`, options);
  if (VergeOSError.isInstance(error) && error.status < 500 && error.status !== 429) {
    return new UpstreamRejectedError(`${failed}: ${error.fault}`, { ...options, advice: adviceForRefusal(error) });
  }
  return new UpstreamUnavailableError(`${failed}: ${error.fault}`, { ...options, advice: adviceForOutage(error) });
}

function adviceForRefusal(error: HttpError): string | null {
  if (AuthenticationError.isInstance(error))
    return 'Check the credential of this connection, its expiry and the addresses that it admits, and update the connection.';
  if (PermissionError.isInstance(error)) return "Give the connection's user the right to list, make, change and delete user API keys.";
  if (MissingReferenceError.isInstance(error)) return 'Check that the user of the key still exists.';
  return error.advice;
}

/** The client's own advice, but where that names options of a program. */
function adviceForOutage(error: HttpError): string | null {
  if (RequestBudgetError.isInstance(error))
    return 'Wait: the system allows 1,000 requests within an hour for one API key. With a password there is no such limit.';
  if (PinMismatchError.isInstance(error)) {
    return 'Compare certSha256 with the certificate of the system: if it was renewed, update the connection; if not, somebody is in between.';
  }
  if (UntrustedCertificateError.isInstance(error))
    return 'Give the connection the certSha256 of the system, or the system a certificate that this machine trusts.';
  if (ResponseShapeError.isInstance(error)) return 'Check that the address leads to the VergeOS system and not to something in between.';
  if (TimeoutError.isInstance(error)) return 'Check that the system runs and can be reached, then try again.';
  return error.advice;
}

function detailsOf(error: HttpError): NonNullable<LifecycleErrorOptions['details']> {
  const status = ApiStatusError.isInstance(error) ? { status: error.status } : {};
  return { reason: error.code, attempts: error.attempts, method: error.method ?? null, route: error.route ?? null, ...status };
}
