import type { StreamedBody } from '../kit/exchange.ts';
import { isExpired } from './access/credentials.ts';
import type { Session } from './access/sessions.ts';
import type { Row } from './rows/row.ts';
import { numberOf, textOf } from './rows/row.ts';
import type { Change } from './history.ts';
import { tableNames } from './tables/index.ts';
import type { VergeOSServer } from './vergeos-server.ts';

/** Everything an emulated VergeOS knows, for checkers. Secrets and passwords included: they are throw-away. */
export interface VergeOSState extends VergeOSServerState {
  /** API keys, oldest first. */
  readonly keys: readonly KeyState[];
}

/** The state without its API keys. */
interface VergeOSServerState {
  readonly system: 'vergeos';
  readonly nowMs: number;
  readonly username: string;
  /** The key that the ready line names. */
  readonly ownKey: number;
  /** The rows of all other tables by their names, oldest first. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly sessions: readonly Session[];
  /** Every accepted change since the start or the last reset. */
  readonly history: readonly Change[];
}

/** One API key. */
export interface KeyState {
  /** The row's `$key`. */
  readonly key: number;
  readonly name: string;
  readonly userKey: number;
  /** `null` when there is no such user any more. */
  readonly userName: string | null;
  readonly secret: string;
  /** Whether it opens the API now, from an address that its lists let in; `null` where that is not known. */
  readonly accepted: boolean | null;
  readonly row: Row;
}

/** The state as one object. */
export function vergeosState(server: VergeOSServer): VergeOSState {
  return { ...serverState(server), keys: Array.from(server.rows('user_api_keys').rows(), (row) => keyState(server, row)) };
}

/** The same as JSON in pieces. */
export function vergeosStateJson(server: VergeOSServer): StreamedBody {
  const head = JSON.stringify(serverState(server)).slice(0, -1);
  const rows = [...server.rows('user_api_keys').rows()];
  function* chunks(): Generator<string> {
    let chunk = `${head},"keys":[`;
    let separator = '';
    for (const row of rows) {
      chunk += separator + JSON.stringify(keyState(server, row));
      separator = ',';
      if (chunk.length < 250_000) continue;
      yield chunk;
      chunk = '';
    }
    yield `${chunk}]}`;
  }
  return { chunks };
}

function serverState(server: VergeOSServer): VergeOSServerState {
  const others = tableNames.filter((name) => name !== 'user_api_keys');
  return {
    system: 'vergeos',
    nowMs: server.nowMs,
    username: server.settings.username,
    ownKey: server.ownKey,
    tables: Object.fromEntries(others.map((name) => [name, [...server.rows(name).rows()]])),
    sessions: server.sessions.all,
    history: [...server.history.changes],
  };
}

function keyState(server: VergeOSServer, row: Row): KeyState {
  const user = server.rows('users').get(numberOf(row, 'user'));
  return {
    key: row.$key,
    name: textOf(row, 'name'),
    userKey: numberOf(row, 'user'),
    userName: user === undefined ? null : textOf(user, 'name'),
    secret: server.secrets.of(row.$key),
    accepted: accepted(row, { user, nowSeconds: server.nowSeconds }),
    row,
  };
}

function accepted(row: Row, { user, nowSeconds }: { readonly user: Row | undefined; readonly nowSeconds: number }): boolean | null {
  if (isExpired(row, nowSeconds)) return false;
  return user?.['enabled'] === true ? true : null;
}
