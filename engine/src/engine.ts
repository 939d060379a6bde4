import type {
  AccessKey,
  AuditEntry,
  AuditEvent,
  AuditFilter,
  CallOptions,
  Connection,
  ConnectionInput,
  ConnectionReport,
  CredentialReference,
  JsonObject,
  KeyFilter,
  KeyLimits,
  KeyListing,
  KeyVersion,
  Operation,
  OperationFilter,
  OperationStep,
  Owner,
  Page,
  PageRequest,
  ProviderCapabilities,
  RevocationReason,
  RotationPolicy,
  SystemIdentityChangedError,
  StoreSession,
  WorkLimits,
} from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import type { ChangeRequest } from './change/begin.ts';
import type { Rebuilder } from './rebuild/rebuild.ts';
import type { Reaper } from './reap/reaper.ts';
import type { Schedule } from './schedule/schedule.ts';
import type { AdoptRequest } from './adopt/begin.ts';
import type { SuspendOptions } from './keys/suspend.ts';

/** What describes a new connection. */
export interface NewConnection {
  /** What people will type: 1 to 64 of `a-z 0-9 - _ .`, beginning with a letter or digit. */
  readonly name: string;
  /** The kind of system: `outline`. */
  readonly provider: string;
  readonly input: ConnectionInput;
  /** Where the credential is read from on each use; absent: it is kept in the store, encrypted. */
  readonly credentialReference?: Exclude<CredentialReference, { kind: 'encrypted' }>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly workLimits?: WorkLimits;
}

/** What `connection update` changes; absent members stay. */
export interface ConnectionUpdate {
  /** Address, pin and credential, described anew. */
  readonly input?: ConnectionInput;
  /** Where the credential is read from now on; what the store kept of it is dropped. Without `input` the rest of the description stays. */
  readonly credentialReference?: Exclude<CredentialReference, { kind: 'encrypted' }>;
  readonly labels?: Readonly<Record<string, string>>;
  /** In place of all there were. */
  readonly workLimits?: WorkLimits;
  /** Accept that the system now calls itself otherwise. Its keys are then another system's: all are synced anew. */
  readonly acceptNewIdentity?: boolean;
}

/** A connection and what its system said just now. */
export interface CheckedConnection {
  readonly connection: Connection;
  readonly report: ConnectionReport;
  /** What is wrong when the system calls itself otherwise than when it was added; null: it is the same one. */
  readonly identityProblem: SystemIdentityChangedError | null;
  readonly capabilities: ProviderCapabilities;
}

/** What a client of a system itself needs. */
export interface ClientCredential {
  readonly connection: Connection;
  readonly credential: Secret;
}

/** Connections: add, look at, change, remove. */
export interface Connections {
  /** Asks the system for its identity, then writes the connection down. @throws {KeyConflictError} name taken. @throws {InvalidInputError} */
  add(connection: NewConnection, options?: CallOptions): Promise<CheckedConnection>;
  list(): Promise<readonly Connection[]>;
  /** @throws {ConnectionNotFoundError} with near names as `details.candidates`. */
  get(name: string): Promise<Connection>;
  check(name: string, options?: CallOptions): Promise<CheckedConnection>;
  /**
   * Gives a client of the system what it needs, for what a rack does not cover: a server's own settings, moving its keys. It is written
   * into the audit trail first. The system is the one that was added, or nothing is given.
   * @param purpose - what it is for, such as `outline rename`.
   * @throws {ConnectionNotFoundError} {@link SystemIdentityChangedError} {@link SecretUnavailableError}
   */
  openClientCredential(name: string, purpose: string, options?: CallOptions): Promise<ClientCredential>;
  update(name: string, update: ConnectionUpdate, options?: CallOptions): Promise<CheckedConnection>;
  /** Keys that stay alive upstream when the connection is removed. */
  livingKeys(name: string, page?: PageRequest): Promise<Page<KeyListing>>;
  /** Whether it can be removed; nothing is written. @throws like {@link Connections.remove} */
  previewRemove(name: string, options: { readonly forget: boolean }): Promise<void>;
  /** @throws {RefusedError} while keys of ours live on it, or operations are unfinished, unless `forget`. */
  remove(name: string, options: { readonly forget: boolean }): Promise<void>;
}

/** What `issue` needs. */
export interface NewKey {
  /** The connection's name. */
  readonly connection: string;
  /** 1 to 64 characters; unique among the connection's living keys. */
  readonly name: string;
  /** Made as a person when nobody of that id is known. */
  readonly ownerId?: string;
  readonly sharedWith?: readonly string[];
  readonly purpose?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly limits?: KeyLimits;
  /** Absolute instant, in the future; absent: never. */
  readonly expiresAtMs?: number;
  /** Rotate it by itself from now on; absent: when somebody asks. */
  readonly rotationPolicy?: RotationPolicy;
  /** What only this system takes. */
  readonly providerOptions?: JsonObject;
}

/** What `issue` would do, for `--dry-run`; nothing was sent or written. */
export interface IssuePreview {
  readonly connection: Connection;
  readonly upstreamNamePattern: string;
  readonly capabilities: ProviderCapabilities;
  /** What a person should know first, such as an expiry that needs a running scheduler. */
  readonly notes: readonly string[];
}

/** A new key with its secret, shown once. */
export interface IssueResult {
  readonly key: AccessKey;
  readonly version: KeyVersion;
  readonly operation: Operation;
  readonly secret: Secret;
  readonly notes: readonly string[];
}

/** What became of a change. `operation.state` says whether it is done. */
export interface ChangeResult {
  readonly key: AccessKey;
  readonly operation: Operation | null;
}

/** Everything known of one key, never its secret. */
export interface KeyDetails {
  readonly key: AccessKey;
  readonly connection: Connection;
  readonly versions: readonly KeyVersion[];
  readonly unfinishedOperation: Operation | null;
  readonly owner: Owner | null;
}

/** Access keys: find, look at, issue, reveal, rotate, suspend, change, adopt, revoke. */
export interface Keys {
  /**
   * Finds the one key a person means: an id, a unique beginning of one, `connection/name`, or a name that is unique.
   * @throws {KeyNotFoundError} with `details.candidates` when nothing or more than one answers.
   */
  find(text: string): Promise<AccessKey>;
  list(filter?: KeyFilter, page?: PageRequest): Promise<Page<KeyListing>>;
  count(filter?: KeyFilter): Promise<number>;
  show(keyId: string): Promise<KeyDetails>;
  /** Checks a request without sending or writing anything. */
  previewIssue(request: NewKey): Promise<IssuePreview>;
  /**
   * Writes the key down, then makes it. @throws {OutcomeUnknownError} with `details.operationId` when nobody knows whether it was
   * made; `operations resume` settles it. Any other error: nothing was changed upstream.
   */
  issue(request: NewKey, options?: CallOptions): Promise<IssueResult>;
  /** Shows the secret again; the reason goes into the audit trail before the secret is read. @throws {SecretUnavailableError} */
  reveal(keyId: string, options: CallOptions & { readonly reason: string }): Promise<Secret>;
  /** Ends the key for good. Returns with an unfinished operation when the system could not confirm it yet: the revocation stays owed. */
  revoke(
    keyId: string,
    options?: CallOptions & { readonly reason?: RevocationReason; readonly allowOwnCredential?: boolean },
  ): Promise<ChangeResult>;
  /** The key, when it can be rotated so; nothing is sent or written. @throws like {@link Keys.rotate} */
  previewRotate(keyId: string, request: { readonly overlapMs: number }): Promise<AccessKey>;
  /**
   * Makes a successor and gives its secret. Both are valid until the delivery is confirmed and the overlap is over; then the
   * predecessor is revoked by whoever takes up due work next.
   * @throws {OperationInProgressError} with the id of an unfinished operation, such as another rotation. @throws {OutcomeUnknownError}
   */
  rotate(keyId: string, request: CallOptions & { readonly overlapMs: number }): Promise<RotateResult>;
  /** Says that the newest secret has reached its consumer. Does nothing when no rotation waits for that. */
  confirmDelivered(keyId: string, options?: CallOptions): Promise<ChangeResult>;
  /** The key as it would be; nothing is sent or written. @throws like {@link Keys.suspend} */
  previewSuspend(keyId: string, options?: SuspendOptions): Promise<AccessKey>;
  /** Takes the key out of use. @throws {CapabilityMissingError} on a system that cannot. */
  suspend(keyId: string, options?: SuspendOptions): Promise<ChangeResult>;
  /** The key as it would be; nothing is sent or written. @throws like {@link Keys.resume} */
  previewResume(keyId: string, options?: SuspendOptions): Promise<AccessKey>;
  /**
   * Puts it back as it was, once no other reason is left; without a reason, whatever the reasons are.
   * @throws {InvalidInputError} for a reason that is none of the key's.
   */
  resume(keyId: string, options?: SuspendOptions): Promise<ChangeResult>;
  /** The key as it would be; nothing is sent or written. @throws like {@link Keys.change} */
  previewChange(keyId: string, request: ChangeRequest): Promise<AccessKey>;
  /** Changes name, owner, limits, expiry; what the system knows of it is read back and compared. */
  change(keyId: string, request: ChangeRequest & CallOptions): Promise<ChangeResult>;
  /** The key as it would be; nothing is written. */
  previewAdopt(keyId: string, request?: AdoptRequest): Promise<AccessKey>;
  /** Records a foreign key as ours. @throws {RefusedError} for any other key. @throws {KeyConflictError} when its name is taken here. */
  adopt(keyId: string, request?: AdoptRequest & CallOptions): Promise<ChangeResult>;
  /** Whose a found secret is: by fingerprint, ended keys too; empty when nobody's here. */
  findBySecret(found: Secret): Promise<readonly KeyListing[]>;
}

/** A successor with its secret. It is current as soon as its delivery is confirmed ({@link Keys.confirmDelivered}). */
export interface RotateResult {
  readonly key: AccessKey;
  readonly version: KeyVersion;
  readonly operation: Operation;
  readonly secret: Secret;
}

/** An operation with its steps. */
export interface OperationDetails {
  readonly operation: Operation;
  readonly key: AccessKey;
  readonly steps: readonly OperationStep[];
}

/** What became of one operation that was taken up again. */
export interface ResumeResult {
  readonly operation: Operation;
  /** Why it did not end; null when it did. */
  readonly problem: string | null;
}

/** The journal's operations: look at, resume, abort. */
export interface Operations {
  /** By id or a unique beginning of one. @throws {OperationNotFoundError} */
  find(text: string): Promise<Operation>;
  list(filter?: OperationFilter, page?: PageRequest): Promise<Page<Operation>>;
  show(operationId: string): Promise<OperationDetails>;
  /** Takes one up again now, also before its waiting time is over. @throws {OperationInProgressError} while its holder is not proven dead. */
  resume(operationId: string, options?: CallOptions): Promise<ResumeResult>;
  /** Takes up everything that is due and whose holder is gone, oldest first; with `stuck`, those too. */
  resumeAll(
    options?: CallOptions & { readonly includeStuck?: boolean; readonly onResult?: (result: ResumeResult) => void },
  ): Promise<readonly ResumeResult[]>;
  /** Whether it can be aborted; nothing is sent or written. @throws like {@link Operations.abort} */
  previewAbort(operationId: string): Promise<void>;
  /** Undoes what was begun. Waits (state `waiting`) until a delayed request can no longer land. @throws {RefusedError} for a revocation. */
  abort(operationId: string, options: CallOptions & { readonly reason: string }): Promise<ResumeResult>;
}

/** What a sync found on one connection. */
export interface SyncReport {
  readonly connection: Connection;
  /** How many keys the system shows. */
  readonly seen: number;
  /** Not issued or adopted by this rack. */
  readonly foreign: number;
  /** Written down as living, not there. */
  readonly missing: number;
  /** There, but not as written down. */
  readonly changed: number;
  /** Keyrack's own credential. */
  readonly own: number;
  /** Carry this rack's marker and have no record. */
  readonly unrecorded: number;
  /** Were revoked and are back: a revocation is owed again; `operations resume --all` does it. */
  readonly reappeared: number;
}

/** Where a sync stands. */
export interface SyncProgress {
  readonly connection: string;
  readonly seen: number;
}

/** One connection's sync: a report, or why there is none. The others go on. */
export type SyncResult =
  | { readonly kind: 'synced'; readonly report: SyncReport }
  | { readonly kind: 'failed'; readonly connection: Connection; readonly error: Error };

/** Observed joined with recorded. */
export interface Inventory {
  /** Reads the named connections, or all, and updates what is known. */
  sync(
    names?: readonly string[],
    options?: CallOptions & { readonly onProgress?: (progress: SyncProgress) => void },
  ): Promise<readonly SyncResult[]>;
  /** Reads those that have to be read before anything else happens on them: the store was restored since. */
  syncOwed(options?: CallOptions): Promise<readonly SyncResult[]>;
}

/** Owners: the people and services that keys are for. */
export interface Owners {
  /** Whether an owner of this id can be added; nothing is written. @throws like {@link Owners.add} */
  previewAdd(owner: { readonly id: string }): Promise<void>;
  /** @throws {InvalidInputError} for an id that cannot be one. @throws {KeyConflictError} when the id is taken. */
  add(owner: { readonly id: string; readonly displayName?: string; readonly kind?: Owner['kind'] }): Promise<Owner>;
  get(id: string): Promise<Owner | null>;
  list(page?: PageRequest): Promise<Page<Owner>>;
}

/** What holds of the trail in the store. */
export interface TrailVerification {
  readonly events: number;
  readonly headHash: string;
  readonly checkpoints: number;
  /** The last event that a checkpoint signs; null: none was signed yet. */
  readonly signedThrough: number | null;
}

/** The hash-chained audit trail. */
export interface AuditTrail {
  list(filter?: AuditFilter, page?: PageRequest): Promise<Page<AuditEvent>>;
  /** Notes within a transaction what the runtime did to the rack as a whole. */
  append(session: StoreSession, event: Pick<AuditEntry, 'type' | 'detail'>): Promise<void>;
  /** Signs where the trail ends. `note` is the checkpoint, `sequence` the last event that it covers. */
  checkpoint(): Promise<{ readonly sequence: number; readonly note: string }>;
  /** The key that checkpoints are verified with, as one line; null: none was signed yet. */
  publicKey(): Promise<string | null>;
  /** Recomputes the whole chain. @throws {AuditBrokenError} with `details.sequence` of the first event in doubt. */
  verify(): Promise<TrailVerification>;
}

/** The control plane over one store. */
export interface Engine {
  /** Eight characters, public: stands in every marker. */
  readonly rackId: string;
  readonly connections: Connections;
  readonly keys: Keys;
  readonly operations: Operations;
  readonly owners: Owners;
  readonly inventory: Inventory;
  readonly reaper: Reaper;
  readonly rebuilder: Rebuilder;
  readonly schedule: Schedule;
  readonly audit: AuditTrail;
  /** Closes the connections; the store stays open, since the engine did not open it. */
  close(): Promise<void>;
}
