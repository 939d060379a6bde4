/** An attempt is about to be sent. */
export interface RequestEvent {
  readonly system: string;
  readonly method: string;
  /** The route template; the path may hold a secret. */
  readonly route: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** All names; values only of headers known to be harmless, `[redacted]` for the others. */
  readonly headers: Readonly<Record<string, string>>;
  /** The length of the body in bytes; 0 without one. */
  readonly bodyBytes: number;
}

/** An attempt was answered, whatever the status. */
export interface ResponseEvent {
  readonly system: string;
  readonly method: string;
  readonly route: string;
  readonly attempt: number;
  readonly status: number;
  /** Redacted like those of the request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  /** From the start of the attempt to the end of the body. */
  readonly durationMs: number;
  readonly requestId: string | undefined;
}

/** An attempt failed and another one follows. */
export interface RetryEvent {
  readonly system: string;
  readonly method: string;
  readonly route: string;
  /** The attempt that failed. */
  readonly attempt: number;
  /** How long the client waits before the next one. */
  readonly waitMs: number;
  /** The status that was answered; absent when there was no answer. */
  readonly status: number | undefined;
  /** The code of the error that the attempt would have ended with. */
  readonly code: string;
}

/**
 * Watchers of a client's work. They see nothing secret and change nothing. What one returns is not waited for, and what it throws is
 * dropped: a failing watcher must not lose the answer of a write.
 */
export interface Hooks {
  onRequest?(event: RequestEvent): unknown;
  onResponse?(event: ResponseEvent): unknown;
  onRetry?(event: RetryEvent): unknown;
}
