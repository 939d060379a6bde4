import { Secret } from '@keyrack/secret';
import { checkFunction, checkObject } from './argument-checks.ts';
import { buildRequest } from './built-request.ts';
import { Call } from './call.ts';
import { checkCallOptions } from './call-checks.ts';
import type { CallContext, CallRequest } from './call.ts';
import type { HttpClientOptions } from './client-options.ts';
import { ClosedClientError, ConfigurationError } from './errors.ts';
import { Limiter } from './limiter.ts';
import { nodeTransport } from './node-transport.ts';
import type { ApiRequest, ApiResponse, CallOptions, PreparedRequest } from './request.ts';
import { checkTransport, resolveSettings } from './settings.ts';
import { streamChunks, streamItems } from './streaming.ts';
import type { ListRequest } from './streaming.ts';

/**
 * Sends the requests of one client to one system. It prints as its name, the origin without path, and open or closed.
 *
 * @example
 * await using http = new HttpClient({ system: 'outline', version: '1.0.0', baseUrl: new Secret(apiUrl), tls: { certSha256 } });
 * const { body } = await http.request({ method: 'GET', route: '/access-keys/{id}', parameters: { id: '7' } });
 */
export class HttpClient {
  readonly #context: CallContext;
  readonly #ownsTransport: boolean;
  readonly #calls = new Set<Call<unknown>>();
  #closing: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  /** @throws {ConfigurationError} when an option is wrong. */
  constructor(options: HttpClientOptions) {
    const settings = resolveSettings(options);
    const transport = options.transport ?? nodeTransport();
    checkTransport(settings.system, transport, settings.target);
    this.#ownsTransport = options.transport === undefined;
    this.#context = { settings, transport, limiter: new Limiter(settings) };
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#context.settings.target.origin;
  }

  /** `open` until {@link HttpClient.close}. */
  get state(): 'open' | 'closed' {
    return this.#closing === undefined ? 'open' : 'closed';
  }

  /** The time as this client sees it: epoch milliseconds. */
  nowMs(): number {
    return this.#context.settings.clock.nowMs();
  }

  /**
   * Sends a request and reads its answer.
   *
   * @throws {HttpError} and nothing else; `outcome` says what is known about the effect.
   */
  request<Body = unknown>(request: ApiRequest<Body>, options: CallOptions = {}): Promise<ApiResponse<Body>> {
    return this.#run(request, options);
  }

  /**
   * Sends a request and gives the body of its answer as it comes, chunk by chunk. No more is held than a chunk, so
   * `maxResponseBytes` does not count. `timeoutMs` is for each wait: for the answer to begin, and for its next chunk; the
   * time that the caller takes is nobody's. Once a chunk was given, the call is not repeated. Leaving the loop ends it.
   *
   * @throws {HttpError} and nothing else, from the iteration.
   */
  stream(request: Omit<ApiRequest, 'decode'>, options: CallOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    return streamChunks((openReader) => this.#run({ ...request, openReader }, options));
  }

  /**
   * The same for an answer such as `{"keys": [...]}`: gives the items of the list as they come. `maxResponseBytes` limits
   * what has to be held: one item, and all that is around the list.
   *
   * @throws {HttpError} and nothing else, from the iteration.
   * @throws {ResponseShapeError} when the answer is not such an object; what came before that has been given already.
   */
  streamList<Item = unknown>(request: ListRequest<Item>, options: CallOptions = {}): AsyncGenerator<Item, void, undefined> {
    const { system } = this.#context.settings;
    const { list, decodeItem, ...sent } = checkObject(system, 'a request', request);
    if (typeof list !== 'string') throw new ConfigurationError(system, 'list of a request must name the list in the answer');
    if (decodeItem !== undefined) checkFunction(system, 'decodeItem of a request', decodeItem);
    return streamItems((openReader) => this.#run({ ...sent, openReader }, options), request, this.#context.settings.maxResponseBytes);
  }

  /**
   * Builds a request without sending it.
   *
   * @throws {ConfigurationError} when an argument is wrong.
   */
  prepare(request: ApiRequest, options: Pick<CallOptions, 'headers'> = {}): PreparedRequest {
    checkCallOptions(this.#context.settings.system, options);
    const built = buildRequest(this.#context.settings, request, options.headers);
    return {
      method: request.method,
      route: request.route,
      url: new Secret(this.origin + built.path),
      headers: Object.fromEntries(Object.entries(built.headers).map(([name, value]) => [name, new Secret(value)])),
      body: built.body === undefined ? undefined : new Secret(built.body),
    };
  }

  /** How a client built on this one prints: `OutlineClient(https://192.0.2.7:443, open)`. */
  describe(name: string): string {
    return `${name}(${this.origin}, ${this.state})`;
  }

  /**
   * Refuses new calls and those that have not been sent yet, lets the others finish, then closes the connections, unless the
   * transport was given. Calling it again waits for the same end.
   */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  toString(): string {
    return this.describe('HttpClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  async #run<Body>(request: CallRequest<Body>, options: CallOptions): Promise<ApiResponse<Body>> {
    if (this.#closing !== undefined) throw this.#closedError(request);
    const call = new Call(this.#context, request, options);
    this.#calls.add(call);
    try {
      return await call.run();
    } finally {
      this.#calls.delete(call);
      if (this.#calls.size === 0) this.#onIdle?.();
    }
  }

  async #finish(): Promise<void> {
    for (const call of this.#calls) call.close();
    if (this.#calls.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    if (this.#ownsTransport) await this.#context.transport.close();
  }

  #closedError({ method, route }: Pick<ApiRequest, 'method' | 'route'>): ClosedClientError {
    const { system } = this.#context.settings;
    const details = { system, method, route, attempts: 0, outcome: 'not-applied', retryable: false } as const;
    return new ClosedClientError({ fault: `${method} ${route}: the client is closed`, advice: 'Make a new one.' }, details);
  }
}
