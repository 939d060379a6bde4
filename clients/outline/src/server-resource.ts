import type { RawCallOptions, ReadCallOptions } from './call-options.ts';
import type { Caller } from './caller.ts';
import { decodeServerInfo } from './server-info.ts';
import type { ServerInfo } from './server-info.ts';

/** The server itself. */
export class ServerResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads what the server says about itself. It is also the way to tell a wrong secret path from a missing feature.
   *
   * Source: `GET /server`
   * @throws {RouteNotFoundError} when the secret path of `apiUrl` is wrong.
   * @throws {HttpError}
   */
  get(options: RawCallOptions): Promise<unknown>;
  get(options?: ReadCallOptions): Promise<ServerInfo>;
  get(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: '/server' }, decodeServerInfo, options);
  }
}
