import { ApiStatusError, describeStatus } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorWords } from '@keyrack/http';

/** One field of a request that the service refused. */
export interface FieldError {
  readonly field: string;
  /** The service's word for what is wrong with it. */
  readonly code: string;
  readonly message: string;
}

/** What an answer outside 2xx tells, read leniently. */
export interface ApiErrorDetails extends ApiStatusErrorDetails {
  /** The id under which the service wrote the error down; its support can find it. */
  readonly reference?: string | undefined;
  /** The refused fields. */
  readonly fields?: readonly FieldError[];
  /** The tag that the object has now. */
  readonly currentEtag?: string | undefined;
  /** The body, where it is not JSON; known secrets are removed. */
  readonly rawBody?: string | undefined;
}

const longestRawBody = 4_096;

/**
 * AuthPI answered with a status outside 2xx. The subclass is chosen by the status alone; `error` is the service's own word.
 * A 408 is an `ApiError` and none of its subclasses.
 */
export class ApiError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/authpi/ApiError';

  override readonly code: string = 'api-error';
  /** The service's code, such as `not_found`; `unknown` when the answer was not in its words. */
  readonly error: string;
  /** The service's sentence; `HTTP <status>` when the answer was not in its words. */
  readonly errorDescription: string;
  readonly reference: string | undefined;
  /**
   * What was answered, where that is not JSON: the first 4,096 characters of the page of a proxy, most likely. Secrets that this client
   * knows are removed from it, but it may hold anything else, so it is not enumerable: neither a log of the error nor its JSON shows it.
   */
  declare readonly rawBody: string | undefined;

  constructor(details: ApiErrorDetails, words: ErrorWords = describeStatus(details)) {
    super(details, words);
    this.error = details.upstreamCode ?? 'unknown';
    this.errorDescription = details.upstreamMessage ?? `HTTP ${details.status}`;
    this.reference = details.reference;
    Object.defineProperty(this, 'rawBody', { value: details.rawBody?.slice(0, longestRawBody) });
  }
}

/** The request cannot be read, or fields of it do not fit (400); or its Idempotency-Key stands for another request (422). */
export class ValidationError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/ValidationError';

  override readonly code: string = 'validation';
  /** The refused fields; empty when the service names none. */
  readonly fields: readonly FieldError[];

  constructor(details: ApiErrorDetails) {
    const named = (details.fields ?? []).map(({ field, code }) => `${field} (${code})`).join(', ');
    const { fault, advice } = describeStatus(details);
    super(details, { fault: named === '' ? fault : `${fault}: ${named}`, advice });
    this.fields = details.fields ?? [];
  }
}

/** The credential is missing, wrong, blocked, revoked or expired (401). */
export class AuthenticationError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/AuthenticationError';

  override readonly code: string = 'authentication';
}

/** The credential may not do this (403): a scope is missing, the account is another one, or the address is not allowed. */
export class ForbiddenError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/ForbiddenError';

  override readonly code: string = 'forbidden';
}

/** There is nothing under this id, or nothing that this credential may see (404). */
export class NotFoundError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/NotFoundError';

  override readonly code: string = 'not-found';
}

/**
 * The present state does not allow it (409). With a `retryAfterMs` the first request with the same Idempotency-Key is still
 * being worked on, and the outcome is `unknown`.
 */
export class ConflictError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/ConflictError';

  override readonly code: string = 'conflict';
}

/** The object was changed since the tag in `ifMatch` was given (412). Read it again, then decide anew. */
export class PreconditionFailedError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/PreconditionFailedError';

  override readonly code: string = 'precondition-failed';
  /** The tag that the object has now; undefined when the service does not tell. */
  readonly currentEtag: string | undefined;

  constructor(details: ApiErrorDetails) {
    super(details, {
      fault: `${details.method} ${details.route}: the object was changed since its tag was read`,
      advice: 'Read it again, then decide anew.',
    });
    this.currentEtag = details.currentEtag;
  }
}

/** Too many requests (429); `retryAfterMs` tells how long to wait, where the service does. */
export class RateLimitError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/RateLimitError';

  override readonly code: string = 'rate-limit';
}

/** The service failed (5xx). */
export class ServerError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/ServerError';

  override readonly code: string = 'server';
}

/** The service failed on this request (500). */
export class InternalServerError extends ServerError {
  static override readonly errorName: string = '@keyrack/authpi/InternalServerError';

  override readonly code: string = 'internal-server';
}

/** Something in front of the service got no usable answer from it (502). */
export class BadGatewayError extends ServerError {
  static override readonly errorName: string = '@keyrack/authpi/BadGatewayError';

  override readonly code: string = 'bad-gateway';
}

/** The service is not available now (503). */
export class ServiceUnavailableError extends ServerError {
  static override readonly errorName: string = '@keyrack/authpi/ServiceUnavailableError';

  override readonly code: string = 'service-unavailable';
}

/** Something in front of the service waited too long for it (504). */
export class GatewayTimeoutError extends ServerError {
  static override readonly errorName: string = '@keyrack/authpi/GatewayTimeoutError';

  override readonly code: string = 'gateway-timeout';
}

/** A status that the API does not use: a redirect, 402, 405, 410, 415, ... */
export class UnexpectedError extends ApiError {
  static override readonly errorName: string = '@keyrack/authpi/UnexpectedError';

  override readonly code: string = 'unexpected';
}
