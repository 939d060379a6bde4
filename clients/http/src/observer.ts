import type { HttpError } from './errors.ts';
import type { Hooks } from './hooks.ts';
import type { LogFields, Logger, LogLevel } from './logger.ts';
import type { Redactor } from './redaction.ts';
import { showHeaders } from './shown-headers.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';

const levels: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug'];

/** What every event of one call has in common. */
export interface ObservedCall {
  readonly system: string;
  readonly method: string;
  readonly route: string;
}

/** Who is told, and what must be kept from them. */
export interface ObserverOptions {
  readonly hooks: Hooks | undefined;
  readonly logger: Logger | undefined;
  readonly logLevel: LogLevel;
  readonly redactor: Redactor;
}

/** What is told about an answer beside the answer itself. */
export interface AnswerFacts {
  readonly attempt: number;
  readonly durationMs: number;
  readonly requestId: string | undefined;
}

/** The same of an answer whose body may have been given away piece by piece. */
export interface AnswerWithBodyFacts extends AnswerFacts {
  readonly bodyBytes: number;
}

/** Tells hooks and logger what happens, and costs next to nothing where there are none. */
export class Observer {
  readonly #hooks: Hooks | undefined;
  readonly #logger: Logger | undefined;
  readonly #level: number;
  readonly #redactor: Redactor;
  /** Nobody listens, as in most programs: then nothing is put together that could be told. */
  readonly #isSilent: boolean;

  constructor({ hooks, logger, logLevel, redactor }: ObserverOptions) {
    this.#hooks = hooks;
    this.#logger = logger;
    this.#level = logger === undefined ? 0 : levels.indexOf(logLevel);
    this.#redactor = redactor;
    this.#isSilent = hooks === undefined && this.#level === 0;
  }

  sending(call: ObservedCall, attempt: number, request: TransportRequest): void {
    if (this.#isSilent) return;
    const { system, method, route } = call;
    if (this.#hooks?.onRequest !== undefined) {
      const headers = showHeaders(request.headers, this.#redactor);
      const bodyBytes = Number(request.headers['content-length'] ?? 0);
      this.#safely(() => this.#hooks?.onRequest?.({ system, method, route, attempt, headers, bodyBytes }));
    }
    this.#log('debug', 'request sent', { system, method, route, attempt });
  }

  answered(call: ObservedCall, answer: TransportResponse, facts: AnswerWithBodyFacts): void {
    if (this.#isSilent) return;
    const { system, method, route } = call;
    const { status } = answer;
    const { attempt, requestId, bodyBytes } = facts;
    const durationMs = Math.round(facts.durationMs);
    if (this.#hooks?.onResponse !== undefined) {
      const headers = showHeaders(answer.headers, this.#redactor);
      const event = { system, method, route, attempt, status, headers, bodyBytes, durationMs, requestId };
      this.#safely(() => this.#hooks?.onResponse?.(event));
    }
    this.#log('debug', 'response received', { system, method, route, attempt, status, durationMs, ...requestIdOf(requestId) });
  }

  succeeded(call: ObservedCall, status: number, facts: AnswerFacts): void {
    if (this.#isSilent) return;
    const { system, method, route } = call;
    const { attempt, requestId } = facts;
    const durationMs = Math.round(facts.durationMs);
    this.#log('info', 'call succeeded', { system, method, route, attempt, status, durationMs, ...requestIdOf(requestId) });
  }

  retrying(call: ObservedCall, error: HttpError, waitMs: number): void {
    const { system, method, route } = call;
    const event = { system, method, route, attempt: error.attempts, waitMs, status: statusOf(error), code: error.code };
    this.#safely(() => this.#hooks?.onRetry?.(event));
    this.#log('warn', 'call is tried again', fieldsOf(call, error, { waitMs }));
  }

  failed(call: ObservedCall, error: HttpError, durationMs: number): void {
    this.#log('error', 'call failed', fieldsOf(call, error, { durationMs: Math.round(durationMs), outcome: error.outcome }));
  }

  #log(level: Exclude<LogLevel, 'off'>, message: string, fields: LogFields): void {
    if (this.#level < levels.indexOf(level)) return;
    this.#safely(() => this.#logger?.log(level, message, fields));
  }

  /** A watcher that fails must not lose the answer of a write. */
  #safely(tell: () => unknown): void {
    try {
      const told = tell();
      if (told instanceof Promise) told.catch(() => undefined);
    } catch {
      // Nobody is left to tell.
    }
  }
}

function statusOf(error: HttpError): number | undefined {
  return 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

function requestIdOf(requestId: string | undefined): { readonly requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}

function fieldsOf(call: ObservedCall, error: HttpError, more: Partial<LogFields>): LogFields {
  const { system, method, route } = call;
  const status = statusOf(error);
  const fields = { system, method, route, attempt: error.attempts, code: error.code, ...more, ...requestIdOf(error.requestId) };
  return status === undefined ? fields : { ...fields, status };
}
