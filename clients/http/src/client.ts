import { Secret } from '@keyrack/secret';
import { buildRequest } from './built-request.ts';
import { Call } from './call.ts';
import type { CallContext } from './call.ts';
import type { HttpClientOptions } from './client-options.ts';
import { ClosedClientError } from './errors.ts';
import { Limiter } from './limiter.ts';
import { nodeTransport } from './node-transport.ts';
import type { ApiRequest, ApiResponse, CallOptions, PreparedRequest } from './request.ts';
import { checkTransport, resolveSettings } from './settings.ts';

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

  /**
   * Sends a request and reads its answer.
   *
   * @throws {HttpError} and nothing else; `outcome` says what is known about the effect.
   */
  async request<Body = unknown>(request: ApiRequest<Body>, options: CallOptions = {}): Promise<ApiResponse<Body>> {
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

  /**
   * Builds a request without sending it.
   *
   * @throws {ConfigurationError} when an argument is wrong.
   */
  prepare(request: ApiRequest, options: Pick<CallOptions, 'headers'> = {}): PreparedRequest {
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

  async #finish(): Promise<void> {
    for (const call of this.#calls) call.close();
    if (this.#calls.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    if (this.#ownsTransport) await this.#context.transport.close();
  }

  #closedError({ method, route }: Pick<ApiRequest, 'method' | 'route'>): ClosedClientError {
    const { system } = this.#context.settings;
    const details = { system, method, route, attempts: 0, outcome: 'not-applied', retryable: false } as const;
    return new ClosedClientError(`${system}: ${method} ${route}: the client is closed; make a new one`, details);
  }
}
