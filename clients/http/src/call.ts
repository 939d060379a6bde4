import { readRefusal, readSuccess } from './answered-attempt.ts';
import type { AttemptFacts } from './attempt-facts.ts';
import { buildRequest, secretsOfRequest } from './built-request.ts';
import type { BuiltRequest } from './built-request.ts';
import { checkInteger } from './check-integer.ts';
import { HttpError } from './errors.ts';
import { Interruption } from './interruption.ts';
import type { Limiter } from './limiter.ts';
import { errorOfInterruption, errorOfTransport } from './lost-attempt.ts';
import { joinOutcomes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { ApiRequest, ApiResponse, CallOptions } from './request.ts';
import { backoffMs, resolveRetries } from './retry-policy.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { Settings } from './settings.ts';
import { TransportFailure } from './transport.ts';
import type { Transport, TransportResponse } from './transport.ts';

/** What the calls of one client share. */
export interface CallContext {
  readonly settings: Settings;
  readonly limiter: Limiter;
  readonly transport: Transport;
}

/** One call: its attempts, its time, and what is known about its effect. */
export class Call<Body> {
  readonly #context: CallContext;
  readonly #request: ApiRequest<Body>;
  readonly #options: CallOptions;
  readonly #built: BuiltRequest;
  readonly #timeoutMs: number;
  readonly #retries: RetryPolicy;
  readonly #isReadOnly: boolean;
  readonly #startedMs: number;
  readonly #interruption: Interruption;
  #attempts = 0;
  #outcome: Outcome = 'not-applied';

  /** @throws {ConfigurationError} when an argument is wrong. */
  constructor(context: CallContext, request: ApiRequest<Body>, options: CallOptions) {
    const { settings } = context;
    this.#context = context;
    this.#request = request;
    this.#options = options;
    this.#built = buildRequest(settings, request, options.headers);
    this.#timeoutMs = durationOf(settings, 'timeoutMs', options.timeoutMs);
    this.#retries = resolveRetries(settings.system, options.retries, settings.retries);
    this.#isReadOnly = request.readOnly ?? (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS');
    this.#startedMs = settings.clock.nowMs();
    this.#interruption = new Interruption(settings.clock, durationOf(settings, 'totalTimeoutMs', options.totalTimeoutMs), options.signal);
  }

  /** @throws {HttpError} and nothing else. */
  async run(): Promise<ApiResponse<Body>> {
    const { observer } = this.#context.settings;
    try {
      for (;;) {
        await this.#takeTurn();
        const result = await this.#attempt();
        if (!HttpError.isInstance(result)) return result;
        await this.#waitToRepeat(result);
      }
    } catch (error) {
      if (HttpError.isInstance(error)) observer.failed(this.#observed(), error, this.#elapsedMs());
      throw error;
    } finally {
      this.#interruption.dispose();
    }
  }

  /** The client is being closed: what is being sent may finish, what waits ends. */
  close(): void {
    this.#interruption.close();
  }

  async #takeTurn(): Promise<void> {
    const { limiter } = this.#context;
    if (this.#options.signal?.aborted !== true && limiter.tryEnter()) return;
    const { turn, leave } = limiter.enter();
    this.#interruption.begin({ stop: leave, endsOnClose: true });
    const hasTurn = await turn;
    this.#interruption.end();
    const { reason } = this.#interruption;
    if (hasTurn && reason === undefined) return;
    if (hasTurn) limiter.exit();
    throw errorOfInterruption(this.#facts(), reason);
  }

  async #attempt(): Promise<ApiResponse<Body> | HttpError> {
    const { settings, limiter, transport } = this.#context;
    const { observer, clock } = settings;
    const startedMs = clock.nowMs();
    const controller = new AbortController();
    const request = {
      ...this.#built,
      target: settings.target,
      method: this.#request.method,
      maxResponseBytes: settings.maxResponseBytes,
      signal: controller.signal,
    };
    this.#attempts += 1;
    this.#interruption.begin({ stop: () => controller.abort(), limitMs: this.#timeoutMs, endsOnClose: false });
    observer.sending(this.#observed(), this.#attempts, request);
    let answer: TransportResponse;
    try {
      answer = await transport.send(request);
    } catch (error) {
      return this.#lost(
        TransportFailure.isInstance(error) ? error : new TransportFailure('lost', { reason: 'TRANSPORT_BROKEN', sent: true }),
      );
    } finally {
      this.#interruption.end();
      limiter.exit();
    }
    return this.#read(answer, clock.nowMs() - startedMs);
  }

  #lost(failure: TransportFailure): HttpError {
    if (failure.sent && !this.#isReadOnly) this.#outcome = joinOutcomes(this.#outcome, 'unknown');
    if (failure.kind === 'aborted') return errorOfInterruption(this.#facts(), this.#interruption.reason);
    return errorOfTransport(this.#facts(), failure);
  }

  #read(answer: TransportResponse, durationMs: number): ApiResponse<Body> | HttpError {
    const { observer } = this.#context.settings;
    const facts = this.#facts();
    const isSuccess = answer.status >= 200 && answer.status < 300;
    const result = isSuccess
      ? readSuccess(facts, this.#request, answer)
      : readRefusal(facts, answer, secretsOfRequest(this.#request, this.#options.headers));
    const told = { attempt: this.#attempts, requestId: result.requestId };
    observer.answered(this.#observed(), answer, { ...told, durationMs });
    if (HttpError.isInstance(result)) this.#outcome = result.outcome;
    else observer.succeeded(this.#observed(), answer.status, { ...told, durationMs: this.#elapsedMs() });
    return result;
  }

  /** @throws {HttpError} the failure itself, when it is not to be repeated. */
  async #waitToRepeat(failure: HttpError): Promise<void> {
    const { settings } = this.#context;
    const mayRepeat =
      (this.#isReadOnly || this.#request.repeatable === true) && failure.retryable && this.#attempts <= this.#retries.maxRetries;
    if (!mayRepeat) throw failure;
    const askedMs = 'retryAfterMs' in failure && typeof failure.retryAfterMs === 'number' ? failure.retryAfterMs : undefined;
    const waitMs = askedMs ?? backoffMs(this.#retries, this.#attempts, settings.random());
    const isTooLong = waitMs >= this.#interruption.remainingMs() || (askedMs !== undefined && askedMs > this.#retries.maxRetryAfterMs);
    if (isTooLong) throw failure;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#interruption.begin({ stop: resolve, endsOnClose: true });
    settings.observer.retrying(this.#observed(), failure, waitMs);
    const cancel = settings.clock.schedule(resolve, waitMs);
    await promise;
    cancel();
    this.#interruption.end();
    const { reason } = this.#interruption;
    if (reason === 'closed') throw failure;
    if (reason !== undefined) throw errorOfInterruption(this.#facts(), reason);
  }

  #facts(): AttemptFacts {
    return {
      settings: this.#context.settings,
      method: this.#request.method,
      route: this.#request.route,
      isReadOnly: this.#isReadOnly,
      attempts: this.#attempts,
      earlier: this.#outcome,
      timeoutMs: this.#timeoutMs,
    };
  }

  #observed(): { readonly system: string; readonly method: string; readonly route: string } {
    return { system: this.#context.settings.system, method: this.#request.method, route: this.#request.route };
  }

  #elapsedMs(): number {
    return this.#context.settings.clock.nowMs() - this.#startedMs;
  }
}

function durationOf(settings: Settings, name: 'timeoutMs' | 'totalTimeoutMs', given: number | undefined): number {
  return given === undefined ? settings[name] : checkInteger(given, { system: settings.system, name, least: 1 });
}
