import type { CallOptions } from '@keyrack/http';
import type { DataLimit } from './access-key.ts';
import { checkHostname, checkPort, checkServerName, limitBody } from './arguments.ts';
import type { RawCallOptions, ReadCallOptions } from './call-options.ts';
import type { Caller } from './caller.ts';
import { decodeServerInfo } from './server-info.ts';
import type { ServerInfo } from './server-info.ts';

/** The server itself: what it says about itself, and the settings of its access keys. */
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

  /**
   * Gives the server a name, which people see in the Outline Manager.
   *
   * Source: `PUT /name`
   * @throws {ConfigurationError} unless the name has 1 to 100 UTF-16 units.
   * @throws {HttpError}
   */
  async rename(name: string, options?: CallOptions): Promise<void> {
    return this.#put('/name', { name: checkServerName(name) }, options);
  }

  /**
   * Sets the host that stands in the access URLs of new keys. Existing keys keep the old one until the server restarts.
   *
   * Source: `PUT /server/hostname-for-access-keys`
   * @param hostname - a host name or an IP address, IPv6 without brackets; no port.
   * @throws {ConfigurationError} for a text with space, slash or brackets, and for an empty one.
   * @throws {InvalidArgumentError} when the server takes it for none.
   * @throws {HttpError}
   */
  async setHostnameForAccessKeys(hostname: string, options?: CallOptions): Promise<void> {
    return this.#put('/server/hostname-for-access-keys', { hostname: checkHostname(hostname) }, options);
  }

  /**
   * Sets the port of new keys; existing ones keep theirs.
   *
   * Source: `PUT /server/port-for-new-access-keys`
   * @param port - 1 to 65535.
   * @throws {ConfigurationError} when it is out of range.
   * @throws {ConflictError} when something that is no access key listens there.
   * @throws {HttpError}
   */
  async setPortForNewAccessKeys(port: number, options?: CallOptions): Promise<void> {
    return this.#put('/server/port-for-new-access-keys', { port: checkPort(port) }, options);
  }

  /**
   * Limits every key that has no limit of its own to so many bytes within a sliding window of 30 days. Answered before it
   * is in force.
   *
   * Source: `PUT /server/access-key-data-limit`
   * @throws {ConfigurationError} unless `bytes` is a whole number of 0 or more.
   * @throws {HttpError}
   */
  async setDefaultDataLimit(limit: DataLimit, options?: CallOptions): Promise<void> {
    return this.#put('/server/access-key-data-limit', limitBody(limit), options);
  }

  /**
   * Removes the default limit, also when there is none. Limits of single keys stay.
   *
   * Source: `DELETE /server/access-key-data-limit`
   * @throws {HttpError}
   */
  async removeDefaultDataLimit(options?: CallOptions): Promise<void> {
    return this.#caller.change({ method: 'DELETE', route: '/server/access-key-data-limit' }, options);
  }

  async #put(route: string, body: object, options: CallOptions | undefined): Promise<void> {
    return this.#caller.change({ method: 'PUT', route, body }, options);
  }
}
