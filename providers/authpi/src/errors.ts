import { ApiError, AuthenticationError, ForbiddenError, MalformedResponseError, MissingSecretError, NotFoundError } from '@keyrack/authpi';
import {
  InvalidInputError,
  IssuedWithoutSecretError,
  KeyNotFoundError,
  LifecycleError,
  OutcomeUnknownError,
  RefusedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import type { LifecycleErrorOptions } from '@keyrack/contracts';
import { ClosedClientError, ConfigurationError, HttpError, TimeoutError, UntrustedCertificateError } from '@keyrack/http';

/** Does one thing with the service; whatever fails comes out in the engine's words. @param action - "list the keys" */
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
  const failed = `AuthPI: could not ${action}`;
  if (MissingSecretError.isInstance(error)) {
    const { id } = error;
    const advice = id === null ? 'Sync the connection to find it, and revoke it.' : `Revoke the key ${id}.`;
    const details = { ...options.details, upstreamId: id };
    return new IssuedWithoutSecretError('AuthPI: the service made the key and did not show its secret', { ...options, advice, details });
  }
  if (outcome !== 'not-applied') {
    const advice = 'Nothing is lost: ask the service what is true before doing it again.';
    return new OutcomeUnknownError(`${failed}: it is not known what the service did`, { ...options, retryable: true, advice });
  }
  if (isOwnNotFound(error) && error.route?.includes('{key_id}') === true) {
    return new KeyNotFoundError(`${failed}: the service has no such key`, {
      ...options,
      advice: 'Sync the connection to see what it has.',
    });
  }
  if (AuthenticationError.isInstance(error) && error.upstreamCode !== undefined) {
    const advice = 'Update the connection with an API key that is active: keyrack connection update.';
    return new UpstreamRejectedError(`${failed}: the service does not take the API key of the connection`, { ...options, advice });
  }
  if (ForbiddenError.isInstance(error) && error.upstreamCode !== undefined) {
    const advice = 'Give the API key of the connection the scope to manage API keys, or allow the address of this machine.';
    return new UpstreamRejectedError(`${failed}: ${error.errorDescription}`, { ...options, advice });
  }
  if (ConfigurationError.isInstance(error)) return new InvalidInputError(`${failed}: ${error.fault}`, { ...options, advice: error.advice });
  if (ClosedClientError.isInstance(error)) return new RefusedError(`${failed}: the connection was closed`, options);
  if (ApiError.isInstance(error) && error.upstreamCode !== undefined && isRefusal(error.status))
    return new UpstreamRejectedError(`${failed}: ${error.fault}`, { ...options, advice: error.advice });
  return new UpstreamUnavailableError(`${failed}: ${error.fault}`, { ...options, advice: adviceForOutage(error) });
}

/** The client's own advice, but where that names options of a program. */
function adviceForOutage(error: HttpError): string | null {
  if (UntrustedCertificateError.isInstance(error))
    return 'Check that the address is that of AuthPI, or name the authority of its certificate in NODE_EXTRA_CA_CERTS.';
  if (MalformedResponseError.isInstance(error)) return 'Check that the address leads to the API of AuthPI and not to something in between.';
  if (TimeoutError.isInstance(error)) return 'Check that the service can be reached, then try again.';
  return error.advice;
}

/** The service itself says that there is no such thing. A 404 of anybody else is not in its words and says nothing. */
export function isOwnNotFound(error: unknown): error is NotFoundError {
  return NotFoundError.isInstance(error) && error.upstreamCode === 'not_found';
}

/** "Not so" rather than "not now". */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

function detailsOf(error: HttpError): NonNullable<LifecycleErrorOptions['details']> {
  const answer = ApiError.isInstance(error)
    ? { status: error.status, upstreamCode: error.upstreamCode ?? null, reference: error.reference ?? null }
    : {};
  return { reason: error.code, attempts: error.attempts, method: error.method ?? null, route: error.route ?? null, ...answer };
}
