import type { Secret } from '@keyrack/secret';
import type { Authentication } from './authentication.ts';
import type { Clock } from './clock.ts';
import type { ErrorMapping } from './error-mapping.ts';
import type { Hooks } from './hooks.ts';
import type { Logger, LogLevel } from './logger.ts';
import type { Transport } from './transport.ts';

/** How often and how fast a failed attempt is repeated. What is left out has its default. */
export interface RetryOptions {
  /**
   * Retries after the first attempt: 2 means at most 3 requests. 0 to 20.
   * @default 2
   */
  readonly maxRetries?: number;
  /**
   * The wait before the first retry, before jitter.
   * @default 500
   */
  readonly delayMs?: number;
  /**
   * `exponential` doubles the wait each time, `linear` adds `delayMs` each time. The real wait is random between 0 and
   * that, so that many clients do not come back at once.
   * @default 'exponential'
   */
  readonly backoff?: 'exponential' | 'linear';
  /**
   * No wait of ours is longer.
   * @default 8_000
   */
  readonly maxDelayMs?: number;
  /**
   * A longer `Retry-After` is not waited for: the call fails at once and its error tells the wait.
   * @default 60_000
   */
  readonly maxRetryAfterMs?: number;
}

/** The options that every Keyrack client takes beside its address and credential. */
export interface ClientOptions {
  /**
   * For one attempt, from its start to the last byte of the answer, in milliseconds.
   * @default 30_000
   */
  readonly timeoutMs?: number;
  /**
   * For a whole call: waiting for a free connection, all attempts, and the waits between them.
   * @default 120_000
   */
  readonly totalTimeoutMs?: number;
  /**
   * Only reads are repeated, and writes that are harmless when repeated. `false`: nothing is.
   * @default { maxRetries: 2, delayMs: 500, backoff: 'exponential', maxDelayMs: 8_000, maxRetryAfterMs: 60_000 }
   */
  readonly retries?: false | RetryOptions;
  /**
   * The most requests that are under way at once, each on its own connection; others wait in order.
   * @default 16
   */
  readonly maxConnections?: number;
  /**
   * The least time between the starts of two requests, retries included, also in parallel.
   * @default 0
   */
  readonly minRequestGapMs?: number;
  /**
   * An idle connection is closed after this time. Stay below the server's own: it may drop a connection just as we use it.
   * A shorter `Keep-Alive: timeout=` of the server wins.
   * @default 4_000
   */
  readonly idleTimeoutMs?: number;
  /**
   * The largest answer that is read; of a streamed list, its largest item.
   * @default 67_108_864
   */
  readonly maxResponseBytes?: number;
  /** @default 'keyrack-<system>/<version>' */
  readonly userAgent?: string;
  /** Sent with every request; never `authorization`, `host`, or one that belongs to the transport. */
  readonly defaultHeaders?: Readonly<Record<string, string | Secret>>;
  /** A proxy such as `http://proxy:3128`; a Secret where it holds a password. The environment is not looked at. */
  readonly proxy?: string | Secret;
  /**
   * Plain http is refused, except to the machine itself, unless this is set.
   * @default false
   */
  readonly allowPlainHttp?: boolean;
  /**
   * Carries the requests; `close()` leaves it open.
   * @default a transport for Node of the client's own
   */
  readonly transport?: Transport;
  /** Told about calls; never a secret, a URL or a path. */
  readonly logger?: Logger;
  /** @default 'info' */
  readonly logLevel?: LogLevel;
  readonly hooks?: Hooks;
  /** @default the platform's time */
  readonly clock?: Clock;
  /**
   * Numbers in [0, 1) that spread retries. Asked once when the client is made, to see that it gives them.
   * @default Math.random
   */
  readonly random?: () => number;
}

/** How the server is recognised. Without either, the system's roots decide. */
export interface TlsOptions {
  /**
   * SHA-256 of the server's certificate: 64 hex digits in either case, with or without colons. It alone decides; chain,
   * host name and dates are not looked at.
   */
  readonly certSha256?: string;
  /** Certificates in PEM that are trusted instead of the system's roots. */
  readonly ca?: string;
}

/** What a client of one system gives to its transport. */
export interface HttpClientOptions extends ClientOptions {
  /** The system's short name: `outline`. */
  readonly system: string;
  /** The client's version, for the user agent. */
  readonly version: string;
  /**
   * Where the API is, without query. Trailing slashes are cut. Pass a Secret when its path grants access: then no part of
   * that path is ever shown, also where the server repeats it.
   */
  readonly baseUrl: string | Secret;
  /** @default { kind: 'none' } */
  readonly authentication?: Authentication;
  readonly tls?: TlsOptions;
  /** How the system words its errors, and which classes they become. */
  readonly errors?: ErrorMapping;
  /**
   * The response header with the system's id of a request.
   * @default 'x-request-id'
   */
  readonly requestIdHeader?: string;
}
