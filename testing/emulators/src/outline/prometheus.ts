import type { EmulatorClock } from '../kit/clock.ts';
import { internalServer } from './api-error.ts';
import type { TrafficRecord } from './traffic.ts';
import { TrafficStore } from './traffic.ts';

/** How the server's Prometheus is: it answers, refuses connections, or takes them and never answers. */
export type PrometheusMode = 'up' | 'down' | 'hanging';

/** How its estimates are: always the same, or going up and down between two calls as the real ones do. */
export type EstimateMode = 'steady' | 'fluctuating';

/** The window of /metrics/transfer and of data limits. */
export const thirtyDaysMs = 30 * 86_400_000;

/** How far estimates were seen to fall between two calls: 6474, then 6049. */
const fluctuation = 6049 / 6474;

/** The server's Prometheus: it keeps the traffic, and can be away. */
export class Prometheus {
  readonly traffic = new TrafficStore();
  estimates: EstimateMode = 'steady';
  readonly #clock: EmulatorClock;
  #mode: PrometheusMode = 'up';
  #waiting: (() => void)[] = [];
  #reads = 0;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  get mode(): PrometheusMode {
    return this.#mode;
  }

  /** Lets it go away, hang or come back. Calls that hang go on when it no longer does. */
  setMode(mode: PrometheusMode): void {
    this.#mode = mode;
    if (mode === 'hanging') return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  /** Resolves when Prometheus answers. The server has no time limit of its own for that. @throws {ApiError} 500 when it is down */
  async answers(): Promise<void> {
    while (this.#mode === 'hanging') await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#mode === 'down') throw internalServer();
  }

  /** Counts traffic in. */
  feed(record: TrafficRecord): void {
    this.traffic.add({ ...record, atMs: record.atMs ?? this.#clock.nowMs() });
  }

  /** Bytes by key id over the thirty days before `nowMs`; ids without any are left out. */
  transfer(nowMs = this.#clock.nowMs()): Record<string, number> {
    this.#reads += 1;
    const factor = this.estimates === 'fluctuating' && this.#reads % 2 === 0 ? fluctuation : 1;
    const usage: Record<string, number> = {};
    for (const [keyId, bytes] of this.used(nowMs)) {
      const estimate = Math.round(bytes * factor);
      if (estimate !== 0) usage[keyId] = estimate;
    }
    return usage;
  }

  /** Exact bytes by key id over the thirty days before `nowMs`. */
  *used(nowMs: number): Generator<readonly [keyId: string, bytes: number]> {
    for (const [keyId, { bytes }] of this.traffic.keys()) yield [keyId, bytes.between(nowMs - thirtyDaysMs, nowMs)];
  }

  /** The proxy's process ended and began anew. */
  serverRestarted(): void {
    this.traffic.end(this.#clock.nowMs());
  }
}
