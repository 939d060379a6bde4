import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { decodeLicence, decodeReadiness, decodeReadinessDetails } from './proxy-health.ts';
import type { Licence, Readiness, ReadinessDetails } from './proxy-health.ts';

/** The proxy itself. */
export class HealthResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Asks whether the proxy is ready. Needs no key.
   *
   * Source: `GET /health/readiness`
   * @throws {HttpError}
   */
  readiness(options: RawCallOptions): Promise<unknown>;
  readiness(options?: ReadCallOptions): Promise<Readiness>;
  readiness(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: '/health/readiness', decode: decodeReadiness }, options);
  }

  /**
   * The same with the proxy's version, for any key.
   *
   * Source: `GET /health/readiness/details`
   * @throws {UnauthorizedError}
   * @throws {HttpError}
   */
  details(options: RawCallOptions): Promise<unknown>;
  details(options?: ReadCallOptions): Promise<ReadinessDetails>;
  details(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: '/health/readiness/details', decode: decodeReadinessDetails }, options);
  }

  /**
   * Asks what the proxy is licensed for, for any key.
   *
   * Source: `GET /health/license`
   * @throws {UnauthorizedError}
   * @throws {HttpError}
   */
  licence(options: RawCallOptions): Promise<unknown>;
  licence(options?: ReadCallOptions): Promise<Licence>;
  licence(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: '/health/license', decode: decodeLicence }, options);
  }
}
