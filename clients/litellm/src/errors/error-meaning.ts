import type { Outcome } from '@keyrack/http';
import {
  AliasTakenError,
  BlockedKeyError,
  BudgetExceededError,
  ConflictError,
  DatabaseMissingError,
  ExpiredKeyError,
  ForbiddenError,
  InvalidRequestError,
  KeyNotFoundError,
  LicenceRequiredError,
  LiteLLMError,
  NotFoundError,
  RateLimitError,
  RouteNotFoundError,
  ServerFailureError,
  TeamNotFoundError,
  UnauthorizedError,
  UserNotFoundError,
  ValidationError,
} from './errors.ts';
import type { LiteLLMErrorDetails } from './errors.ts';
import type { Refusal } from './refusal.ts';

/** What a refusal means. */
export interface Meaning {
  readonly ErrorType: new (details: LiteLLMErrorDetails) => LiteLLMError;
  /** What it did, where the status alone would mislead. */
  readonly outcome?: Outcome;
}

interface Rule extends Meaning {
  /** By default any. */
  readonly statuses?: readonly number[];
  readonly shape?: Refusal['shape'];
  readonly type?: string;
  readonly param?: string;
  readonly message?: RegExp;
}

/** The first that fits holds. The proxy's `type` misleads, so most go by status and message. */
const rules: readonly Rule[] = [
  // The licence is looked at before anything is done, even where the answer is a 500.
  { message: /LiteLLM Enterprise user|enterprise license/i, ErrorType: LicenceRequiredError, outcome: 'not-applied' },
  { type: 'no_db_connection', ErrorType: DatabaseMissingError, outcome: 'not-applied' },
  {
    statuses: [500],
    message: /(?:^|, )(?:DB|Database) not connected|^Not connected to DB/i,
    ErrorType: DatabaseMissingError,
    outcome: 'not-applied',
  },
  { type: 'expired_key', ErrorType: ExpiredKeyError },
  { type: 'budget_exceeded', ErrorType: BudgetExceededError },
  { statuses: [401], message: /Key is blocked\./, ErrorType: BlockedKeyError },
  { statuses: [401], message: /Only proxy admin can be used/, ErrorType: ForbiddenError },
  { statuses: [401], ErrorType: UnauthorizedError },
  { statuses: [403], ErrorType: ForbiddenError },
  { statuses: [404], shape: 'detail', message: /^Not Found$/, ErrorType: RouteNotFoundError },
  { statuses: [405], ErrorType: RouteNotFoundError },
  { statuses: [404], type: 'not_found_error', param: 'key', ErrorType: KeyNotFoundError },
  { statuses: [404], type: 'not_found_error', param: 'key_alias', ErrorType: KeyNotFoundError },
  { statuses: [404], message: /^No keys found$|^Key \S+ not found\.$/, ErrorType: KeyNotFoundError },
  { statuses: [404], message: /^Team(?: doesn't exist|(?:\(s\))? not found)/, ErrorType: TeamNotFoundError },
  { statuses: [400, 404], message: /^Team id = .* does not exist\.$/, ErrorType: TeamNotFoundError },
  { statuses: [400], message: /^Team id=.* does not exist in db$|^team_id does not exist/, ErrorType: TeamNotFoundError },
  { statuses: [404], message: /^User (?:\S+ not found$|not found\b)/, ErrorType: UserNotFoundError },
  { statuses: [404], ErrorType: NotFoundError },
  { statuses: [400], param: 'key_alias', message: /already exists/, ErrorType: AliasTakenError },
  { statuses: [409], ErrorType: ConflictError },
  { statuses: [400], message: /already exists|^User already in team/, ErrorType: ConflictError },
  { statuses: [422], ErrorType: ValidationError },
  // An update turns whatever goes wrong below it into this, a fault after the write included.
  { statuses: [400], type: 'auth_error', message: /^Authentication Error, /, ErrorType: InvalidRequestError, outcome: 'unknown' },
  { statuses: [400], ErrorType: InvalidRequestError },
  { statuses: [429], ErrorType: RateLimitError },
];

/** Decides by status first, then by parameter and message. */
export function meaningOf(status: number, refusal: Refusal): Meaning {
  return rules.find((rule) => fits(rule, status, refusal)) ?? { ErrorType: status >= 500 ? ServerFailureError : LiteLLMError };
}

function fits({ statuses, shape, type, param, message }: Rule, status: number, refusal: Refusal): boolean {
  return (
    (statuses === undefined || statuses.includes(status)) &&
    (shape === undefined || shape === refusal.shape) &&
    (type === undefined || type === refusal.type) &&
    (param === undefined || param === refusal.param) &&
    (message === undefined || message.test(refusal.message))
  );
}
