import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { HealthRequests } from './health-requests.ts';
import type { HealthCheck, HealthHistory, HealthHistoryFilter, HealthHistoryQuery, ModelHealth, ModelHealthQuery } from './model-health.ts';
import type { Licence, Readiness, ReadinessDetails } from './proxy-health.ts';
import type { Backlog, ServiceHealth, SharedHealthStatus } from './service-health.ts';
import { object } from '../values/parameter-checks.ts';

/** The most trials that the proxy shows at once. */
const mostTrialsAtOnce = 1_000;

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

  /**
   * Calls the models, which costs what such calls cost, and tells which answer. Never repeated on its own. For those who see everything.
   *
   * Source: `GET /health`
   * @throws {ModelsUnhealthyError} when the one that was named does not answer, or is not there. Of all of them at once the answer tells.
   * @throws {HttpError}
   */
  models(query: ModelHealthQuery | undefined, options: RawCallOptions): Promise<unknown>;
  models(query?: ModelHealthQuery, options?: ReadCallOptions): Promise<ModelHealth>;
  async models(query?: ModelHealthQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.models(query), options);
  }

  /**
   * Reads earlier trials of models, the newest first.
   *
   * Source: `GET /health/history`
   * @throws {HttpError}
   */
  history(query: HealthHistoryQuery | undefined, options: RawCallOptions): Promise<unknown>;
  history(query?: HealthHistoryQuery, options?: ReadCallOptions): Promise<HealthHistory>;
  async history(query?: HealthHistoryQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.history(query), options);
  }

  /**
   * Streams all earlier trials of models, the newest first. Trials that are made meanwhile push the others towards the end, so none is
   * skipped; what was given is not given again.
   *
   * Source: `GET /health/history`
   * @throws {HttpError}
   */
  async *allHistory(filter: HealthHistoryFilter = {}, options?: CallOptions): AsyncGenerator<HealthCheck, void, undefined> {
    object('a filter', filter);
    const given = new Set<string>();
    for (let offset = 0; ; offset += mostTrialsAtOnce) {
      const { health_checks: checks } = await this.history({ ...filter, limit: mostTrialsAtOnce, offset }, options);
      for (const check of checks) {
        if (given.has(check.health_check_id)) continue;
        given.add(check.health_check_id);
        yield check;
      }
      if (checks.length < mostTrialsAtOnce) return;
    }
  }

  /**
   * Reads the newest trial of each model, by the id of the deployment or the model's name.
   *
   * Source: `GET /health/latest`
   * @throws {HttpError}
   */
  latest(options: RawCallOptions): Promise<unknown>;
  latest(options?: ReadCallOptions): Promise<Readonly<Record<string, HealthCheck>>>;
  async latest(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.latest(), options);
  }

  /**
   * Sends a message on trial to a system that hears of calls or alerts: `slack`, `email`, `langfuse`, ... Never repeated on its own.
   *
   * Source: `GET /health/services`
   * @throws {InvalidRequestError} for a system that the proxy does not know, or was not set up for.
   * @throws {HttpError}
   */
  service(service: string, options: RawCallOptions): Promise<unknown>;
  service(service: string, options?: ReadCallOptions): Promise<ServiceHealth>;
  async service(service: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.service(service), options);
  }

  /**
   * Reads how many requests the process that answers has in hand.
   *
   * Source: `GET /health/backlog`
   * @throws {HttpError}
   */
  backlog(options: RawCallOptions): Promise<unknown>;
  backlog(options?: ReadCallOptions): Promise<Backlog>;
  async backlog(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.backlog(), options);
  }

  /**
   * Reads whether several proxies share the trials of their models.
   *
   * Source: `GET /health/shared-status`
   * @throws {HttpError}
   */
  sharedStatus(options: RawCallOptions): Promise<unknown>;
  sharedStatus(options?: ReadCallOptions): Promise<SharedHealthStatus>;
  async sharedStatus(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.sharedStatus(), options);
  }
}
