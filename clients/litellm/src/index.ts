// What a program that uses this client alone needs of the packages below it.
export {
  AbortedError,
  ApiStatusError,
  ClosedClientError,
  ConfigurationError,
  ConnectionError,
  HttpError,
  PinMismatchError,
  ResponseShapeError,
  TimeoutError,
} from '@keyrack/http';
export type { CallOptions, ClientOptions, Hooks, Logger, Outcome, RetryOptions, TlsOptions, Transport } from '@keyrack/http';
export { Secret } from '@keyrack/secret';

export type { Budget, BudgetWindow } from './budgets/budget.ts';
export type { RawCallOptions, ReadCallOptions } from './call-options.ts';
export type { LiteLLMRequest } from './caller.ts';
export type { DeletedKeys, DeleteKeys } from './keys/delete-keys.ts';
export { checkDuration } from './values/duration.ts';
export {
  AliasTakenError,
  BlockedKeyError,
  BudgetExceededError,
  ConflictError,
  DatabaseMissingError,
  ExpiredKeyError,
  ForbiddenError,
  InvalidRequestError,
  KeyNotFoundError,
  KeysRemainError,
  LicenceRequiredError,
  LiteLLMError,
  MissingSecretError,
  NotFoundError,
  RateLimitError,
  RouteNotFoundError,
  ServerFailureError,
  TeamNotFoundError,
  UnauthorizedError,
  ValidationError,
} from './errors/errors.ts';
export type { ValidationIssue } from './errors/errors.ts';
export type { GenerateKey } from './keys/generate-key.ts';
export type { GeneratedKey } from './keys/generated-key.ts';
export type { HealthResource } from './proxy/health-resource.ts';
export { hashKey } from './keys/key-hash.ts';
export type { KeyReference } from './keys/key-hash.ts';
export type { KeyHealth } from './keys/key-health.ts';
export type { KeyName, KeyRequests } from './keys/key-requests.ts';
export type { KeySettings, NewBudgetWindow, ObjectPermission, ThroughputKind } from './keys/key-settings.ts';
export type { Key, KeyStatus } from './keys/key.ts';
export type { KeysResource } from './keys/keys-resource.ts';
export type { KeyFilter, KeyPage, KeyPageQuery, ListTokens, ListWholeKeys } from './keys/list-keys.ts';
export { LiteLLMClient } from './litellm-client.ts';
export type { LiteLLMClientOptions, Requests } from './litellm-client.ts';
export type { Licence, Readiness, ReadinessDetails } from './proxy/proxy-health.ts';
export type { UpdateKey } from './keys/update-key.ts';
