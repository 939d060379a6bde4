import { JsonReader } from '@keyrack/http';

/** Traffic and the time that connections were open; both can have fractions, since the server derives them from samples. */
export interface TrafficMetrics {
  readonly bytes: number;
  readonly tunnelSeconds: number;
}

/** Bytes per second at a moment; null where the server knows none. */
export interface BandwidthMetrics {
  readonly bytesPerSecond: number | null;
  /** Epoch milliseconds; that of the current bandwidth can lie up to 5 minutes in the future. */
  readonly atMs: number | null;
}

/** Traffic by where it came from. */
export interface LocationMetrics extends TrafficMetrics {
  /** A country's two letters, `XL` for local, `ZZ` for unknown; null when the server has no country database. */
  readonly location: string | null;
  /** The number of the autonomous system. */
  readonly asn: number | null;
  readonly asOrganization: string | null;
}

/** Traffic of one key, under the number that the server makes of its id: see {@link matchKeyMetrics}. */
export interface KeyMetrics extends TrafficMetrics {
  /** Null for every id that does not begin with a digit. */
  readonly accessKeyNumber: number | null;
  /** Epoch milliseconds of the last traffic. */
  readonly lastTrafficAtMs: number | null;
  /** The most devices at once. */
  readonly peakDeviceCount: number | null;
  /** Epoch milliseconds. */
  readonly peakDeviceCountAtMs: number | null;
}

/** What a server measured within a window. Keys without traffic are not in it. */
export interface ServerMetrics {
  readonly server: TrafficMetrics & {
    readonly currentBandwidth: BandwidthMetrics;
    readonly peakBandwidth: BandwidthMetrics;
    readonly locations: readonly LocationMetrics[];
  };
  readonly accessKeys: readonly KeyMetrics[];
}

/** @throws {DecodeError} when the answer is not an object. Whatever is missing in it is null, zero or an empty list. */
export function decodeServerMetrics(body: unknown): ServerMetrics {
  const reader = JsonReader.of(body);
  const server = reader.object('server');
  const bandwidth = server?.object('bandwidth');
  return {
    server: {
      ...readTraffic(server),
      currentBandwidth: readBandwidth(bandwidth?.object('current')),
      peakBandwidth: readBandwidth(bandwidth?.object('peak')),
      locations: objectsIn(server, 'locations').map(readLocation),
    },
    accessKeys: objectsIn(reader, 'accessKeys').map(readKeyMetrics),
  };
}

/** A release candidate had other forms here, so what is not a list counts as an empty one. */
function objectsIn(reader: JsonReader | undefined, name: string): readonly JsonReader[] {
  const list = reader?.unknown(name);
  return Array.isArray(list)
    ? list.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item)).map((item) => JsonReader.of(item))
    : [];
}

function readTraffic(reader: JsonReader | undefined): TrafficMetrics {
  return {
    bytes: reader?.object('dataTransferred')?.number('bytes') ?? 0,
    tunnelSeconds: reader?.object('tunnelTime')?.number('seconds') ?? 0,
  };
}

function readBandwidth(reader: JsonReader | undefined): BandwidthMetrics {
  return { bytesPerSecond: reader?.object('data')?.number('bytes') ?? null, atMs: readSeconds(reader, 'timestamp') };
}

function readLocation(reader: JsonReader): LocationMetrics {
  return {
    ...readTraffic(reader),
    location: reader.text('location') ?? null,
    asn: reader.number('asn') ?? null,
    asOrganization: reader.text('asOrg') ?? null,
  };
}

function readKeyMetrics(reader: JsonReader): KeyMetrics {
  const connection = reader.object('connection');
  const peak = connection?.object('peakDeviceCount');
  return {
    ...readTraffic(reader),
    accessKeyNumber: reader.number('accessKeyId') ?? null,
    // 1.12.0 had another name for it.
    lastTrafficAtMs: readSeconds(connection, 'lastTrafficSeen') ?? readSeconds(connection, 'lastConnected'),
    peakDeviceCount: peak?.number('data') ?? null,
    peakDeviceCountAtMs: readSeconds(peak, 'timestamp'),
  };
}

/** The server counts seconds, with or without fractions. */
function readSeconds(reader: JsonReader | undefined, name: string): number | null {
  const seconds = reader?.number(name);
  return seconds === undefined ? null : Math.round(seconds * 1_000);
}
