import { ApiStatusError, HttpError, ResponseShapeError } from '@keyrack/http';
import type { HttpErrorDetails, ResponseShapeErrorDetails } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';

/** The system refused the call, or failed at it. The subclass says why; an answer in foreign words is none of these. */
export class VergeOSError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/vergeos/VergeOSError';

  override readonly code: string = 'vergeos';
}

/** The system answers, and has no such row (404), or none of the name that was looked for (then `status` is 200). */
export class NotFoundError extends VergeOSError {
  static override readonly errorName: string = '@keyrack/vergeos/NotFoundError';

  override readonly code: string = 'not-found';
}

/** What was sent refers to a row that is not there (404), such as a user. It says nothing about the row that was addressed. */
export class MissingReferenceError extends NotFoundError {
  static override readonly errorName: string = '@keyrack/vergeos/MissingReferenceError';

  override readonly code: string = 'missing-reference';
}

/** The system does not take the API key, password or session (401). Expired keys and addresses that a key does not allow end here too. */
export class AuthenticationError extends VergeOSError {
  static override readonly errorName: string = '@keyrack/vergeos/AuthenticationError';

  override readonly code: string = 'authentication';
}

/** The user that the client logged in as may not do this (403). */
export class PermissionError extends VergeOSError {
  static override readonly errorName: string = '@keyrack/vergeos/PermissionError';

  override readonly code: string = 'permission';
}

/** Such a row is there already (409): the name is taken. */
export class ConflictError extends VergeOSError {
  static override readonly errorName: string = '@keyrack/vergeos/ConflictError';

  override readonly code: string = 'conflict';
}

/** The system refuses a value or a filter (422). */
export class ValidationError extends VergeOSError {
  static override readonly errorName: string = '@keyrack/vergeos/ValidationError';

  override readonly code: string = 'validation';
}

/** The system refuses further requests for now (429). */
export class RateLimitError extends VergeOSError {
  static override readonly errorName: string = '@keyrack/vergeos/RateLimitError';

  override readonly code: string = 'rate-limit';
}

/** The client has sent as many requests within an hour as the system allows, and its turn is too far off. Nothing was sent. */
export class RequestBudgetError extends HttpError {
  static override readonly errorName: string = '@keyrack/vergeos/RequestBudgetError';

  readonly code = 'request-budget';
  /** How long it takes until the next request is allowed, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(details: Pick<HttpErrorDetails, 'method' | 'route'>, retryAfterMs: number) {
    const seconds = Math.ceil(retryAfterMs / 1_000);
    super(
      { fault: `${details.method} ${details.route}: the requests of this hour are used up`, advice: `Try again in ${seconds} s.` },
      { ...details, system: 'vergeos', attempts: 0, outcome: 'not-applied', retryable: true },
    );
    this.retryAfterMs = retryAfterMs;
  }
}

/** The answer to a creation holds the secret nowhere. Nobody can use such a key, and nobody can ask for its secret again: delete it. */
export class MissingSecretError extends ResponseShapeError {
  static override readonly errorName: string = '@keyrack/vergeos/MissingSecretError';

  override readonly code: string = 'missing-secret';
  /** The `$key` of the key to delete; null: the answer does not tell it, and `outcome` is `unknown`: look for the key by its name. */
  readonly key: number | null;

  constructor(details: ResponseShapeErrorDetails, key: number | null) {
    const call = `${details.method} ${details.route}`;
    const words =
      key === null
        ? { fault: `${call}: the answer is no receipt of a new key`, advice: 'Look whether there is one of this name, and delete it.' }
        : { fault: `${call}: the key ${key} was made, and the answer holds no secret`, advice: `Delete it with apiKeys.delete(${key}).` };
    super(words, key === null ? { ...details, outcome: 'unknown' } : details);
    this.key = key;
  }
}

/** The key was made and its secret came, but not its `$key`. The key works; look for it by its name. */
export class MissingKeyError extends ResponseShapeError {
  static override readonly errorName: string = '@keyrack/vergeos/MissingKeyError';

  override readonly code: string = 'missing-key';
  /** The secret of the new key: this is the only place where it is. */
  readonly secret: Secret;

  constructor(details: ResponseShapeErrorDetails, secret: Secret) {
    super(
      {
        fault: `${details.method} ${details.route}: the key was made, and the answer does not tell its $key`,
        advice: 'Keep its secret, which this error holds, and look for the key by its name.',
      },
      details,
    );
    this.secret = secret;
  }
}
