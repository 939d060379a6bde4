export type { AccessKey, AccessKeyState, Drift, KeyOrigin, RevocationReason } from './access-key.ts';
export type { AuditEntry, AuditEvent } from './audit-event.ts';
export type { ChangeablePart, IssueOption, IssueStrategy, ProviderCapabilities } from './capabilities.ts';
export { checkChange } from './check-change.ts';
export type { SecretCipher } from './cipher.ts';
export type { Connection, CredentialReference, WorkLimits } from './connection.ts';
export { effectiveWorkLimits } from './effective-work-limits.ts';
export type { EffectiveWorkLimits } from './effective-work-limits.ts';
export {
  AuditBrokenError,
  CapabilityMissingError,
  ConnectionNotFoundError,
  InvalidInputError,
  IssuedWithoutSecretError,
  KeyConflictError,
  KeyNotFoundError,
  LifecycleError,
  MasterKeyError,
  OperationInProgressError,
  OperationNotFoundError,
  OutcomeUnknownError,
  RefusedError,
  SecretUnavailableError,
  StaleEpochError,
  StoreFailedError,
  SystemIdentityChangedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from './errors.ts';
export type { LifecycleErrorOptions } from './errors.ts';
export type { Generation } from './generation.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { KeyVersion, VersionStage } from './key-version.ts';
export type { KeyLimits, LimitName } from './limits.ts';
export { markerLength, markName, readMarker, toBase32 } from './marker.ts';
export type { Marker } from './marker.ts';
export type { Operation, OperationKind, OperationState, OperationStep } from './operation.ts';
export type { Outcome } from './outcome.ts';
export type { Owner } from './owner.ts';
export type { Page, PageRequest } from './page.ts';
export type { CallOptions, Clock, Liveness, Logger, Random } from './platform.ts';
export type {
  ConnectionDraft,
  ConnectionInput,
  ConnectionReport,
  IssuedVersion,
  IssueIntent,
  IssueRecovery,
  IssueRequest,
  JsonValueInput,
  KeyChange,
  KeyUsage,
  ObservedKey,
  Provider,
  ProviderEnvironment,
  ProviderKind,
} from './provider.ts';
export type { KeyRotation, RotationPolicy, RotationRhythm, TimeOfDayWindow } from './rotation-policy.ts';
export type {
  AuditFilter,
  AuditRepository,
  ConnectionRepository,
  DataKeyRepository,
  GenerationRepository,
  KeyFilter,
  KeyListing,
  KeyRepository,
  MetaRepository,
  OperationFilter,
  OperationRepository,
  OwnerRepository,
  Store,
  StoreProblem,
  StoreReport,
  StoreSession,
  VersionRepository,
  WrappedDataKey,
} from './store.ts';
