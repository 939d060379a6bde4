/** What a transport can be asked to honour about the way to a server. */
export type TransportFeature = 'certSha256' | 'ca' | 'proxy';

/** Where requests of one client go. Everything in it is settled when the client is made. */
export interface Target {
  /** Scheme, host and port. */
  readonly origin: string;
  /** SHA-256 of the server's certificate as 64 lower-case hex digits; compared before anything is written. */
  readonly certSha256: string | undefined;
  /** Certificates in PEM that are trusted instead of the system's roots. */
  readonly ca: string | undefined;
  /** The proxy's address, credentials included; every request goes through a CONNECT tunnel. */
  readonly proxy: string | undefined;
  /** An idle connection is closed after this time, so that it is never the server who drops it first. */
  readonly idleTimeoutMs: number;
}

/** One request as it goes onto the wire. Path and headers hold secrets: a transport shows them to nobody. */
export interface TransportRequest {
  readonly target: Target;
  readonly method: string;
  /** Path and query, encoded; it goes out exactly as it is, without normalisation. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Give up reading when the body grows beyond this: {@link TransportFailure} `too-large`. */
  readonly maxResponseBytes: number;
  /**
   * Takes the body of a 2xx answer piece by piece, as it comes; it is then not collected, the answer's body is empty, and
   * `maxResponseBytes` does not count. Nothing more is read before what it returned has settled; it never throws.
   * A transport that cannot do this leaves it alone and gives the whole body.
   */
  readonly receive?: (chunk: Uint8Array) => Promise<void> | undefined;
  /** Ends the request at once; the promise then rejects with a {@link TransportFailure} `aborted`. */
  readonly signal: AbortSignal;
}

/** A whole answer. Redirects are answers like any other: a transport follows none. */
export interface TransportResponse {
  readonly status: number;
  /** Lower-case names; a repeated header is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Carries requests to servers, each on a connection that no other request is using; the client above it limits how many
 * there are. A connection whose answer announces trouble (408, 5xx) is not used again: its server may drop it unsaid.
 *
 * Give a client an own one for another runtime, or for tests without sockets.
 */
export interface Transport {
  /** What it can honour; a client whose options ask for more refuses to be made. */
  readonly honours: readonly TransportFeature[];
  /**
   * Sends one request and reads the whole answer.
   *
   * @throws {TransportFailure} when there is no whole answer.
   */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all connections. A client calls it only for a transport that it made itself. */
  close(): Promise<void>;
}

/** Why there is no whole answer. */
export type TransportFailureKind = 'connect' | 'certificate' | 'pin' | 'lost' | 'too-large' | 'aborted';

const failureMarker = Symbol.for('@keyrack/http/TransportFailure');

/**
 * What a transport throws. It carries words, never the platform's own error: those hold addresses, sockets and snippets
 * of bodies.
 */
export class TransportFailure extends Error {
  readonly kind: TransportFailureKind;
  /** The platform's code, such as `ECONNRESET`. */
  readonly reason: string;
  /** Whether a byte of the request may have reached the server. */
  readonly sent: boolean;
  /** The status, when the answer had begun. */
  readonly status: number | undefined;

  constructor(
    kind: TransportFailureKind,
    details: { readonly reason: string; readonly sent: boolean; readonly status?: number | undefined },
  ) {
    super(`${kind}: ${details.reason}`);
    this.name = 'TransportFailure';
    this.kind = kind;
    this.reason = details.reason;
    this.sent = details.sent;
    this.status = details.status;
    Object.defineProperty(this, failureMarker, { value: true });
  }

  /** Whether a caught value is one, also from another copy of this package. */
  static isInstance(candidate: unknown): candidate is TransportFailure {
    return typeof candidate === 'object' && candidate !== null && failureMarker in candidate;
  }
}
