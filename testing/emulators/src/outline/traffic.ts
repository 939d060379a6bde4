import { WindowedSum } from './windowed-sum.ts';

/** Traffic that a proxy would have counted. */
export interface TrafficRecord {
  /** The key's id; `""` is traffic that no key was proved for, and ids of deleted keys are fine. */
  readonly keyId: string;
  /** What left the server, in bytes. */
  readonly bytes: number;
  /** How long connections were open, in seconds, summed over devices. @default 0 */
  readonly tunnelSeconds?: number;
  /** When, in epoch milliseconds. @default now */
  readonly atMs?: number;
  /** A country code, `XL` for local or `ZZ` for unknown. @default none, as without a country database */
  readonly location?: string;
  /** The number of the network. */
  readonly asn?: number;
  /** The name of the network. */
  readonly asOrg?: string;
}

/** Counters that Prometheus keeps under one label. They begin with their first traffic and end with the process. */
export interface Counters {
  readonly bytes: WindowedSum;
  readonly tunnelSeconds: WindowedSum;
  /** The instant of the first traffic, in epoch milliseconds. */
  bornMs: number;
  /** When the process last stopped feeding it; `Infinity` while it runs. */
  endedMs: number;
}

/** Where traffic came from. */
export interface Place {
  readonly location: string | undefined;
  readonly asn: number | undefined;
  readonly asOrg: string | undefined;
}

/** All traffic, by key and by place. */
export class TrafficStore {
  readonly #byKey = new Map<string, Counters>();
  readonly #byPlace = new Map<string, { readonly place: Place; readonly counters: Counters }>();

  /** Counts traffic in. */
  add(record: TrafficRecord & { readonly atMs: number }): void {
    const { location, asn, asOrg } = record;
    const byKey = this.#byKey.get(record.keyId) ?? emptyCounters();
    this.#byKey.set(record.keyId, byKey);
    const placeKey = JSON.stringify([location, asn, asOrg]);
    const byPlace = this.#byPlace.get(placeKey) ?? { place: { location, asn, asOrg }, counters: emptyCounters() };
    this.#byPlace.set(placeKey, byPlace);
    for (const counters of [byKey, byPlace.counters]) {
      counters.bytes.add(record.atMs, record.bytes);
      counters.tunnelSeconds.add(record.atMs, record.tunnelSeconds ?? 0);
      counters.bornMs = Math.min(counters.bornMs, record.atMs);
      counters.endedMs = Number.POSITIVE_INFINITY;
    }
  }

  /** Ids with any traffic, in the order of Prometheus: by text, unauthenticated last. */
  keys(): readonly (readonly [keyId: string, counters: Counters])[] {
    return [...this.#byKey].toSorted(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
  }

  /** Places with any traffic: those with a network first, then without a country, then by country. */
  places(): readonly { readonly place: Place; readonly counters: Counters }[] {
    const rank = ({ place }: { readonly place: Place }) =>
      [place.asn === undefined ? '1' : '0', place.location ?? '', place.asOrg ?? ''].join('\n');
    return [...this.#byPlace.values()].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }

  /** What a key used in a window, in bytes. */
  usedBytes(keyId: string, fromMs: number, toMs: number): number {
    return this.#byKey.get(keyId)?.bytes.between(fromMs, toMs) ?? 0;
  }

  /** The process stopped: what it counted is kept, but its counters are no longer fed. */
  end(atMs: number): void {
    for (const counters of [...this.#byKey.values(), ...[...this.#byPlace.values()].map((entry) => entry.counters)]) {
      counters.endedMs = Math.min(counters.endedMs, atMs);
    }
  }
}

function emptyCounters(): Counters {
  return {
    bytes: new WindowedSum(),
    tunnelSeconds: new WindowedSum(),
    bornMs: Number.POSITIVE_INFINITY,
    endedMs: Number.POSITIVE_INFINITY,
  };
}
