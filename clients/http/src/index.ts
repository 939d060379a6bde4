export { checkFunction, checkIterable, checkObject, checkStream, readText } from './argument-checks.ts';
export type { Authentication } from './authentication.ts';
export { checkInteger } from './check-integer.ts';
export type { IntegerRange } from './check-integer.ts';
export { checkCallOptions } from './call-checks.ts';
export type { CallOptionRules } from './call-checks.ts';
export { checkClientOptions } from './client-checks.ts';
export type { ClientOptionRules } from './client-checks.ts';
export { HttpClient } from './client.ts';
export type { ClientOptions, HttpClientOptions, RetryOptions, TlsOptions } from './client-options.ts';
export type { Clock } from './clock.ts';
export { DecodeError, JsonReader } from './decode.ts';
export { describeStatus } from './describe-status.ts';
export type { ErrorWords } from './error-words.ts';
export type { ErrorAnswer, ErrorMapping, UpstreamError } from './error-mapping.ts';
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
  UntrustedCertificateError,
} from './errors.ts';
export type { ApiStatusErrorDetails, ConnectionErrorDetails, HttpErrorDetails, ResponseShapeErrorDetails } from './errors.ts';
export { fetchTransport } from './fetch-transport.ts';
export type { Fetch } from './fetch-transport.ts';
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from './hooks.ts';
export type { LogFields, Logger, LogLevel } from './logger.ts';
export { nodeTransport } from './node-transport.ts';
export type { NodeTransportOptions } from './node-transport.ts';
export type { Outcome } from './outcome.ts';
export type {
  Answer,
  AnswerToDecode,
  ApiRequest,
  ApiResponse,
  CallOptions,
  Method,
  PreparedRequest,
  QueryValue,
  RequestHeaders,
} from './request.ts';
export type { PreparedCall, Prepares } from './prepared-call.ts';
export type { ListRequest } from './streaming.ts';
export { TransportFailure } from './transport.ts';
export type { Target, Transport, TransportFailureKind, TransportFeature, TransportRequest, TransportResponse } from './transport.ts';
