import { ApiStatusError } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorAnswer, ErrorMapping, UpstreamError } from '@keyrack/http';

/** The server answers, and has no access key with this id (`NotFound`). */
export class AccessKeyNotFoundError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/outline/AccessKeyNotFoundError';

  override readonly code: string = 'access-key-not-found';

  constructor(details: ApiStatusErrorDetails) {
    super(details, { fault: `${callOf(details)} found no access key with this id`, advice: 'List the keys to see which there are.' });
  }
}

/**
 * The server does not know the address (`ResourceNotFound`): the secret path of `apiUrl` is wrong, or the server is too
 * old for this call. Both look alike; `server.get()` tells them apart. It says nothing about any access key.
 */
export class RouteNotFoundError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/outline/RouteNotFoundError';

  override readonly code: string = 'route-not-found';

  constructor(details: ApiStatusErrorDetails) {
    super(details, {
      fault: `the server does not know the address of ${callOf(details)}`,
      advice: 'Check the secret path of apiUrl: if server.get() works, the server is too old for this call.',
    });
  }
}

/** The id, the password or the port is taken (`Conflict`). */
export class ConflictError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/outline/ConflictError';

  override readonly code: string = 'conflict';
}

/** The server refuses a value (`InvalidArgument`, `MissingParameter` or `InvalidContent`). */
export class InvalidArgumentError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/outline/InvalidArgumentError';

  override readonly code: string = 'invalid-argument';
}

/** The server failed (`InternalServer`, `Internal`); for metrics it often means that its Prometheus is away. */
export class ServerFailureError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/outline/ServerFailureError';

  override readonly code: string = 'server-failure';
}

/**
 * The server has no figures for the window (`InternalServer` without a word): nobody has used it then, as on a fresh server, or
 * its Prometheus is away. `metrics.transfer()` tells which: it works in the first case.
 */
export class NoMetricsError extends ServerFailureError {
  static override readonly errorName: string = '@keyrack/outline/NoMetricsError';

  override readonly code: string = 'no-metrics';

  constructor(details: ApiStatusErrorDetails) {
    super(details, {
      fault: `${callOf(details)} found no figures: a server that carried no traffic in this window answers so, and goes on for 5 minutes after the first`,
      advice: 'Call metrics.transfer(): if that fails too, the Prometheus of the server is away.',
    });
  }
}

/** Recognises the answer of a server that has nothing to tell; everything else stays what it is. */
export function asMetricsFailure(error: unknown): unknown {
  const isSilent = ServerFailureError.isInstance(error) && error.upstreamCode === 'InternalServer' && (error.upstreamMessage ?? '') === '';
  return isSilent ? new NoMetricsError(error) : error;
}

/** How the server words its errors: always `{"code", "message"}`. Anything else comes from something in between. */
export const outlineErrors: ErrorMapping = { read: readError, create: createError };

function readError({ body }: ErrorAnswer): UpstreamError | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body) || typeof body.code !== 'string') return undefined;
  return { code: body.code, message: 'message' in body && typeof body.message === 'string' ? body.message : undefined };
}

const errorTypes: ReadonlyMap<string, new (details: ApiStatusErrorDetails) => ApiStatusError> = new Map([
  ['NotFound', AccessKeyNotFoundError],
  ['ResourceNotFound', RouteNotFoundError],
  ['Conflict', ConflictError],
  ['InvalidArgument', InvalidArgumentError],
  ['MissingParameter', InvalidArgumentError],
  ['InvalidContent', InvalidArgumentError],
  ['InternalServer', ServerFailureError],
  ['Internal', ServerFailureError],
]);

function createError(details: ApiStatusErrorDetails): ApiStatusError {
  const ErrorType = errorTypes.get(details.upstreamCode ?? '') ?? ApiStatusError;
  return new ErrorType(details);
}

function callOf({ method, route }: ApiStatusErrorDetails): string {
  return `${method} ${route}`;
}
