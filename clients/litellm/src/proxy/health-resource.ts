import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller, LiteLLMRequest } from '../caller.ts';
import { decodeLicence, decodeReadiness, decodeReadinessDetails } from './proxy-health.ts';
import type { Licence, Readiness, ReadinessDetails } from './proxy-health.ts';

/** Builds the requests about the proxy itself; {@link HealthResource} says what each does. */
export class HealthRequests {
  async readiness(): Promise<LiteLLMRequest<Readiness>> {
    return { method: 'GET', route: '/health/readiness', decode: decodeReadiness };
  }

  async details(): Promise<LiteLLMRequest<ReadinessDetails>> {
    return { method: 'GET', route: '/health/readiness/details', decode: decodeReadinessDetails };
  }

  async licence(): Promise<LiteLLMRequest<Licence>> {
    return { method: 'GET', route: '/health/license', decode: decodeLicence };
  }

  async liveness(): Promise<LiteLLMRequest<void>> {
    return { method: 'GET', route: '/health/liveliness', decode: () => undefined };
  }
}

/** The proxy itself. */
export class HealthResource {
  readonly #caller: Caller;
  readonly #requests: HealthRequests;

  constructor(caller: Caller, requests: HealthRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Asks whether the proxy's process answers at all, with or without its database. Needs no key.
   *
   * Source: `GET /health/liveliness`
   * @throws {HttpError} when it does not.
   */
  async liveness(options?: CallOptions): Promise<void> {
    await this.#caller.read(await this.#requests.liveness(), options);
  }

  /**
   * Asks whether the proxy is ready. Needs no key.
   *
   * Source: `GET /health/readiness`
   * @throws {HttpError}
   */
  readiness(options: RawCallOptions): Promise<unknown>;
  readiness(options?: ReadCallOptions): Promise<Readiness>;
  async readiness(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.readiness(), options);
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
  async details(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.details(), options);
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
  async licence(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.licence(), options);
  }
}
