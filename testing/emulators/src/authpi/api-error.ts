/** One field that was refused. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What an error says beside its code and description. */
export interface ErrorExtras {
  readonly fields?: readonly FieldError[];
  /** How long to wait, in whole seconds; also sent as a header. */
  readonly retryAfterSeconds?: number;
  /** The tag the resource has now, for a 412. */
  readonly currentEtag?: string;
  readonly retryable?: boolean;
  /** More headers, by name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error answer of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly extras: ErrorExtras;

  constructor(status: number, code: string, { message, ...extras }: ErrorExtras & { readonly message: string }) {
    super(message);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }
}

/** A request that cannot be read or whose fields do not fit. */
export const invalidRequest = (message: string, fields?: readonly FieldError[]): ApiError =>
  new ApiError(400, 'invalid_request', fields === undefined ? { message } : { message, fields });

/** A body of another type than JSON. */
export const invalidContentType = (): ApiError =>
  new ApiError(415, 'invalid_content_type', { message: 'The Content-Type must be application/json.' });

/** Credentials that are missing, wrong, or not valid any more. */
export const unauthorized = (message: string): ApiError =>
  new ApiError(401, 'unauthorized_client', { message, headers: { 'WWW-Authenticate': 'Basic realm="AuthPI"' } });

/** An access token whose time is over; a new one will do. */
export const sessionExpired = (): ApiError => new ApiError(401, 'session_expired', { message: 'The access token has expired.' });

/** A caller who may not touch this at all. */
export const accessDenied = (message: string): ApiError => new ApiError(403, 'access_denied', { message });

/** A caller who lacks the one permission that the operation needs. */
export const insufficientScope = (permission: string): ApiError =>
  new ApiError(403, 'insufficient_scope', { message: `The scope ${permission} is needed.` });

/** Something that is not there, or not there for this caller. */
export const notFound = (what: string): ApiError => new ApiError(404, 'not_found', { message: `${what} was not found.` });

/** A change that the present state does not allow. */
export const conflict = (message: string): ApiError => new ApiError(409, 'conflict', { message });

/** A change that was asked for on the grounds of an older state. */
export const preconditionFailed = (currentEtag: string): ApiError =>
  new ApiError(412, 'precondition_failed', {
    message: 'The resource was changed since this ETag was given. Read it again.',
    currentEtag,
  });

/** An Idempotency-Key that stands for another request. */
export const keyReused = (): ApiError =>
  new ApiError(422, 'invalid_request', { message: 'The Idempotency-Key was used for another request.' });

/** An Idempotency-Key whose first request is still being worked on. */
export const stillInFlight = (): ApiError =>
  new ApiError(409, 'conflict', {
    message: 'A request with this Idempotency-Key is being processed.',
    retryAfterSeconds: 1,
    retryable: true,
  });
