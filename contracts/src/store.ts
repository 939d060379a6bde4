import type { AccessKey, AccessKeyState, Drift, KeyOrigin } from './access-key.ts';
import type { AuditEvent } from './audit-event.ts';
import type { Connection } from './connection.ts';
import type { JsonObject } from './json.ts';
import type { KeyVersion } from './key-version.ts';
import type { Operation, OperationKind, OperationState, OperationStep } from './operation.ts';
import type { Owner } from './owner.ts';
import type { Page, PageRequest } from './page.ts';

/** Single values of the rack, such as its id. */
export interface MetaRepository {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
}

/** A data key as it is stored: wrapped by the master key. */
export interface WrappedDataKey {
  readonly id: string;
  readonly purpose: 'secrets' | 'fingerprints';
  readonly wrapped: string;
  readonly createdAtMs: number;
}

/** The wrapped data keys of the key ring, oldest first. */
export interface DataKeyRepository {
  list(): Promise<readonly WrappedDataKey[]>;
  insert(key: WrappedDataKey): Promise<void>;
  /** Replaces the wrapping and nothing else. */
  rewrap(id: string, wrapped: string): Promise<void>;
}

export interface ConnectionRepository {
  get(id: string): Promise<Connection | null>;
  findByName(name: string): Promise<Connection | null>;
  /** All, by name. */
  list(): Promise<readonly Connection[]>;
  /** @throws {KeyConflictError} when the name is taken. */
  insert(connection: Connection): Promise<void>;
  update(connection: Connection): Promise<void>;
  /** Removes the connection with everything below it but the audit trail. */
  remove(id: string): Promise<void>;
}

export interface OwnerRepository {
  get(id: string): Promise<Owner | null>;
  list(page?: PageRequest): Promise<Page<Owner>>;
  insert(owner: Owner): Promise<void>;
  update(owner: Owner): Promise<void>;
}

/** Which keys a listing shows. Absent members do not filter. */
export interface KeyFilter {
  readonly connectionId?: string;
  readonly ownerId?: string;
  readonly states?: readonly AccessKeyState[];
  readonly origins?: readonly KeyOrigin[];
  readonly drift?: readonly Drift[];
  readonly label?: { readonly name: string; readonly value?: string };
  readonly expiresBeforeMs?: number;
}

/** A key with the version that consumers use; null while there is none. */
export interface KeyListing {
  readonly key: AccessKey;
  readonly currentVersion: KeyVersion | null;
}

export interface KeyRepository {
  get(id: string): Promise<AccessKey | null>;
  /** The living issued or adopted key of this name; null: the name is free. */
  findByName(connectionId: string, name: string): Promise<AccessKey | null>;
  /** Keys whose id begins with the text, or whose name equals it; living ones first, at most `limit`. */
  search(text: string, options: { readonly limit: number; readonly connectionId?: string }): Promise<readonly AccessKey[]>;
  /** By connection and name, stable under changes between pages. */
  list(filter: KeyFilter, page?: PageRequest): Promise<Page<KeyListing>>;
  count(filter: KeyFilter): Promise<number>;
  /** Living keys of this rack whose expiry is `nowMs` or before, the longest overdue first. */
  listExpired(nowMs: number, page?: PageRequest): Promise<Page<AccessKey>>;
  /** @throws {KeyConflictError} when a name is taken. */
  insert(keys: readonly AccessKey[]): Promise<void>;
  update(key: AccessKey): Promise<void>;
  /** Removes keys that were only ever foreign, with their versions. */
  removeForeign(ids: readonly string[]): Promise<void>;
}

export interface VersionRepository {
  get(id: string): Promise<KeyVersion | null>;
  /** All versions of a key, by number. */
  listByKey(keyId: string): Promise<readonly KeyVersion[]>;
  /** Every version, tombstones included, that has one of these ids in the system. */
  findByUpstreamIds(connectionId: string, upstreamIds: readonly string[]): Promise<readonly KeyVersion[]>;
  /** Every version, tombstones included, that has one of these names in the system. */
  findByUpstreamNames(connectionId: string, upstreamNames: readonly string[]): Promise<readonly KeyVersion[]>;
  /** Versions with this fingerprint, over all connections. */
  findByFingerprint(fingerprint: string): Promise<readonly KeyVersion[]>;
  insert(versions: readonly KeyVersion[]): Promise<void>;
  update(version: KeyVersion): Promise<void>;
  /** Notes that a sync saw these versions unchanged. */
  markSeen(ids: readonly string[], syncId: string): Promise<void>;
  /** Versions in stage `current` or `previous` that this sync did not see, by id; `afterId` continues. */
  listUnseen(
    connectionId: string,
    syncId: string,
    options: { readonly limit: number; readonly afterId?: string },
  ): Promise<readonly KeyVersion[]>;
  /** The sealed secret; null when none is kept. */
  readSecret(id: string): Promise<string | null>;
  /** Keeps (or with null forgets) the sealed secret; `secretKept` follows. */
  writeSecret(id: string, envelope: string | null): Promise<void>;
}

/** Which operations a listing shows. */
export interface OperationFilter {
  readonly states?: readonly OperationState[];
  readonly kinds?: readonly OperationKind[];
  readonly keyId?: string;
  readonly connectionId?: string;
}

export interface OperationRepository {
  get(id: string): Promise<Operation | null>;
  /** Operations whose id begins with the text, at most `limit`. */
  search(text: string, options: { readonly limit: number }): Promise<readonly Operation[]>;
  /** The operation of this key that is not final; null: none. */
  findUnfinished(keyId: string): Promise<Operation | null>;
  /** Newest first. */
  list(filter: OperationFilter, page?: PageRequest): Promise<Page<Operation>>;
  /**
   * What is due at `nowMs`: running ones, whose holder may be dead, and those that waited long enough; the longest overdue first. One that waits
   * without an instant is not due.
   */
  listDue(nowMs: number, page?: PageRequest): Promise<Page<Operation>>;
  /** @throws {OperationInProgressError} when the key has another one that is not final. */
  insert(operation: Operation): Promise<void>;
  /**
   * Writes the operation if its stored epoch still is `expectedEpoch`.
   * @throws {StaleEpochError} when somebody else took it over meanwhile; nothing was written.
   */
  update(operation: Operation, expectedEpoch: number): Promise<void>;
  steps(operationId: string): Promise<readonly OperationStep[]>;
  /** @param secretEnvelope - the intent's secrets, sealed; null: it has none. */
  insertStep(step: OperationStep, secretEnvelope: string | null): Promise<void>;
  /** Writes the step; its sealed secrets stay. */
  updateStep(step: OperationStep): Promise<void>;
  readStepSecrets(stepId: string): Promise<string | null>;
  /** Drops the sealed secrets of a step that needs them no more. */
  forgetStepSecrets(stepId: string): Promise<void>;
}

export interface AuditRepository {
  /** The newest event; null: the chain is empty. Inside `write` nobody else can append until it ends. */
  head(): Promise<AuditEvent | null>;
  append(event: AuditEvent): Promise<void>;
  /** In order of the chain. */
  list(
    filter: { readonly keyId?: string; readonly afterSequence?: number; readonly newestFirst?: boolean },
    page?: PageRequest,
  ): Promise<Page<AuditEvent>>;
}

/** All repositories, within one transaction. */
export interface StoreSession {
  readonly meta: MetaRepository;
  readonly dataKeys: DataKeyRepository;
  readonly connections: ConnectionRepository;
  readonly owners: OwnerRepository;
  readonly keys: KeyRepository;
  readonly versions: VersionRepository;
  readonly operations: OperationRepository;
  readonly audit: AuditRepository;
}

/** Something about the store or its server that endangers what is kept there. */
export interface StoreProblem {
  readonly state: 'warning' | 'error';
  readonly finding: string;
  readonly advice: string;
}

/** What the store says about itself, for `doctor`. */
export interface StoreReport {
  readonly kind: 'sqlite' | 'postgres';
  readonly schemaVersion: string;
  /** Where it is, in words for people; without a password. */
  readonly place: string;
  /** Empty: all is well. */
  readonly problems: readonly StoreProblem[];
  readonly details: JsonObject;
}

/** Where everything is written down. */
export interface Store {
  /** Reads a consistent state; writing in it is an error. */
  read<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  /**
   * One transaction: all of it is on the disk when this resolves, or none of it happened. Never nested; inside, only the given session is used.
   * @throws {StoreFailedError} when it could not be written (full disk, lost connection).
   */
  write<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  inspect(): Promise<StoreReport>;
  close(): Promise<void>;
}
