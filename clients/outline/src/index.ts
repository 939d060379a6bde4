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
export type { CallOptions, ClientOptions, Hooks, Logger, Outcome, RetryOptions, Transport } from '@keyrack/http';
export { Secret } from '@keyrack/secret';

export { parseAccessFile } from './access-file.ts';
export type { AccessFile } from './access-file.ts';
export { accessKeyMethods } from './access-key.ts';
export type { AccessKey, AccessKeyMethod, CreateAccessKey, DataLimit } from './access-key.ts';
export type { AccessKeysResource } from './access-keys-resource.ts';
export { parseAccessUrl } from './access-url.ts';
export type { AccessUrl } from './access-url.ts';
export type { RawCallOptions, ReadCallOptions } from './call-options.ts';
export { readApiUrl } from './api-url.ts';
export { normalizeCertSha256 } from './certificate-pin.ts';
export { AccessKeyNotFoundError, ConflictError, InvalidArgumentError, RouteNotFoundError, ServerFailureError } from './errors.ts';
export type { MetricsResource } from './metrics-resource.ts';
export { OutlineClient } from './outline-client.ts';
export type { OutlineClientOptions, OutlineConnectionOptions } from './outline-client.ts';
export type { ServerInfo } from './server-info.ts';
export type { ServerResource } from './server-resource.ts';
export type { TransferMetrics } from './transfer-metrics.ts';
