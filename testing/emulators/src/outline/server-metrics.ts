import type { EmulatorClock } from '../kit/clock.ts';
import { internalServer } from './api-error.ts';
import type { StepValues } from './metric-queries.ts';
import { increases, stepSeconds, tunnelTimeByPlace } from './metric-queries.ts';
import type { OutlineRelease } from './options.ts';
import type { Prometheus } from './prometheus.ts';
import type { Place } from './traffic.ts';

/** What /experimental/server/metrics answers. Instants are epoch seconds, whole or not. */
export interface ServerMetrics {
  readonly server: {
    readonly tunnelTime: { readonly seconds: number };
    readonly dataTransferred: { readonly bytes: number };
    readonly bandwidth: Readonly<
      Record<'current' | 'peak', { readonly data: { readonly bytes: number }; readonly timestamp: number | null }>
    >;
    readonly locations: readonly PlaceMetrics[];
  };
  readonly accessKeys: readonly KeyMetrics[];
}

interface PlaceMetrics {
  readonly location: string | undefined;
  readonly asn: number | null;
  readonly asOrg: string | null;
  readonly dataTransferred: { bytes: number };
  readonly tunnelTime: { seconds: number };
}

interface KeyMetrics {
  /** The id read as a number: NaN, shown as null, for all that do not begin with a digit. */
  readonly accessKeyId: number;
  readonly dataTransferred: { readonly bytes: number };
  readonly tunnelTime: { readonly seconds: number };
  readonly connection: {
    readonly lastTrafficSeen: number | null;
    readonly peakDeviceCount: { readonly data: number; readonly timestamp: number | null };
  };
}

/** Reads the server's metrics, remembering each query's result for five minutes. */
export class ServerMetricsReader {
  readonly #prometheus: Prometheus;
  readonly #clock: EmulatorClock;
  readonly #release: OutlineRelease;
  readonly #remembered = new Map<string, { readonly atMs: number; readonly result: unknown }>();

  constructor(prometheus: Prometheus, clock: EmulatorClock, release: OutlineRelease) {
    this.#prometheus = prometheus;
    this.#clock = clock;
    this.#release = release;
  }

  /** @throws {ApiError} 500 without Prometheus, and where no step meets data in builds after 1.12.3 */
  async read(sinceSeconds: number): Promise<ServerMetrics> {
    const nowSeconds = this.#clock.nowMs() / 1_000;
    // The end is rounded up, so it can lie in the future.
    const endSeconds = Math.ceil(nowSeconds / stepSeconds) * stepSeconds;
    const walk = { startSeconds: endSeconds - sinceSeconds, endSeconds, nowSeconds };
    const window = `${walk.startSeconds}-${endSeconds}`;
    this.#forgetOld();
    const { traffic } = this.#prometheus;
    const [bytesByKey, bytesByPlace, tunnelByKey, tunnelByPlace] = await Promise.all([
      this.#query(`bytes by key ${window}`, () => increases(traffic.keys(), 'bytes', walk)),
      this.#query(`bytes by place ${window}`, () => increases(placesOf(this.#prometheus), 'bytes', walk)),
      this.#query(`tunnel by key ${window}`, () => increases(traffic.keys(), 'tunnelSeconds', walk)),
      this.#query(`tunnel by place ${sinceSeconds}`, () => tunnelTimeByPlace(traffic, sinceSeconds, this.#clock.nowMs())),
    ]);
    if (bytesByKey.length === 0 && this.#release !== '1.12.3') throw internalServer();
    const places = placeMetrics(bytesByPlace, tunnelByPlace);
    return {
      server: {
        tunnelTime: { seconds: sum(places.map((place) => place.tunnelTime.seconds)) },
        dataTransferred: { bytes: sum(places.map((place) => place.dataTransferred.bytes)) },
        bandwidth: bandwidth(bytesByKey, nowSeconds),
        locations: places,
      },
      accessKeys: keyMetrics(bytesByKey, tunnelByKey, nowSeconds),
    };
  }

  async #query<Result>(name: string, compute: () => Result): Promise<Result> {
    const known = this.#remembered.get(name);
    if (known !== undefined) return known.result as Result; // the name fixes the kind of result
    await this.#prometheus.answers();
    const result = compute();
    this.#remembered.set(name, { atMs: this.#clock.nowMs(), result });
    return result;
  }

  #forgetOld(): void {
    for (const [name, { atMs }] of this.#remembered) {
      if (this.#clock.nowMs() - atMs > stepSeconds * 1_000) this.#remembered.delete(name);
    }
  }
}

function placesOf({ traffic }: Prometheus): Iterable<readonly [Place, ReturnType<typeof traffic.places>[number]['counters']]> {
  return traffic.places().map(({ place, counters }) => [place, counters] as const);
}

function bandwidth(byKey: readonly StepValues<string>[], nowSeconds: number): ServerMetrics['server']['bandwidth'] {
  const total = new Map<number, number>();
  for (const { values } of byKey) for (const [step, amount] of values) total.set(step, (total.get(step) ?? 0) + amount);
  const newestStep = Math.max(...byKey.map((entry) => entry.newestStep));
  const peak = peakOf(total);
  return {
    current: { data: { bytes: (total.get(newestStep) ?? 0) / stepSeconds }, timestamp: byKey.length === 0 ? null : newestStep },
    peak: { data: { bytes: peak.amount / stepSeconds }, timestamp: peak.step === null ? null : Math.min(nowSeconds, peak.step) },
  };
}

function keyMetrics(
  bytes: readonly StepValues<string>[],
  tunnel: readonly StepValues<string>[],
  nowSeconds: number,
): readonly KeyMetrics[] {
  return bytes.map(({ label, values }) => {
    const times = tunnel.find((entry) => entry.label === label)?.values ?? new Map<number, number>();
    const peak = peakOf(times);
    const newest = values.size === 0 ? null : Math.max(...values.keys());
    return {
      accessKeyId: Number.parseInt(label),
      dataTransferred: { bytes: sum(values.values()) },
      tunnelTime: { seconds: sum(times.values()) },
      connection: {
        lastTrafficSeen: newest === null ? null : Math.min(nowSeconds, newest),
        peakDeviceCount: {
          data: Math.ceil(peak.amount / stepSeconds),
          timestamp: peak.step === null ? null : Math.min(nowSeconds, peak.step),
        },
      },
    };
  });
}

function placeMetrics(
  bytes: readonly StepValues<Place>[],
  tunnel: readonly { readonly place: Place; readonly seconds: number }[],
): readonly PlaceMetrics[] {
  const metrics = new Map<string, PlaceMetrics>();
  const entry = (place: Place): PlaceMetrics => {
    const name = JSON.stringify([place.location, place.asn, place.asOrg]);
    const known = metrics.get(name);
    if (known !== undefined) return known;
    const made = {
      location: place.location,
      asn: place.asn ?? null,
      asOrg: place.asOrg ?? null,
      dataTransferred: { bytes: 0 },
      tunnelTime: { seconds: 0 },
    };
    metrics.set(name, made);
    return made;
  };
  for (const { label, values } of bytes) entry(label).dataTransferred.bytes = sum(values.values());
  for (const { place, seconds } of tunnel) entry(place).tunnelTime.seconds = seconds;
  return [...metrics.values()];
}

/** The highest step; of equal ones the newest. Nothing above zero is no peak. */
function peakOf(values: ReadonlyMap<number, number>): { readonly amount: number; readonly step: number | null } {
  let peak: { readonly amount: number; readonly step: number | null } = { amount: 0, step: null };
  for (const [step, amount] of values) {
    if (amount > peak.amount || (amount === peak.amount && peak.step !== null && step > peak.step)) peak = { amount, step };
  }
  return peak;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
