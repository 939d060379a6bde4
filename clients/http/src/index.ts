export type { Authentication } from './authentication.ts';
export { HttpClient } from './client.ts';
export type { ClientOptions, HttpClientOptions, RetryOptions, TlsOptions } from './client-options.ts';
export type { Clock } from './clock.ts';
export { DecodeError } from './decode.ts';
export type { ErrorAnswer, ErrorMapping, UpstreamError } from './error-mapping.ts';
export { AbortedError } from './errors/aborted-error.ts';
export { ApiStatusError, describeStatus } from './errors/api-status-error.ts';
export type { ApiStatusErrorDetails } from './errors/api-status-error.ts';
export { ClosedClientError } from './errors/closed-client-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export type { ConnectionErrorDetails } from './errors/connection-error.ts';
export { HttpError } from './errors/http-error.ts';
export type { HttpErrorDetails } from './errors/http-error.ts';
export { fetchTransport } from './fetch-transport.ts';
export type { Fetch } from './fetch-transport.ts';
export { PinMismatchError } from './errors/pin-mismatch-error.ts';
export { ResponseShapeError } from './errors/response-shape-error.ts';
export type { ResponseShapeErrorDetails } from './errors/response-shape-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
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
export { TransportFailure } from './transport.ts';
export type { Target, Transport, TransportFailureKind, TransportFeature, TransportRequest, TransportResponse } from './transport.ts';
