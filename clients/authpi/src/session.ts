import { HttpClient, nodeTransport } from '@keyrack/http';
import type { ApiRequest, ApiResponse, CallOptions, HttpClientOptions, PreparedCall, Transport } from '@keyrack/http';
import { inOwnWords, toOwnError } from './client-errors.ts';
import type { Credential } from './credential.ts';
import { AuthenticationError } from './errors.ts';
import { requestOf } from './prepared-call.ts';
import { untilAborted } from './until-aborted.ts';

/** The service keeps an Idempotency-Key for 24 hours; what is repeated later would act a second time. */
const idempotencyWindowMs = 23 * 3_600_000;

/** What a {@link Session} is made from. */
export interface SessionOptions extends Omit<HttpClientOptions, 'authentication'> {
  readonly credential: Credential;
}

/**
 * Sends requests with the credential that is good now. When an access token is not taken any more it is renewed, once for all
 * calls that met this, and each of them is sent once more.
 */
export class Session {
  readonly #options: Omit<HttpClientOptions, 'authentication'>;
  readonly #transport: Transport;
  readonly #ownsTransport: boolean;
  readonly #renew: Credential['renew'];
  /** Every connection with calls under way, and how many. */
  readonly #underWay = new Map<HttpClient, number>();
  #http: HttpClient;
  #renewing: Promise<HttpClient> | undefined;
  #closing: Promise<void> | undefined;

  /** @throws {ConfigurationError} when an option is wrong. */
  constructor({ credential, ...options }: SessionOptions) {
    this.#ownsTransport = options.transport === undefined;
    this.#transport = options.transport ?? nodeTransport();
    this.#options = options;
    this.#renew = credential.renew;
    this.#http = this.#connect(credential.authentication);
  }

  get origin(): string {
    return this.#http.origin;
  }

  /** Sends a call. @throws {HttpError} and what the caller's own renewal throws. */
  async send<Result>(call: PreparedCall<Result>, options: CallOptions): Promise<Result> {
    const { body } = await this.#request(requestOf(call), call.method === 'POST' ? this.#withinWindow(options) : options);
    return body;
  }

  #withinWindow(options: CallOptions): CallOptions {
    const totalTimeoutMs = options.totalTimeoutMs ?? this.#options.totalTimeoutMs;
    return totalTimeoutMs !== undefined && totalTimeoutMs > idempotencyWindowMs
      ? { ...options, totalTimeoutMs: idempotencyWindowMs }
      : options;
  }

  async #request<Body>(request: ApiRequest<Body>, options: CallOptions): Promise<ApiResponse<Body>> {
    const http = this.#http;
    try {
      return await this.#send(http, request, options);
    } catch (error) {
      // Refused before anything was done, so even a write can be sent again.
      const isRefused = AuthenticationError.isInstance(error) && error.outcome === 'not-applied';
      if (!isRefused || this.#renew === undefined || this.#closing !== undefined) throw error;
      return this.#send(await untilAborted(this.#renewed(http, this.#renew), options.signal), request, options);
    }
  }

  /** The JSON text that a body is sent as. @throws {ConfigurationError} when it is not something that JSON can hold */
  textOf(body: object): ReturnType<HttpClient['prepare']>['body'] {
    return inOwnWords(() => this.#http.prepare({ method: 'POST', route: '/', body }).body);
  }

  describe(name: string): string {
    return this.#http.describe(name);
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  #connect(authentication: NonNullable<HttpClientOptions['authentication']>): HttpClient {
    return inOwnWords(() => new HttpClient({ ...this.#options, authentication, transport: this.#transport }));
  }

  async #send<Body>(http: HttpClient, request: ApiRequest<Body>, options: CallOptions): Promise<ApiResponse<Body>> {
    this.#underWay.set(http, (this.#underWay.get(http) ?? 0) + 1);
    try {
      return await http.request(request, options);
    } catch (error) {
      throw toOwnError(error);
    } finally {
      const left = (this.#underWay.get(http) ?? 1) - 1;
      if (left > 0) this.#underWay.set(http, left);
      else this.#underWay.delete(http);
    }
  }

  /** @param refused - the one whose token was not taken; a newer one may be there already. */
  async #renewed(refused: HttpClient, renew: NonNullable<Credential['renew']>): Promise<HttpClient> {
    if (this.#http !== refused) return this.#http;
    this.#renewing ??= this.#replace(renew).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #replace(renew: NonNullable<Credential['renew']>): Promise<HttpClient> {
    const authentication = await renew();
    if (this.#closing === undefined) this.#http = this.#connect(authentication);
    return this.#http;
  }

  async #finish(): Promise<void> {
    await Promise.all([...new Set([this.#http, ...this.#underWay.keys()])].map((http) => http.close()));
    if (this.#ownsTransport) await this.#transport.close();
  }
}
