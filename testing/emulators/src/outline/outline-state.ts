import type { StreamedBody } from '../kit/exchange.ts';
import type { AccessKey, DataLimit } from './access-key.ts';
import { accessUrl } from './access-key.ts';
import type { Change } from './history.ts';
import type { OutlineServer } from './outline-server.ts';
import type { PrometheusMode } from './prometheus.ts';

/** Everything an emulated Outline server knows, for checkers. Passwords included: they are throw-away. */
export interface OutlineState extends OutlineServerState {
  /** In creation order. */
  readonly keys: readonly KeyState[];
  /** Every accepted change since the start or the last reset. */
  readonly history: readonly Change[];
}

/** The state without its lists. */
interface OutlineServerState {
  readonly system: 'outline';
  readonly nowMs: number;
  readonly serverId: string;
  readonly name: string;
  readonly version: string;
  readonly createdTimestampMs: number;
  readonly metricsEnabled: boolean;
  readonly hostname: string;
  readonly portForNewAccessKeys: number;
  readonly defaultDataLimit: DataLimit | null;
  /** The id that the next POST tries first. */
  readonly nextId: number;
  readonly prometheus: PrometheusMode;
  /** Why the process died, or `null` while it runs. */
  readonly crashed: string | null;
  /** Bytes by key id over the last thirty days, exact. Ids of deleted keys stay. */
  readonly usedBytes: Readonly<Record<string, number>>;
}

/** One key and what the proxy does with it. */
export interface KeyState extends AccessKey {
  readonly accessUrl: string;
  /** Whether the proxy lets the key in, as the last look at the limits left it. */
  readonly accepted: boolean;
}

/** The state as one object. */
export function outlineState(server: OutlineServer, nowMs: number, crashed: string | null): OutlineState {
  const state = serverState(server, nowMs, crashed); // catches up with the limits before the keys are looked at
  const keys = Array.from(server.keys.snapshot(), (key) => keyState(server, key));
  return { ...state, keys, history: [...server.history.changes] };
}

/** The same as JSON in pieces. */
export function outlineStateJson(server: OutlineServer, nowMs: number, crashed: string | null): StreamedBody {
  const head = JSON.stringify({ ...serverState(server, nowMs, crashed), history: server.history.changes }).slice(0, -1);
  const keys = server.keys.snapshot();
  function* chunks(): Generator<string> {
    let chunk = `${head},"keys":[`;
    let separator = '';
    for (const key of keys) {
      chunk += separator + JSON.stringify(keyState(server, key));
      separator = ',';
      if (chunk.length < 250_000) continue;
      yield chunk;
      chunk = '';
    }
    yield `${chunk}]}`;
  }
  return { chunks };
}

function serverState(server: OutlineServer, nowMs: number, crashed: string | null): OutlineServerState {
  server.enforcement.catchUp();
  return {
    system: 'outline',
    nowMs,
    serverId: server.serverId,
    name: server.name ?? 'Outline Server',
    version: server.version,
    createdTimestampMs: server.createdTimestampMs,
    metricsEnabled: server.metricsEnabled,
    hostname: server.hostname,
    portForNewAccessKeys: server.portForNewKeys,
    defaultDataLimit: server.defaultLimit ?? null,
    nextId: server.nextId,
    prometheus: server.prometheus.mode,
    crashed,
    usedBytes: Object.fromEntries(server.prometheus.used(nowMs)),
  };
}

function keyState(server: OutlineServer, key: AccessKey): KeyState {
  return { ...key, accessUrl: accessUrl(key), accepted: server.enforcement.accepts(key.id) };
}
