import type { Secret } from '@keyrack/secret';
import type { ProviderCapabilities } from './capabilities.ts';
import type { JsonObject } from './json.ts';
import type { KeyLimits } from './limits.ts';
import type { CallOptions, Clock, Logger, Random } from './platform.ts';

/** A key as the system shows it now. */
export interface ObservedKey {
  readonly upstreamId: string;
  readonly upstreamName: string;
  readonly state: 'active' | 'suspended' | 'expired';
  readonly limits: KeyLimits;
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  /** What is handed out, where the system shows it again; else null. */
  readonly secret: Secret | null;
  /** The part of the secret that identifies it, see {@link IssuedVersion.fingerprintSource}; null where the system hides it. */
  readonly fingerprintSource: Secret | null;
  /** The rack whose marker the system keeps beside the name; null: none, or it has no place for one. */
  readonly rackId: string | null;
  /** Whether this is the credential that Keyrack itself uses. */
  readonly own: boolean;
}

/** What the engine asks a provider to prepare. */
export interface IssueRequest {
  /** The name with our marker, as the system shall show it. */
  readonly upstreamName: string;
  readonly limits: KeyLimits;
  readonly expiresAtMs: number | null;
  /** What only this system takes, checked against {@link ProviderCapabilities.issueOptions}. */
  readonly providerOptions: JsonObject;
  /** What the predecessor has used up, for systems that can start a key with it; absent: it has no predecessor. The limits already allow for it. */
  readonly carriedUsage?: KeyUsage;
}

/**
 * Everything needed to make one key and to recognise it afterwards. Written down before the call; every repetition of the
 * call uses the same intent, word for word.
 */
export interface IssueIntent {
  /** The id or hash the key will have, where it is known before the call; else null. */
  readonly upstreamId: string | null;
  readonly upstreamName: string;
  /** The request, as data without secrets. */
  readonly request: JsonObject;
  /** The secrets that we chose, by name; kept encrypted. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** What the fingerprint will be taken over, where it is known before the call; else null. */
  readonly fingerprintSource: Secret | null;
}

/** One new credential with its secret: exists once. */
export interface IssuedVersion {
  readonly upstreamId: string;
  readonly upstreamName: string;
  /** What is handed to the consumer: an access URL, an API key. */
  readonly secret: Secret;
  /** The part of the secret that stays equal however it is written down (Outline: the password within the access URL). */
  readonly fingerprintSource: Secret;
}

/** What is true after a lost answer. */
export type IssueRecovery =
  /** The key exists and is ours; here it is. */
  | { readonly kind: 'applied'; readonly issued: IssuedVersion }
  /** It is not there. A delayed request may still land: sending the same intent again is safe, giving up is not yet. */
  | { readonly kind: 'absent' }
  /** It exists, but its secret is gone for good: revoke it, then send the same intent again. */
  | { readonly kind: 'secret-lost'; readonly upstreamId: string }
  /** Something else stands in its place; prepare another intent. */
  | { readonly kind: 'conflict'; readonly explanation: string };

/** What `change` sets. An absent member stays as it is; in `limits`, an absent member is removed. */
export interface KeyChange {
  readonly upstreamName?: string;
  readonly limits?: KeyLimits;
  readonly expiresAtMs?: number | null;
  /** Marks the key as one of this rack, beside its name; everything else that is kept there stays. */
  readonly rackId?: string;
  /** What the key counts as spent from now on, in US dollars, 0 or more. */
  readonly spendUsd?: number;
  /** What {@link Provider.prepareSuspend} gave, while Keyrack keeps the key suspended; absent: it does not. */
  readonly restore?: JsonObject;
}

/** What the system says about the use of a key. Null: it does not tell. */
export interface KeyUsage {
  readonly lastUsedAtMs: number | null;
  readonly dataBytes: number | null;
  readonly spendUsd: number | null;
  /** When the system took the reading; the figures may lag by `usageLagSeconds`. */
  readonly readAtMs: number;
}

/** What a system says about itself. */
export interface ConnectionReport {
  /** Stays equal for the life of the installation. */
  readonly systemIdentity: string;
  readonly systemName: string | null;
  readonly systemVersion: string | null;
}

/**
 * One connection to one system, in the engine's words. Errors are `LifecycleError`s, and each says whether the change
 * happened. Every call is one request of the system or a few, and none loops or waits on its own.
 */
export interface Provider {
  readonly capabilities: ProviderCapabilities;
  /** The longest time a request that was sent may still take effect, in milliseconds. An abort waits at least this long. */
  readonly requestBudgetMs: number;

  /** Reads what the system says about itself. @throws {UpstreamUnavailableError} {@link UpstreamRejectedError} when the credential is refused. */
  checkConnection(options?: CallOptions): Promise<ConnectionReport>;
  /** Streams every key of the system, oldest first where it has an order. Never holds the whole list. */
  listKeys(options?: CallOptions): AsyncIterable<ObservedKey>;
  /** One key, or null when the system itself says that it has none under this id. */
  getKey(upstreamId: string, options?: CallOptions): Promise<ObservedKey | null>;

  /** Fixes everything about a new key. Changes nothing upstream. @throws {CapabilityMissingError} for a limit the system has not. */
  prepareIssue(request: IssueRequest, options?: CallOptions): Promise<IssueIntent>;
  /** Makes the key. Harmless when repeated with the same intent. @throws {KeyConflictError} when another key stands in its place; prepare anew. */
  issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion>;
  /** Asks the system what became of an intent. Never creates. */
  recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery>;

  /** Ends the key; resolves only when the system confirms its absence, also when it was gone before. */
  revokeKey(upstreamId: string, options?: CallOptions): Promise<void>;
  /**
   * What a successor is given of a key's limits when its predecessor has used up this much. Systems that count per credential
   * and cannot start a new one with a count get the remainder; the others the limits as they are.
   */
  remainingLimits(limits: KeyLimits, used: KeyUsage): KeyLimits;
  /**
   * Sets what is given and nothing else. The caller reads back and compares. On a key that Keyrack suspended, what suspends it stays:
   * then what a resume will restore is changed instead.
   * @returns what a resume restores from now on; null when the key is not suspended.
   */
  changeKey(upstreamId: string, change: KeyChange, options?: CallOptions): Promise<JsonObject | null>;
  /** Reads what {@link Provider.resumeKey} will have to restore. Written down before the suspension. */
  prepareSuspend(upstreamId: string, options?: CallOptions): Promise<JsonObject>;
  /** Takes the key out of use; resolves when the system confirms it. Harmless when repeated. */
  suspendKey(upstreamId: string, options?: CallOptions): Promise<void>;
  /** Puts the key back into use with what {@link Provider.prepareSuspend} gave. Harmless when repeated. */
  resumeKey(upstreamId: string, restore: JsonObject, options?: CallOptions): Promise<void>;
  /** Reads fresh usage figures. A failed reading throws; it is never a zero. */
  readUsage(upstreamId: string, options?: CallOptions): Promise<KeyUsage>;
  /**
   * Whether the system accepts the secret. Asked before a successor is delivered, and before its predecessor ends.
   * @throws {UpstreamRejectedError} that is not retryable, when it cannot be tried from here, such as for the addresses it admits.
   */
  probeSecret(secret: Secret, options?: CallOptions): Promise<boolean>;

  close(): Promise<void>;
}

/** What a person gives to describe a connection: fields, or a text such as an installer's output. */
export interface ConnectionInput {
  readonly fields: Readonly<Record<string, JsonValueInput>>;
  /** A file's content or a pasted block; may hold secrets, so it is wrapped. */
  readonly text: Secret | null;
}

/** A field may be secret (an API key) and then comes wrapped. */
export type JsonValueInput = string | number | boolean | null | Secret;

/** A connection's settings with its credential, checked and taken apart. */
export interface ConnectionDraft {
  /** Shown to people; nothing secret. */
  readonly settings: JsonObject;
  readonly credential: Secret;
}

/** What a provider gets from outside. */
export interface ProviderEnvironment {
  readonly rackId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger?: Logger;
  /** Told of each request that is sent, repetitions too. */
  readonly onRequest?: () => void;
  /** What was said of this connection, over {@link ProviderCapabilities.requestsPerHour}; null: no limit. */
  readonly maxRequestsPerHour?: number | null;
}

/** A kind of system: what it can do, how a connection to it is described, and how one is opened. */
export interface ProviderKind {
  /** What people type: `outline`. */
  readonly kind: string;
  /** As its makers write it: `Outline`. */
  readonly displayName: string;
  readonly capabilities: ProviderCapabilities;
  /** Checks a description before anything is stored. @throws {InvalidInputError} naming the field, what is wrong and what to give instead. */
  readConnection(input: ConnectionInput): ConnectionDraft;
  /** Opens a connection; sends nothing yet. */
  connect(draft: ConnectionDraft, environment: ProviderEnvironment): Provider;
  /**
   * Sentences that people should read before or after they issue such a key. An empty list among the limits was given on purpose.
   * @default none
   */
  issueNotes?(limits: KeyLimits): readonly string[];
  /** Takes from a found secret the part that fingerprints are made over; null when it cannot be one of this system's. */
  fingerprintSource(found: Secret): Secret | null;
}
