import { ApiStatusError, HttpError, ResponseShapeError, describeStatus } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorWords, HttpErrorDetails, ResponseShapeErrorDetails } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';

/** One thing that a proxy finds wrong with a request. */
export interface ValidationIssue {
  /** Where it is: `body.budget_limits.0.max_budget`, `query.page`. */
  readonly location: string;
  /** The proxy's word for it: `missing`, `int_parsing`. */
  readonly type: string;
  readonly message: string;
}

/** What an error of the proxy tells. */
export interface LiteLLMErrorDetails extends ApiStatusErrorDetails {
  /** The parameter that the proxy blames. */
  readonly param?: string | null;
  readonly issues?: readonly ValidationIssue[];
}

/**
 * The proxy refused, in one of the five shapes that it words errors in. `upstreamCode` is what it calls `type`, which says
 * little: a taken name, a missing key and a fault can all be `internal_server_error`. The subclasses go by the meaning.
 */
export class LiteLLMError extends ApiStatusError {
  static override readonly errorName: string = '@keyrack/litellm/LiteLLMError';

  override readonly code: string = 'litellm';
  /** The parameter that the proxy blames; null when it names none. */
  readonly param: string | null;

  constructor(details: LiteLLMErrorDetails, words: ErrorWords = describeStatus(details)) {
    super(details, words);
    this.param = details.param ?? null;
  }
}

/** The credential is missing, malformed, unknown or not taken (401). */
export class UnauthorizedError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/UnauthorizedError';

  override readonly code: string = 'unauthorized';
}

/** The credential itself has expired (401; 400 on older proxies). */
export class ExpiredKeyError extends UnauthorizedError {
  static override readonly errorName: string = '@keyrack/litellm/ExpiredKeyError';

  override readonly code: string = 'expired-key';
}

/** The credential itself is blocked (401). */
export class BlockedKeyError extends UnauthorizedError {
  static override readonly errorName: string = '@keyrack/litellm/BlockedKeyError';

  override readonly code: string = 'blocked-key';
}

/** The credential is good and may not do this: 403, or 401 where only a proxy admin may. */
export class ForbiddenError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/ForbiddenError';

  override readonly code: string = 'forbidden';
}

/** Only a licensed proxy does this (403, 400 or 500). Nothing was changed. */
export class LicenceRequiredError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/LicenceRequiredError';

  override readonly code: string = 'licence-required';

  constructor(details: LiteLLMErrorDetails) {
    super(details, { fault: `${callOf(details)} needs a licence that this proxy has not (${details.upstreamMessage ?? details.status})` });
  }
}

/** What the request names is not there (404). */
export class NotFoundError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/NotFoundError';

  override readonly code: string = 'not-found';
}

/** The proxy answers, and has no such key (404). */
export class KeyNotFoundError extends NotFoundError {
  static override readonly errorName: string = '@keyrack/litellm/KeyNotFoundError';

  override readonly code: string = 'key-not-found';

  constructor(details: LiteLLMErrorDetails) {
    super(details, { fault: `${callOf(details)} found no such key`, advice: 'List the keys to see which there are.' });
  }
}

/** The team is not there (404). Also the answer to nearly every call about a key whose team never was, or is gone. */
export class TeamNotFoundError extends NotFoundError {
  static override readonly errorName: string = '@keyrack/litellm/TeamNotFoundError';

  override readonly code: string = 'team-not-found';
}

/** The proxy has no such user (404). */
export class UserNotFoundError extends NotFoundError {
  static override readonly errorName: string = '@keyrack/litellm/UserNotFoundError';

  override readonly code: string = 'user-not-found';
}

/** The proxy has no such budget, which it says with an empty answer of 200. */
export class BudgetNotFoundError extends NotFoundError {
  static override readonly errorName: string = '@keyrack/litellm/BudgetNotFoundError';

  override readonly code: string = 'budget-not-found';

  constructor(details: LiteLLMErrorDetails) {
    super(details, { fault: `${callOf(details)} found no such budget`, advice: 'List the budgets to see which there are.' });
  }
}

/** The proxy does not know the address, or not with this method (404, 405): the base URL is wrong or the proxy too old. It says nothing about any key. */
export class RouteNotFoundError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/RouteNotFoundError';

  override readonly code: string = 'route-not-found';

  constructor(details: LiteLLMErrorDetails) {
    super(details, {
      fault: `the proxy does not know ${callOf(details)}`,
      advice: 'Check baseUrl: if health.readiness() works, the proxy is too old for this call.',
    });
  }
}

/** Something with this id, name or membership exists (409, or 400). */
export class ConflictError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/ConflictError';

  override readonly code: string = 'conflict';
}

/** Another key has this alias, or this very key has, when the same generate is sent again (400). */
export class AliasTakenError extends ConflictError {
  static override readonly errorName: string = '@keyrack/litellm/AliasTakenError';

  override readonly code: string = 'alias-taken';
}

/** A value is not taken (400). */
export class InvalidRequestError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/InvalidRequestError';

  override readonly code: string = 'invalid-request';
}

/** The request does not have the form that it must have (422). */
export class ValidationError extends InvalidRequestError {
  static override readonly errorName: string = '@keyrack/litellm/ValidationError';

  override readonly code: string = 'validation';
  readonly issues: readonly ValidationIssue[];

  constructor(details: LiteLLMErrorDetails) {
    super(details);
    this.issues = details.issues ?? [];
  }
}

/** A budget is used up (422; 429 or 400 on older proxies). Only calls of models are refused so. */
export class BudgetExceededError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/BudgetExceededError';

  override readonly code: string = 'budget-exceeded';
}

/** Too many requests or tokens (429). `retryAfterMs` tells how long to wait, where the proxy does. */
export class RateLimitError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/RateLimitError';

  override readonly code: string = 'rate-limit';
}

/** The proxy runs without its database, so it knows no keys (500; 400 for virtual keys). Nothing was changed. */
export class DatabaseMissingError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/DatabaseMissingError';

  override readonly code: string = 'database-missing';

  constructor(details: LiteLLMErrorDetails) {
    super(details, { fault: `${callOf(details)} needs the proxy's database, which is not connected`, advice: 'Look at the proxy.' });
  }
}

/** The proxy failed (5xx). It uses 500 for mistakes of the caller too; the message tells. */
export class ServerFailureError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/ServerFailureError';

  override readonly code: string = 'server-failure';
}

/** A key was made, and the answer does not hold its secret, which no one can read again. Delete the key and make another. */
export class MissingSecretError extends ResponseShapeError {
  static override readonly errorName: string = '@keyrack/litellm/MissingSecretError';

  override readonly code: string = 'missing-secret';
  /** The token of the key that was made; null when the answer does not tell even that. */
  readonly token: string | null;

  constructor(details: ResponseShapeErrorDetails, token: string | null) {
    const advice = token === null ? 'List the newest keys to find it, and delete it.' : `Delete the key ${token}.`;
    super({ fault: `${callOf(details)}: a key was made, but the answer does not hold its secret`, advice }, details);
    this.token = token;
  }
}

/** Something was made with a key, and the rest of the answer cannot be read. The key is not lost: it is here, and nowhere else. */
export class UnreadableAnswerError extends ResponseShapeError {
  static override readonly errorName: string = '@keyrack/litellm/UnreadableAnswerError';

  override readonly code: string = 'unreadable-answer';
  /** The secret of the key that was made. */
  readonly key: Secret;

  constructor(details: ResponseShapeErrorDetails, fault: string, key: Secret) {
    super({ fault: `${callOf(details)}: a key was made, but ${fault}`, advice: 'Keep its secret, which this error holds.' }, details);
    this.key = key;
  }
}

/** The proxy said that it deleted keys, and some are still there: somebody made them again, or the proxy asked is not the one that answered. */
export class KeysRemainError extends HttpError {
  static override readonly errorName: string = '@keyrack/litellm/KeysRemainError';

  readonly code = 'keys-remain';
  /** The tokens of the keys that are still there. */
  readonly tokens: readonly string[];

  constructor(details: HttpErrorDetails, tokens: readonly string[]) {
    super({ fault: `${callOf(details)}: the proxy still has ${tokens.join(', ')}`, advice: 'Look again, then delete again.' }, details);
    this.tokens = tokens;
  }
}

function callOf({ method, route }: HttpErrorDetails): string {
  return `${method} ${route}`;
}
