import type { RawCallOptions, ReadCallOptions } from './call-options.ts';
import type { Caller } from './caller.ts';
import { decodeTransferMetrics } from './transfer-metrics.ts';
import type { TransferMetrics } from './transfer-metrics.ts';

/** What the server has measured. */
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
}
