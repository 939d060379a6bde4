import type { Outcome } from './outcome.ts';

/** How much a client tells its logger; each level includes those before it. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/** The facts of one log entry. It never holds a secret, a URL or a path: only the route template. */
export interface LogFields extends Readonly<Record<string, unknown>> {
  readonly system: string;
  readonly method: string;
  readonly route: string;
  readonly attempt: number;
  readonly durationMs?: number;
  readonly status?: number;
  readonly requestId?: string;
  readonly code?: string;
  readonly outcome?: Outcome;
  readonly waitMs?: number;
}

/**
 * Where a client writes what it does. `debug`: every attempt; `info`: every call that succeeded; `warn`: every retry;
 * `error`: every call that failed.
 */
export interface Logger {
  log(level: Exclude<LogLevel, 'off'>, message: string, fields: LogFields): void;
}
