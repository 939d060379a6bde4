import type { ConnectionDraft, IssueIntent, JsonObject, KeyLimits, ProviderKind } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';

/** A key as it stands in the foreign system, read past the provider. */
export interface UpstreamKey {
  readonly upstreamId: string;
  readonly name: string;
  readonly suspended: boolean;
  readonly limits: KeyLimits;
  readonly expiresAtMs: number | null;
}

/**
 * What goes wrong between the provider and the system, with every call of that sort until the next fault is set.
 * - `answer-lost`: the system acts; the connection breaks before its answer.
 * - `request-lost`: the request was sent; the connection breaks and the system never acts.
 * - `delayed`: the connection breaks at once; the system acts when {@link ProviderHarness.releaseDelayed} is called.
 * - `hanging`: the system acts and never answers.
 * - `failing`: the system answers with trouble (a 5xx) and does not act.
 * - `misrouted`: something in between answers that it knows no such address (a 404 that is not the system's own).
 */
export type UpstreamFault = {
  readonly kind: 'answer-lost' | 'request-lost' | 'delayed' | 'hanging' | 'failing' | 'misrouted';
  readonly calls: 'reads' | 'writes' | 'all';
};

/**
 * One foreign system for one test, seen from outside the provider. Everything here but the drafts bypasses the code under
 * test, so that a mistake in it cannot hide itself.
 */
export interface ProviderHarness extends AsyncDisposable {
  readonly kind: ProviderKind;
  /** A connection to the system. */
  readonly draft: ConnectionDraft;
  /** The same system with a credential that it does not accept. */
  readonly wrongDraft: ConnectionDraft;
  /** Texts of at least 8 characters that must show nowhere, such as the part of an address that grants access. Credentials and issued secrets are looked for anyway. */
  readonly secrets: readonly string[];
  /** The id of the credential that the draft itself uses, where the system lists it among its keys; else null. */
  readonly ownUpstreamId: string | null;

  /** Every key that exists now. */
  inspect(): Promise<readonly UpstreamKey[]>;
  /** Whether the system lets this secret in. */
  accepts(secret: Secret): Promise<boolean>;
  /** How many requests have reached the system so far. */
  countRequests(): Promise<number>;
  /** Makes a key by other hands. Gives its id. */
  createForeignKey(name: string): Promise<string>;
  /** Removes a key by other hands. */
  removeKey(upstreamId: string): Promise<void>;
  /** Lets a key be used, as far as the system can be made to see it. Needed where any use is declared. */
  useKey?(upstreamId: string): Promise<void>;
  /** Puts another key where the intent would make its own. Needed for the strategy `client-chosen-id`. */
  occupy?(intent: IssueIntent): Promise<void>;
  /** Replaces the fault; null: everything works. */
  setFault(fault: UpstreamFault | null): Promise<void>;
  /** Lets the system act on the delayed requests, in their order. Call it with no fault set. */
  releaseDelayed(): Promise<void>;

  /** Values for limits that the suite's own do not fit (a model that the system does not have). */
  readonly sampleLimits?: KeyLimits;
  /** Provider options without which this system makes no key. */
  readonly providerOptions?: JsonObject;
}
