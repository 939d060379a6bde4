// What a program that uses this client alone needs of the packages below it.
export {
  AbortedError,
  ApiStatusError,
  ConnectionError,
  HttpError,
  TimeoutError,
  UntrustedCertificateError,
  fetchTransport,
  nodeTransport,
} from '@keyrack/http';
export type { CallOptions, ClientOptions, Hooks, Logger, Outcome, PreparedCall, Prepares, RetryOptions, Transport } from '@keyrack/http';
export { Secret } from '@keyrack/secret';

export { AuthPIClient } from './authpi-client.ts';
export type { AuthPIClientOptions } from './authpi-client.ts';
export type { ActionOptions, ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from './call-options.ts';
export type { CoreApi } from './core-api.ts';
export type { AuthPIAnswer, AuthPICall } from './caller.ts';
export { ClosedClientError, ConfigurationError, MalformedResponseError, MissingSecretError } from './client-errors.ts';
export type { ApiKeyPair, CredentialOptions, RenewedToken } from './credential.ts';
export type { Environment } from './environment.ts';
export {
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
export type { ApiErrorDetails, FieldError } from './errors.ts';
export type { AnswerFacts, Item } from './item.ts';
export type { Page } from './page.ts';
export type * from './api-types.ts';
export type { ApiKeysResource, PreparedCreate } from './resources/api-keys-resource.ts';
export type {
  ApiKey,
  ApiKeyListItem,
  ApiKeyRestrictions,
  ApiKeyStatus,
  ApiKeysQuery,
  ApiKeysRotateResponse,
  CreateAccountApiKey,
  CreateApiKeyResponse,
  UpdateApiKey,
} from './types/api-key.ts';
export type { CallerAccountAccess, CallerIdentity, CallerOrganizationAccess } from './types/caller-identity.ts';
export type { KnownText, Metadata } from './types/common.ts';
export { AgentScope } from './scopes/agent-scope.ts';
export { IssuerScope } from './scopes/issuer-scope.ts';
export { OrganizationScope } from './scopes/organization-scope.ts';
export { UserScope } from './scopes/user-scope.ts';
export { WebhookScope } from './scopes/webhook-scope.ts';
export { isGenuineDelivery } from './webhook-delivery.ts';
export type { DeliveryHeaders, DeliveryProof } from './webhook-delivery.ts';
