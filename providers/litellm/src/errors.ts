import {
  InvalidInputError,
  KeyConflictError,
  KeyNotFoundError as KeyNotFoundLifecycleError,
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
  ResponseShapeError,
  TimeoutError,
  UntrustedCertificateError,
} from '@keyrack/http';
import {
  AliasTakenError,
  DatabaseMissingError,
  ForbiddenError,
  KeyNotFoundError,
  LiteLLMError,
  RouteNotFoundError,
  UnauthorizedError,
} from '@keyrack/litellm';

/** Does one thing with the proxy; whatever fails comes out in the engine's words. @param action - "list the keys" */
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
  const failed = `LiteLLM: could not ${action}`;
  if (outcome !== 'not-applied') {
    const advice = 'Nothing is lost: ask the proxy what is true before doing it again.';
    return new OutcomeUnknownError(`${failed}: it is not known what the proxy did`, { ...options, retryable: true, advice });
  }
  if (KeyNotFoundError.isInstance(error)) {
    const advice = 'Sync the connection to see what it has.';
    return new KeyNotFoundLifecycleError(`${failed}: the proxy has no such key`, { ...options, advice });
  }
  if (AliasTakenError.isInstance(error)) return new KeyConflictError(`${failed}: another key has this name`, options);
  if (ConfigurationError.isInstance(error)) return new InvalidInputError(`${failed}: ${error.fault}`, { ...options, advice: error.advice });
  if (ClosedClientError.isInstance(error)) return new RefusedError(`${failed}: the connection was closed`, options);
  if (LiteLLMError.isInstance(error) && isRefusal(error))
    return new UpstreamRejectedError(`${failed}: ${error.fault}`, { ...options, advice: adviceForRefusal(error) });
  return new UpstreamUnavailableError(`${failed}: ${error.fault}`, { ...options, advice: adviceForOutage(error) });
}

/** Whether the proxy could work and did not want to. */
function isRefusal(error: LiteLLMError): boolean {
  return error.status < 500 && error.status !== 429 && !DatabaseMissingError.isInstance(error);
}

function adviceForRefusal(error: HttpError): string | null {
  if (UnauthorizedError.isInstance(error)) return 'Check the key of this connection, and update the connection.';
  if (ForbiddenError.isInstance(error)) return 'Connect with the master key, or with the key of a proxy admin.';
  if (RouteNotFoundError.isInstance(error)) return "Check that the address is the proxy's own, without /v1 or /ui.";
  return error.advice;
}

/** The client's own advice, but where that names options of a program. */
function adviceForOutage(error: HttpError): string | null {
  if (DatabaseMissingError.isInstance(error)) return "Look at the proxy's database, then try again.";
  if (UntrustedCertificateError.isInstance(error))
    return 'Give the proxy a certificate that this machine trusts, or name its authority in NODE_EXTRA_CA_CERTS.';
  if (ResponseShapeError.isInstance(error)) return 'Check that the address leads to the LiteLLM proxy and not to something in between.';
  if (TimeoutError.isInstance(error)) return 'Check that the proxy runs and can be reached, then try again.';
  return error.advice;
}

function detailsOf(error: HttpError): NonNullable<LifecycleErrorOptions['details']> {
  const status = ApiStatusError.isInstance(error) ? { status: error.status, upstreamCode: error.upstreamCode ?? null } : {};
  return { reason: error.code, attempts: error.attempts, method: error.method ?? null, route: error.route ?? null, ...status };
}
