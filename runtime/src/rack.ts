import type { Clock, JsonObject, Logger, ProviderKind, Random, Store } from '@keyrack/contracts';
import type { Engine } from '@keyrack/engine';
import type { VerifiedFile } from './audit-file/verify.ts';
import type { BackupReport, BackUpOptions } from './backup/back-up.ts';
import type { HeartbeatTimes } from './heartbeat-liveness.ts';
import type { RekeyOptions, RekeyPreview, RekeyReport } from './rekey.ts';
import type { WorkOptions } from './worker/worker.ts';

/** How a rack is opened. Everything has a default but the environment, which is never read behind the caller's back. */
export interface RackOptions {
  /** Environment variables: `KEYRACK_HOME`, `KEYRACK_STORE`, `KEYRACK_AUDIT_FILE`, `KEYRACK_MASTER_KEY`, those that credentials name, and PostgreSQL's own for a password. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The data folder. @default `KEYRACK_HOME`, else the platform's place for application data */
  readonly home?: string;
  /**
   * The store: `sqlite`, `postgres://user@host/database`, `file:PATH` of a file that holds such an address, or `env:NAME` of a
   * variable that does. @default `KEYRACK_STORE`, else the one that the data folder was used with last, else `sqlite`
   */
  readonly store?: string;
  /**
   * The file that every audit event is written to before it is committed; `none` goes on without one, where there was one. Relative to
   * the working folder. @default `KEYRACK_AUDIT_FILE`, else the one that the data folder was used with last, else none
   */
  readonly auditFile?: string;
  /** Who acts, for the audit trail. @default the user of the operating system */
  readonly actor?: string;
  /** Refuse to make a data folder that is not there yet. @default false */
  readonly mustExist?: boolean;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
  /** When a process on PostgreSQL is taken for dead; for tests that cannot wait: shorter ones take the living for dead. @default 30 s of silence */
  readonly heartbeatTimes?: HeartbeatTimes;
  /** Stands between the engine and the store; for tests that stop the process at a given write. */
  readonly wrapStore?: (store: Store) => Store;
}

/** One line of `doctor`: what was looked at, whether it is well, and what to do if not. */
export interface Diagnosis {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'error';
  readonly finding: string;
  readonly advice: string | null;
  readonly details: JsonObject;
}

/** One installation of Keyrack: the engine over its store, its keys and the systems it knows. */
export interface Rack extends Engine, AsyncDisposable {
  /** The data folder. */
  readonly home: string;
  /** The kinds of system this rack can connect to. */
  providerKinds(): Promise<readonly ProviderKind[]>;
  /** Does what is due until the signal comes. @throws {StoreFailedError} when the store cannot be used any more. */
  work(options: WorkOptions): Promise<void>;
  /**
   * Copies the store as it is now into a new encrypted file, and reads that back. Everybody goes on meanwhile.
   * @throws {InvalidInputError} {@link StoreFailedError} and then there is no file.
   */
  backUp(options: BackUpOptions): Promise<BackupReport>;
  /** What {@link Rack.rekey} would do; nothing is written. @throws like {@link Rack.rekey} */
  previewRekey(options?: RekeyOptions): Promise<RekeyPreview>;
  /** Gives the store to a new master key. Other racks that are open on it go on. @throws {InvalidInputError} {@link MasterKeyError} */
  rekey(options?: RekeyOptions): Promise<RekeyReport>;
  /** Verifies the audit file against the store. Null: there is none. @throws {AuditBrokenError} {@link StoreFailedError} */
  verifyAuditFile(): Promise<VerifiedFile | null>;
  /** Looks at folder, master key, store, clock and connections. Never throws for what it finds. */
  diagnose(): Promise<readonly Diagnosis[]>;
}
