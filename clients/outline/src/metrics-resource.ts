import { ConfigurationError, JsonReader } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from './call-options.ts';
import type { Caller } from './caller.ts';
import { metricsRoute } from './routes.ts';
import { decodeServerMetrics } from './server-metrics.ts';
import type { ServerMetrics } from './server-metrics.ts';
import { windowSeconds } from './since.ts';
import type { Since } from './since.ts';
import { decodeTransferMetrics } from './transfer-metrics.ts';
import type { TransferMetrics } from './transfer-metrics.ts';

/** What the server has measured, and whether it tells the Outline project about it. */
export class MetricsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the bytes of each key over the last 30 days. They are estimates and no counters: they can go down.
   *
   * Source: `GET /metrics/transfer`
   * @throws {ServerFailureError} when the server's Prometheus is away.
   * @throws {HttpError}
   */
  transfer(options: RawCallOptions): Promise<unknown>;
  transfer(options?: ReadCallOptions): Promise<TransferMetrics>;
  transfer(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: '/metrics/transfer' }, decodeTransferMetrics, options);
  }

  /**
   * Reads traffic, time and places of the whole server and of each key since a moment. Answers are cached by the server for
   * 5 minutes per window, and reach back at most 31 days. Whether metrics are shared makes no difference.
   *
   * Source: `GET /experimental/server/metrics?since=`, since server 1.12.0
   * @param since - a duration such as `24h`, an instant in ISO 8601, or a Date; sent as whole seconds. A server keeps 31 days, and looks back 38 at most.
   * @throws {ConfigurationError} when it is blank, not one of these, or not in the past.
   * @throws {NoMetricsError} when the server has nothing within the window, as a fresh server has, or its Prometheus is away.
   * @throws {RouteNotFoundError} on a server before 1.12.0.
   * @throws {HttpError}
   */
  server(since: Since, options: RawCallOptions): Promise<unknown>;
  server(since: Since, options?: ReadCallOptions): Promise<ServerMetrics>;
  async server(since: Since, options?: ReadCallOptions): Promise<unknown> {
    const query = { since: `${windowSeconds(since, this.#caller.nowMs())}s` };
    return this.#caller.read({ method: 'GET', route: metricsRoute, query }, decodeServerMetrics, options);
  }

  /**
   * Reads whether anonymous metrics are shared with the Outline project. It does not say whether they are measured: they are.
   *
   * Source: `GET /metrics/enabled`
   * @throws {HttpError}
   */
  isSharing(options: RawCallOptions): Promise<unknown>;
  isSharing(options?: ReadCallOptions): Promise<boolean>;
  isSharing(options?: ReadCallOptions): Promise<unknown> {
    const decode = (body: unknown): boolean => JsonReader.of(body).boolean('metricsEnabled') ?? false;
    return this.#caller.read({ method: 'GET', route: '/metrics/enabled' }, decode, options);
  }

  /**
   * Says whether to share anonymous metrics with the Outline project.
   *
   * Source: `PUT /metrics/enabled`
   * @throws {ConfigurationError} for anything but a boolean.
   * @throws {HttpError}
   */
  async setSharing(metricsEnabled: boolean, options?: CallOptions): Promise<void> {
    if (typeof metricsEnabled !== 'boolean') throw new ConfigurationError('outline', 'whether to share metrics is true or false');
    return this.#caller.change({ method: 'PUT', route: '/metrics/enabled', body: { metricsEnabled } }, options);
  }
}
