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
  UntrustedCertificateError,
  fetchTransport,
} from '@keyrack/http';
export type {
  CallOptions,
  ClientOptions,
  Clock,
  Hooks,
  Logger,
  LogLevel,
  Outcome,
  PreparedCall,
  Prepares,
  RetryOptions,
  Transport,
} from '@keyrack/http';
export { Secret } from '@keyrack/secret';

export { parseAccessFile } from './access-file.ts';
export type { AccessFile } from './access-file.ts';
export { accessKeyMethods } from './access-key.ts';
export type { AccessKey, AccessKeyMethod, CreateAccessKey, DataLimit, KeyRename, NewAccessKey } from './access-key.ts';
export type { AccessKeysResource } from './access-keys-resource.ts';
export { formatAccessUrl, nameAccessUrl, parseAccessUrl } from './access-url.ts';
export type { AccessUrl, AccessUrlOptions } from './access-url.ts';
export { readApiUrl } from './api-url.ts';
export { BulkError } from './bulk.ts';
export type { BulkOptions, BulkProgress, BulkResult } from './bulk.ts';
export type { RawCallOptions, ReadCallOptions } from './call-options.ts';
export { normalizeCertSha256 } from './certificate-pin.ts';
export { formatDynamicKeyUrl, parseDynamicKeyUrl } from './dynamic-key-url.ts';
export type { DynamicKeyUrl } from './dynamic-key-url.ts';
export { formatDynamicKey, parseDynamicKey } from './dynamic-key.ts';
export type { DynamicKey, DynamicKeyDocument, DynamicKeyFormat } from './dynamic-key.ts';
export type { Environment } from './environment.ts';
export {
  AccessKeyNotFoundError,
  ConflictError,
  InvalidArgumentError,
  NoMetricsError,
  RouteNotFoundError,
  ServerFailureError,
} from './errors.ts';
export type { HealthCheckOptions } from './health.ts';
export { exportAccessKeys, readExport } from './key-export.ts';
export type { ExportedKey } from './key-export.ts';
export { importAccessKeys } from './key-import.ts';
export type { ImportOptions, ImportResult } from './key-import.ts';
export { dataLimitUsage, matchKeyMetrics } from './key-metrics.ts';
export type { DataLimitUsage } from './key-metrics.ts';
export type { MetricsResource } from './metrics-resource.ts';
export { OutlineClient } from './outline-client.ts';
export type { OutlineClientOptions, OutlineConnectionOptions } from './outline-client.ts';
export { OutlineServers } from './outline-servers.ts';
export type { ServerResult } from './outline-servers.ts';
export type { PreparesOutline } from './prepared-call.ts';
export { qrCodePng, qrCodeSvg, qrCodeText } from './qr-code.ts';
export type { QrCodeOptions } from './qr-code.ts';
export type { ServerInfo } from './server-info.ts';
export type { BandwidthMetrics, KeyMetrics, LocationMetrics, ServerMetrics, TrafficMetrics } from './server-metrics.ts';
export type { ServerResource } from './server-resource.ts';
export type { ServerSummary, ServerSummaryOptions } from './server-summary.ts';
export type { Since } from './since.ts';
export type { TransferMetrics } from './transfer-metrics.ts';
