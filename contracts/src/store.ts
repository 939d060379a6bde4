import type { AccessKey, AccessKeyState, Drift, KeyOrigin } from './access-key.ts';
import type { AuditEvent } from './audit-event.ts';
import type { Connection } from './connection.ts';
import type { Generation } from './generation.ts';
import type { JsonObject } from './json.ts';
import type { KeyVersion } from './key-version.ts';
import type { Operation, OperationKind, OperationState, OperationStep } from './operation.ts';
import type { Owner } from './owner.ts';
import type { Page, PageRequest } from './page.ts';

/** Single values of the rack, such as its id. */
export interface MetaRepository {
  /** Null: it was never set. */
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

/** The wrapped data keys of the key ring; read when a rack is opened, written when a key is made or wrapped anew. */
export interface DataKeyRepository {
  /** All, oldest first. */
  list(): Promise<readonly WrappedDataKey[]>;
  /** One is never removed: what it sealed must stay readable. */
  insert(key: WrappedDataKey): Promise<void>;
  /** Replaces the wrapping and nothing else. */
  rewrap(id: string, wrapped: string): Promise<void>;
}

/** The configured systems. Their number is that of an organisation's systems: tens, not thousands, so they are listed whole. */
export interface ConnectionRepository {
  /** Null: there is none, or it was removed. */
  get(id: string): Promise<Connection | null>;
  /** The whole name, as it was given. */
  findByName(name: string): Promise<Connection | null>;
  /** All, by name. */
  list(): Promise<readonly Connection[]>;
  /** @throws {KeyConflictError} when the name is taken. */
  insert(connection: Connection): Promise<void>;
  /** Replaces the record with the same `id`. */
  update(connection: Connection): Promise<void>;
  /** Removes the connection with everything below it but the audit trail. */
  remove(id: string): Promise<void>;
}

/** The people and services that keys are for. They are never removed: who has departed may still be named by a key or the trail. */
export interface OwnerRepository {
  /** Null: nobody has that id. */
  get(id: string): Promise<Owner | null>;
  /** By id. */
  list(page?: PageRequest): Promise<Page<Owner>>;
  insert(owner: Owner): Promise<void>;
  /** Replaces the record with the same `id`. */
  update(owner: Owner): Promise<void>;
}

/** Which keys a listing shows. Absent members do not filter. */
export interface KeyFilter {
  readonly connectionId?: string;
  readonly ownerId?: string;
  readonly states?: readonly AccessKeyState[];
  readonly origins?: readonly KeyOrigin[];
  readonly drift?: readonly Drift[];
  /** Keys with this label; without a value, whatever it says. */
  readonly label?: { readonly name: string; readonly value?: string };
  /** Keys that end before this instant, in milliseconds since 1970; keys that never end are left out. */
  readonly expiresBeforeMs?: number;
}

/** A key as listings show it. */
export interface KeyListing {
  readonly key: AccessKey;
  /** The version that consumers use; null while there is none, or none any more. */
  readonly currentVersion: KeyVersion | null;
}

/** The access keys of all connections, foreign ones and revoked ones included. There may be a million: nothing reads them all at once. */
export interface KeyRepository {
  /** Null: there is none. */
  get(id: string): Promise<AccessKey | null>;
  /** The living issued or adopted key of this name; null: the name is free. */
  findByName(connectionId: string, name: string): Promise<AccessKey | null>;
  /** Keys whose id begins with the text, or whose name equals it; living ones first, at most `limit`. */
  search(text: string, options: { readonly limit: number; readonly connectionId?: string }): Promise<readonly AccessKey[]>;
  /** By connection and name, stable under changes between pages. */
  list(filter: KeyFilter, page?: PageRequest): Promise<Page<KeyListing>>;
  /** How many a listing with this filter shows in all. */
  count(filter: KeyFilter): Promise<number>;
  /** Living keys of this rack whose expiry is `nowMs` or before, the longest overdue first. */
  listExpired(nowMs: number, page?: PageRequest): Promise<Page<AccessKey>>;
  /** Active keys of this rack whose next rotation is at `nowMs` or before, the longest overdue first. */
  listDueRotations(nowMs: number, page?: PageRequest): Promise<Page<AccessKey>>;
  /** @throws {KeyConflictError} when a name is taken. */
  insert(keys: readonly AccessKey[]): Promise<void>;
  /**
   * Replaces the record with the same `id`.
   * @throws {KeyConflictError} when its new name is taken.
   */
  update(key: AccessKey): Promise<void>;
  /** Removes keys that were only ever foreign, with their versions. */
  removeForeign(ids: readonly string[]): Promise<void>;
}

/**
 * The credentials behind the keys. Versions that ended stay as tombstones with their id and name, so that every sync recognises one that
 * comes back.
 */
export interface VersionRepository {
  /** Null: there is none. */
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
  /** Replaces the record with the same `id`, but for `secretKept`, which follows {@link writeSecret}. */
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

/** The journal: operations and their steps. Written before every call to a system and after it; never shortened. */
export interface OperationRepository {
  /** Null: there is none. */
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
  /** All steps of an operation, by number. */
  steps(operationId: string): Promise<readonly OperationStep[]>;
  /** @param secretEnvelope - the intent's secrets, sealed; null: it has none. */
  insertStep(step: OperationStep, secretEnvelope: string | null): Promise<void>;
  /** Writes the step; its sealed secrets stay. */
  updateStep(step: OperationStep): Promise<void>;
  /** The sealed secrets of a step's intent; null: it has none, or they were forgotten. */
  readStepSecrets(stepId: string): Promise<string | null>;
  /** Drops the sealed secrets of a step that needs them no more. */
  forgetStepSecrets(stepId: string): Promise<void>;
}

/** Which audit events a listing shows. Absent members do not filter. */
export interface AuditFilter {
  readonly connectionId?: string;
  readonly operationId?: string;
  /** Events of one of these keys; none: no event at all. */
  readonly keyIds?: readonly string[];
  /** Events of the keys that are this owner's now. */
  readonly ownerId?: string;
  /** Events of one of these types: `key.issued`. With types or times, events come in order of time, and of the chain where that is equal. */
  readonly types?: readonly string[];
  /** Events of this instant and later, and of this one and earlier, in milliseconds since 1970. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** Leaves out that event and those before it. */
  readonly afterSequence?: number;
  /** Against that order. @default false */
  readonly newestFirst?: boolean;
}

/** The hash-chained trail. Events are only ever appended. */
export interface AuditRepository {
  /** The newest event; null: the chain is empty. Inside `write` nobody else can append until it ends. */
  head(): Promise<AuditEvent | null>;
  /** The caller has chained it to {@link head} within the same transaction. */
  append(event: AuditEvent): Promise<void>;
  /** In order of the chain, if the filter does not say otherwise. */
  list(filter: AuditFilter, page?: PageRequest): Promise<Page<AuditEvent>>;
}

/** The lives of this store. */
export interface GenerationRepository {
  /** The newest; null: it is in its first, and never was restored or rebuilt. */
  current(): Promise<Generation | null>;
  /** Begins the next one. */
  insert(generation: Generation): Promise<void>;
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
  readonly generations: GenerationRepository;
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
  /** Looks at the store itself. Reads only, and may take as long as reading all of it. */
  inspect(): Promise<StoreReport>;
  /** Waits for what is under way and lets the store go; later calls fail. */
  close(): Promise<void>;
}
