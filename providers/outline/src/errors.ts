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
import { AccessKeyNotFoundError, ConflictError, RouteNotFoundError } from '@keyrack/outline';

/** Does one thing with the server; whatever fails comes out in the engine's words. @param action - "list the keys" */
export async function translated<Result>(action: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw toLifecycleError(action, error);
  }
}

/** The only place where a client's errors become lifecycle errors. Anything else is a mistake of ours and stays as it is. */
export function toLifecycleError(action: string, error: unknown): unknown {
  if (LifecycleError.isInstance(error) || !HttpError.isInstance(error)) return error;
  const { outcome, retryable } = error;
  const options: LifecycleErrorOptions = { outcome, retryable, cause: error, details: detailsOf(error) };
  const failed = `Outline: could not ${action}`;
  if (outcome !== 'not-applied') {
    const advice = 'Nothing is lost: ask the server what is true before doing it again.';
    return new OutcomeUnknownError(`${failed}: it is not known what the server did`, { ...options, retryable: true, advice });
  }
  if (AccessKeyNotFoundError.isInstance(error)) {
    return new KeyNotFoundError(`${failed}: the server has no such key`, { ...options, advice: 'Sync the connection to see what it has.' });
  }
  if (ConflictError.isInstance(error)) {
    return new KeyConflictError(`${failed}: the id, the password or the port is taken`, options);
  }
  if (RouteNotFoundError.isInstance(error)) {
    const advice = 'Compare the secret path of the address with access.txt on the server, and update the connection.';
    return new UpstreamRejectedError(`${failed}: the server does not know this address`, { ...options, advice });
  }
  if (ConfigurationError.isInstance(error)) return new InvalidInputError(`${failed}: ${error.fault}`, { ...options, advice: error.advice });
  if (ClosedClientError.isInstance(error)) return new RefusedError(`${failed}: the connection was closed`, options);
  if (ApiStatusError.isInstance(error) && error.status < 500 && error.status !== 429 && error.upstreamCode !== undefined) {
    return new UpstreamRejectedError(`${failed}: ${error.fault}`, { ...options, advice: error.advice });
  }
  return new UpstreamUnavailableError(`${failed}: ${error.fault}`, { ...options, advice: adviceForOutage(error) });
}

/** The client's own advice, but where that names options of a program. */
function adviceForOutage(error: HttpError): string | null {
  if (PinMismatchError.isInstance(error))
    return 'Compare certSha256 with access.txt on the server: if the server was reinstalled, update the connection; if not, somebody is in between.';
  if (UntrustedCertificateError.isInstance(error))
    return 'Give the connection the certSha256 of the server, as access.txt on the server tells it: keyrack connection update.';
  if (ResponseShapeError.isInstance(error)) return 'Check that the address leads to the Outline server and not to something in between.';
  if (TimeoutError.isInstance(error)) return 'Check that the server runs and can be reached, then try again.';
  return error.advice;
}

function detailsOf(error: HttpError): NonNullable<LifecycleErrorOptions['details']> {
  const status = ApiStatusError.isInstance(error) ? { status: error.status, upstreamCode: error.upstreamCode ?? null } : {};
  return { reason: error.code, attempts: error.attempts, method: error.method ?? null, route: error.route ?? null, ...status };
}
