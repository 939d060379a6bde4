import { ApiStatusError } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorAnswer, ErrorMapping, UpstreamError } from '@keyrack/http';
import {
  AuthenticationError,
  ConflictError,
  MissingReferenceError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ValidationError,
  VergeOSError,
} from './errors.ts';

/**
 * How VergeOS words its errors: an object with `err`. Some of its tables write `error` or `message` instead, and so does
 * many a proxy: those words are shown, but they prove neither that nothing was changed nor that a row is not there.
 */
export const vergeosErrors: ErrorMapping = { read: readError, create: createError };

function readError({ body }: ErrorAnswer): UpstreamError | undefined {
  const own = ownMessage(body);
  if (own !== undefined) return { message: own };
  const message = textAt(body, 'error') ?? textAt(body, 'message');
  return message === undefined ? undefined : { message, outcome: 'unknown' };
}

type ErrorType = new (details: ApiStatusErrorDetails) => ApiStatusError;

/** What the status alone says, whoever answers. */
const anybodysTypes: ReadonlyMap<number, ErrorType> = new Map([
  [401, AuthenticationError],
  [403, PermissionError],
  [429, RateLimitError],
]);

/** What only the system itself can say. */
const ownTypes: ReadonlyMap<number, ErrorType> = new Map([
  [404, NotFoundError],
  [409, ConflictError],
  [422, ValidationError],
]);

/** What a row is told that refers to one that does not exist. */
const missingReference = /^error setting field\b/i;

function createError(details: ApiStatusErrorDetails, { body }: ErrorAnswer): ApiStatusError {
  const { status } = details;
  const message = ownMessage(body);
  if (status === 404 && message !== undefined && missingReference.test(message)) return new MissingReferenceError(details);
  const OwnType = message === undefined ? ApiStatusError : (ownTypes.get(status) ?? VergeOSError);
  const ErrorType = anybodysTypes.get(status) ?? OwnType;
  return new ErrorType(details);
}

function ownMessage(body: unknown): string | undefined {
  return textAt(body, 'err');
}

function textAt(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
