/** Tells the time. Injected everywhere below runtime/, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason when it is aborted first. */
  sleep(durationMs: number, options?: CallOptions): Promise<void>;
}

/** Gives unpredictable bytes. Injected, so that tests can be repeated from a printed seed. */
export interface Random {
  /** `length` bytes, cryptographically strong outside tests. */
  bytes(length: number): Uint8Array;
}

/** Takes one line about what happened; `fields` never hold a secret. */
export interface Logger {
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What every call that may take a while accepts as its last parameter. */
export interface CallOptions {
  /** Ends the call early; what was already sent may still have an effect. */
  readonly signal?: AbortSignal;
}

/** Who holds an operation, and whether a holder is provably dead. */
export interface Liveness {
  /** Names this process for as long as it lives, and no other process ever. */
  readonly self: string;
  /** True only with proof: a holder that merely seems quiet is alive. */
  isDead(holder: string): Promise<boolean>;
  /** What people call a holder, within a sentence, so that they find it: `process 4711`. */
  describe(holder: string): string;
}
