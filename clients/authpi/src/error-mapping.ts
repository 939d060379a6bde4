import type { ApiStatusErrorDetails, ErrorAnswer, ErrorMapping, UpstreamError } from '@keyrack/http';
import {
  ApiError,
  AuthenticationError,
  BadGatewayError,
  ConflictError,
  ForbiddenError,
  GatewayTimeoutError,
  InternalServerError,
  NotFoundError,
  PreconditionFailedError,
  RateLimitError,
  ServerError,
  ServiceUnavailableError,
  UnexpectedError,
  ValidationError,
} from './errors.ts';
import type { ApiErrorDetails, FieldError } from './errors.ts';
import { isFields } from './reading.ts';
import type { Fields } from './reading.ts';

const mostFields = 50;
const longestText = 500;

/** How AuthPI words its errors: an object with `error` and `error_description`. Anything else comes from something in between. */
export const authpiErrors: ErrorMapping = { read: readError, create: createError };

function readError({ status, headers, body }: ErrorAnswer): UpstreamError | undefined {
  if (!isOwnBody(body)) return undefined;
  // A request with the same Idempotency-Key is at work: it may still succeed, and a repetition will be given its answer.
  const isInFlight = status === 409 && (headers['retry-after'] !== undefined || retryAfterMs(body) !== undefined);
  const { error, error_description: message, retryable } = body;
  return {
    code: error,
    message,
    retryable: isInFlight || (typeof retryable === 'boolean' ? retryable : undefined),
    outcome: isInFlight ? 'unknown' : undefined,
  };
}

const errorTypes: ReadonlyMap<number, new (details: ApiErrorDetails) => ApiError> = new Map<
  number,
  new (details: ApiErrorDetails) => ApiError
>([
  [400, ValidationError],
  [401, AuthenticationError],
  [403, ForbiddenError],
  [404, NotFoundError],
  [408, ApiError],
  [409, ConflictError],
  [412, PreconditionFailedError],
  [422, ValidationError],
  [429, RateLimitError],
  [500, InternalServerError],
  [502, BadGatewayError],
  [503, ServiceUnavailableError],
  [504, GatewayTimeoutError],
]);

function createError(details: ApiStatusErrorDetails, { body, text }: ErrorAnswer): ApiError {
  const { status } = details;
  const ErrorType = errorTypes.get(status) ?? (status >= 500 ? ServerError : UnexpectedError);
  return new ErrorType(isOwnBody(body) ? { ...details, ...extrasOf(body, details) } : { ...details, rawBody: text });
}

function extrasOf(body: Fields, { retryAfterMs: fromHeader }: ApiStatusErrorDetails): Partial<ApiErrorDetails> {
  return {
    reference: shortText(body['reference']),
    retryAfterMs: retryAfterMs(body) ?? fromHeader,
    fields: fieldErrors(body['fields']),
    // The documentation writes it in one way, the vendor's own client reads another.
    currentEtag: shortText(body['current_etag']) ?? shortText(body['currentETag']),
  };
}

function isOwnBody(body: unknown): body is Fields & { readonly error: string; readonly error_description: string } {
  return isFields(body) && typeof body['error'] === 'string' && typeof body['error_description'] === 'string';
}

function retryAfterMs({ retry_after: seconds }: Fields): number | undefined {
  return typeof seconds === 'number' && seconds >= 0 ? Math.ceil(seconds * 1_000) : undefined;
}

function fieldErrors(value: unknown): readonly FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, mostFields).flatMap((item: unknown) => {
    const field = isFields(item) ? shortText(item['field']) : undefined;
    if (!isFields(item) || field === undefined) return [];
    return [{ field, code: shortText(item['code']) ?? 'unknown', message: shortText(item['message']) ?? '' }];
  });
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, longestText) : undefined;
}
