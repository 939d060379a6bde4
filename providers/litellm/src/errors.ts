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
import { ApiStatusError, ClosedClientError, ConfigurationError, HttpError, ResponseShapeError } from '@keyrack/http';
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
  const said = error.message.replace(/^litellm: /, '');
  if (outcome !== 'not-applied') {
    const advice = 'Nothing is lost: ask the proxy what is true before doing it again.';
    return new OutcomeUnknownError(`${failed}: it is not known what the proxy did`, { ...options, retryable: true, advice });
  }
  if (KeyNotFoundError.isInstance(error)) {
    const advice = 'Sync the connection to see what it has.';
    return new KeyNotFoundLifecycleError(`${failed}: the proxy has no such key`, { ...options, advice });
  }
  if (AliasTakenError.isInstance(error)) return new KeyConflictError(`${failed}: another key has this name`, options);
  if (ConfigurationError.isInstance(error)) return new InvalidInputError(`${failed}: ${said}`, options);
  if (ClosedClientError.isInstance(error)) return new RefusedError(`${failed}: the connection was closed`, options);
  if (LiteLLMError.isInstance(error) && isRefusal(error))
    return new UpstreamRejectedError(`${failed}: ${said}`, { ...options, ...adviceFor(error) });
  return new UpstreamUnavailableError(`${failed}: ${said}`, { ...options, advice: adviceForOutage(error) });
}

/** Whether the proxy could work and did not want to. */
function isRefusal(error: LiteLLMError): boolean {
  return error.status < 500 && error.status !== 429 && !DatabaseMissingError.isInstance(error);
}

function adviceFor(error: LiteLLMError): { readonly advice?: string } {
  if (UnauthorizedError.isInstance(error)) return { advice: 'Check the key of this connection, and update the connection.' };
  if (ForbiddenError.isInstance(error)) return { advice: 'Connect with the master key, or with the key of a proxy admin.' };
  if (RouteNotFoundError.isInstance(error)) return { advice: "Check that the address is the proxy's own, without /v1 or /ui." };
  return {};
}

function adviceForOutage(error: HttpError): string {
  if (DatabaseMissingError.isInstance(error)) return "Look at the proxy's database, then try again.";
  return ResponseShapeError.isInstance(error)
    ? 'Check that the address leads to the LiteLLM proxy and not to something in between.'
    : 'Check that the proxy runs and can be reached, then try again.';
}

function detailsOf(error: HttpError): NonNullable<LifecycleErrorOptions['details']> {
  const status = ApiStatusError.isInstance(error) ? { status: error.status, upstreamCode: error.upstreamCode ?? null } : {};
  return { reason: error.code, attempts: error.attempts, method: error.method ?? null, route: error.route ?? null, ...status };
}
