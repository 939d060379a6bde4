import type { HttpClientOptions } from './client-options.ts';
import type { ApiRequest, ApiResponse, CallOptions, PreparedRequest } from './request.ts';

/**
 * Sends the requests of one client to one system. It prints as its name, the origin without path, and open or closed.
 *
 * @example
 * await using http = new HttpClient({ system: 'outline', version: '1.0.0', baseUrl: new Secret(apiUrl), tls: { certSha256 } });
 * const { body } = await http.request({ method: 'GET', route: '/access-keys/{id}', parameters: { id: '7' } });
 */
export declare class HttpClient {
  /** @throws {ConfigurationError} when an option is wrong. */
  constructor(options: HttpClientOptions);
  /** Scheme, host and port. */
  readonly origin: string;
  /** `open` until {@link HttpClient.close}. */
  readonly state: 'open' | 'closed';
  /**
   * Sends a request and reads its answer.
   *
   * @throws {HttpError} and nothing else; `outcome` says what is known about the effect.
   */
  request<Body = unknown>(request: ApiRequest<Body>, options?: CallOptions): Promise<ApiResponse<Body>>;
  /** Builds a request without sending it. */
  prepare(request: ApiRequest, options?: Pick<CallOptions, 'headers'>): PreparedRequest;
  /** How a client built on this one prints: `OutlineClient(https://192.0.2.7:443, open)`. */
  describe(name: string): string;
  /** Refuses new calls, lets those under way finish, then closes the connections, unless the transport was given. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
