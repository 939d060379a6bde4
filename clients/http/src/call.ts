import { errorOfDecoder, readRefusal, readSuccess } from './answered-attempt.ts';
import type { AttemptFacts } from './attempt-facts.ts';
import { buildRequest, secretsOfRequest } from './built-request.ts';
import type { BuiltRequest } from './built-request.ts';
import { checkCallOptions } from './call-checks.ts';
import { HttpError } from './errors.ts';
import { Interruption } from './interruption.ts';
import type { Limiter } from './limiter.ts';
import { errorOfInterruption, errorOfTransport } from './lost-attempt.ts';
import type { ObservedCall } from './observer.ts';
import { joinOutcomes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { ApiRequest, ApiResponse, CallOptions } from './request.ts';
import { backoffMs, resolveRetries } from './retry-policy.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { Settings } from './settings.ts';
import type { BodyReader } from './streaming.ts';
import { TransportFailure } from './transport.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

/** What the calls of one client share. */
export interface CallContext {
  readonly settings: Settings;
  readonly limiter: Limiter;
  readonly transport: Transport;
}

/** A request whose answer may be read while it is coming. */
export interface CallRequest<Body> extends ApiRequest<Body> {
  /** Makes a reader for each attempt; `decode` is then not used. */
  readonly openReader?: () => BodyReader;
}

/** What became of the reading of one attempt's body, when that ended the attempt. */
type Reading = { readonly kind: 'enough' } | { readonly kind: 'fault'; readonly error: unknown };

const nothing = new Uint8Array(0);

/** One call: its attempts, its time, and what is known about its effect. */
export class Call<Body> {
  readonly #context: CallContext;
  readonly #request: CallRequest<Body>;
  readonly #options: CallOptions;
  readonly #built: BuiltRequest;
  readonly #timeoutMs: number;
  readonly #retries: RetryPolicy;
  readonly #isReadOnly: boolean;
  readonly #startedMs: number;
  readonly #observed: ObservedCall;
  readonly #interruption: Interruption;
  #attempts = 0;
  #outcome: Outcome = 'not-applied';
  #receivedBytes = 0;
  #hasHandedOver = false;
  #reading: Reading | undefined;

  /** @throws {ConfigurationError} when an argument is wrong. */
  constructor(context: CallContext, request: CallRequest<Body>, options: CallOptions) {
    const { settings } = context;
    checkCallOptions(settings.system, options);
    this.#context = context;
    this.#request = request;
    this.#options = options;
    this.#built = buildRequest(settings, request, options.headers);
    this.#timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    this.#retries = resolveRetries(settings.system, options.retries, settings.retries);
    this.#isReadOnly = request.readOnly ?? (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS');
    this.#startedMs = settings.clock.nowMs();
    this.#observed = { system: settings.system, method: request.method, route: request.route };
    this.#interruption = new Interruption(settings.clock, options.totalTimeoutMs ?? settings.totalTimeoutMs, options.signal);
  }

  /** @throws {HttpError} and nothing else. */
  async run(): Promise<ApiResponse<Body>> {
    const { observer } = this.#context.settings;
    try {
      for (;;) {
        if (!this.#takeTurn()) await this.#waitForTurn();
        const result = await this.#attempt();
        if (!HttpError.isInstance(result)) return result;
        await this.#waitToRepeat(result);
      }
    } catch (error) {
      if (HttpError.isInstance(error)) observer.failed(this.#observed, error, this.#elapsedMs());
      throw error;
    } finally {
      this.#interruption.dispose();
    }
  }

  /** The client is being closed: what is being sent may finish, what waits ends. */
  close(): void {
    this.#interruption.close();
  }

  #takeTurn(): boolean {
    return this.#options.signal?.aborted !== true && this.#context.limiter.tryEnter();
  }

  async #waitForTurn(): Promise<void> {
    const { limiter } = this.#context;
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
    const reader = this.#request.openReader?.();
    const receive = reader && ((chunk: Uint8Array) => this.#receive(reader, chunk, () => controller.abort()));
    const { path, headers, body } = this.#built;
    const request: TransportRequest = {
      target: settings.target,
      method: this.#request.method,
      path,
      headers,
      body,
      maxResponseBytes: settings.maxResponseBytes,
      signal: controller.signal,
      ...(receive && { receive }),
    };
    this.#attempts += 1;
    this.#receivedBytes = 0;
    this.#interruption.begin({ stop: () => controller.abort(), limitMs: this.#timeoutMs, endsOnClose: false });
    observer.sending(this.#observed, this.#attempts, request);
    let answer: TransportResponse;
    try {
      answer = await transport.send(request);
      // From a transport that gives bodies whole only.
      if (answer.body.length > 0 && isSuccess(answer)) await receive?.(answer.body);
    } catch (error) {
      const failure = TransportFailure.isInstance(error) ? error : new TransportFailure('lost', { reason: 'TRANSPORT_BROKEN', sent: true });
      if (this.#reading === undefined) return this.#lost(failure);
      answer = { status: failure.status ?? 0, headers: {}, body: nothing };
    } finally {
      this.#interruption.end();
      limiter.exit();
    }
    return this.#read(answer, reader, clock.nowMs() - startedMs);
  }

  /** Lets the reader have a chunk; while its caller is at work, no time is counted. */
  #receive(reader: BodyReader, chunk: Uint8Array, stop: () => void): Promise<void> | undefined {
    this.#receivedBytes += chunk.length;
    this.#interruption.pause();
    const goOn = (wantsMore: boolean): void => {
      if (wantsMore) return this.#interruption.resume();
      this.#reading = { kind: 'enough' };
      stop();
    };
    try {
      const wantsMore = reader.receive(chunk);
      if (typeof wantsMore !== 'boolean') {
        this.#hasHandedOver = true;
        return wantsMore.then(goOn);
      }
      goOn(wantsMore);
    } catch (error) {
      this.#reading = { kind: 'fault', error };
      stop();
    }
    return undefined;
  }

  #lost(failure: TransportFailure): HttpError {
    if (failure.sent && !this.#isReadOnly) this.#outcome = joinOutcomes(this.#outcome, 'unknown');
    if (failure.kind === 'aborted') return errorOfInterruption(this.#facts(), this.#interruption.reason);
    return errorOfTransport(this.#facts(), failure);
  }

  #read(answer: TransportResponse, reader: BodyReader | undefined, durationMs: number): ApiResponse<Body> | HttpError {
    const { observer } = this.#context.settings;
    const facts = this.#facts();
    const bodyBytes = this.#receivedBytes + (reader === undefined || !isSuccess(answer) ? answer.body.length : 0);
    const result = this.#understand(answer, reader, facts);
    const told = { attempt: this.#attempts, requestId: result.requestId };
    observer.answered(this.#observed, answer, { ...told, durationMs, bodyBytes });
    if (HttpError.isInstance(result)) this.#outcome = result.outcome;
    else observer.succeeded(this.#observed, answer.status, { ...told, durationMs: this.#elapsedMs() });
    return result;
  }

  #understand(answer: TransportResponse, reader: BodyReader | undefined, facts: AttemptFacts): ApiResponse<Body> | HttpError {
    if (this.#reading?.kind === 'fault') return errorOfDecoder(facts, answer, this.#reading.error);
    if (reader === undefined && isSuccess(answer)) return readSuccess(facts, this.#request, answer);
    if (!isSuccess(answer) && this.#reading === undefined) {
      return readRefusal(facts, answer, secretsOfRequest(this.#request, this.#options.headers));
    }
    // What the reader has read is with the caller already.
    const decode = (): Body => (this.#reading === undefined ? reader?.finish() : undefined) as Body;
    return readSuccess(facts, { ...this.#request, decode }, { ...answer, body: nothing });
  }

  /** @throws {HttpError} the failure itself, when it is not to be repeated. */
  async #waitToRepeat(failure: HttpError): Promise<void> {
    const { settings } = this.#context;
    const mayRepeat =
      (this.#isReadOnly || this.#request.repeatable === true) &&
      failure.retryable &&
      !this.#hasHandedOver &&
      this.#attempts <= this.#retries.maxRetries;
    if (!mayRepeat) throw failure;
    const askedMs = 'retryAfterMs' in failure && typeof failure.retryAfterMs === 'number' ? failure.retryAfterMs : undefined;
    const waitMs = askedMs ?? backoffMs(this.#retries, this.#attempts, settings.random());
    const isTooLong = waitMs >= this.#interruption.remainingMs() || (askedMs !== undefined && askedMs > this.#retries.maxRetryAfterMs);
    if (isTooLong) throw failure;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#interruption.begin({ stop: resolve, endsOnClose: true });
    settings.observer.retrying(this.#observed, failure, waitMs);
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

  #elapsedMs(): number {
    return this.#context.settings.clock.nowMs() - this.#startedMs;
  }
}

function isSuccess({ status }: TransportResponse): boolean {
  return status >= 200 && status < 300;
}
