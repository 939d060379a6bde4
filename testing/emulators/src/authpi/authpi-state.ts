import type { StreamedBody } from '../kit/exchange.ts';
import type { AuthPIServer } from './authpi-server.ts';
import type { AccessToken } from './caller.ts';
import { kinds } from './records/kinds.ts';
import type { Fields, StoredRecord } from './records/record.ts';
import { textOf } from './records/record.ts';
import type { Change } from './history.ts';
import { statusOf, validSecrets } from './resources/api-key-fields.ts';

/** Everything an emulated AuthPI knows, for checkers. Secrets included: they are throw-away. */
export interface AuthPIState extends AuthPIServerState {
  /** API keys that were not deleted, oldest first; revoked ones are among them. */
  readonly keys: readonly KeyState[];
}

/** The state without its API keys. */
interface AuthPIServerState {
  readonly system: 'authpi';
  readonly nowMs: number;
  readonly accountId: string;
  /** The id of the key that the ready line names. */
  readonly ownKeyId: string;
  /** All other records by their kind, for example `users`, oldest first. */
  readonly records: Readonly<Record<string, readonly RecordState[]>>;
  readonly accessTokens: readonly AccessToken[];
  /** How many requests with an Idempotency-Key are being worked on. */
  readonly inFlight: number;
  /** Every accepted change since the start or the last reset. */
  readonly history: readonly Change[];
}

/** One record: what the API shows, what it hides, and what it belongs to. */
export interface RecordState {
  readonly id: string;
  readonly within: readonly string[];
  readonly fields: Fields;
  readonly hidden: Fields;
  readonly createdAtMs: number;
  readonly updatedAtMs: number | null;
}

/** One API key. */
export interface KeyState extends RecordState {
  readonly name: string;
  /** `active`, `blocked`, `revoked`, `expired` or `suspended`, as it is now. */
  readonly status: string;
  /** The secrets that are accepted now, the newest first; empty unless the key is active. */
  readonly secrets: readonly string[];
}

/** The state as one object. */
export function authpiState(server: AuthPIServer): AuthPIState {
  const keys = Array.from(server.table('api_keys').oldestFirst(), (key) => keyState(key, server.nowMs));
  return { ...serverState(server), keys };
}

/** The same as JSON in pieces. Its length is counted by making it once. */
export function authpiStateJson(server: AuthPIServer): StreamedBody {
  const head = JSON.stringify(serverState(server)).slice(0, -1);
  const { nowMs } = server;
  function* chunks(): Generator<string> {
    let chunk = `${head},"keys":[`;
    let separator = '';
    for (const key of server.table('api_keys').oldestFirst()) {
      chunk += separator + JSON.stringify(keyState(key, nowMs));
      separator = ',';
      if (chunk.length < 250_000) continue;
      yield chunk;
      chunk = '';
    }
    yield `${chunk}]}`;
  }
  let byteLength = 0;
  for (const chunk of chunks()) byteLength += Buffer.byteLength(chunk);
  return { byteLength, chunks };
}

function serverState(server: AuthPIServer): AuthPIServerState {
  const others = kinds.filter((kind) => kind !== 'api_keys');
  const records = Object.fromEntries(others.map((kind) => [kind, [...server.table(kind).oldestFirst()]]));
  return {
    system: 'authpi',
    nowMs: server.nowMs,
    accountId: server.settings.accountId,
    ownKeyId: server.settings.keyId,
    records,
    accessTokens: [...server.accessTokens.values()],
    inFlight: server.idempotencyKeys.inFlight,
    history: server.history.changes,
  };
}

function keyState(key: StoredRecord, nowMs: number): KeyState {
  const status = statusOf(key, nowMs);
  return { ...key, name: textOf(key.fields, 'name'), status, secrets: status === 'active' ? validSecrets(key, nowMs) : [] };
}
