import type { StreamedBody } from '../kit/exchange.ts';
import type { Change } from './history.ts';
import type { LiteLLMProxy } from './litellm-proxy.ts';
import type { Use } from './money/spend-book.ts';
import type { ArchivedKey } from './tables/archive.ts';
import type { BudgetRow } from './tables/budget-row.ts';
import type { KeyRow } from './tables/key-row.ts';
import type { MembershipRow, TeamRow } from './tables/team-row.ts';
import type { UserRow } from './tables/user-row.ts';
import { Float } from './values/json.ts';
import { keyStatus } from './keys/key-status.ts';
import type { LiveStatus } from './keys/key-status.ts';

/** Everything an emulated proxy knows, for checkers. Secrets included: they are throw-away. */
export interface LiteLLMState extends LiteLLMProxyState {
  /** In creation order. */
  readonly keys: readonly KeyState[];
  /** In the order of their deletion. */
  readonly deletedKeys: readonly ArchivedKey[];
  /** Every accepted change since the start or the last reset. */
  readonly history: readonly Change[];
}

/** The state without its longest lists. */
export interface LiteLLMProxyState {
  readonly system: 'litellm';
  readonly nowMs: number;
  readonly licensed: boolean;
  readonly database: boolean;
  readonly users: readonly UserRow[];
  readonly teams: readonly TeamRow[];
  readonly memberships: readonly MembershipRow[];
  readonly budgets: readonly BudgetRow[];
  /** Uses of keys that are not in the rows yet. */
  readonly pendingSpend: readonly Use[];
  /** Uses of keys that are. */
  readonly spendLogs: readonly Use[];
}

/** A key as the database keeps it, with its secret and what it can do now. */
export interface KeyState extends KeyRow {
  readonly secret: string | null;
  readonly status: LiveStatus;
}

/** The state as one object. */
export function litellmState(proxy: LiteLLMProxy): LiteLLMState {
  return {
    ...proxyState(proxy),
    keys: oldestFirst(proxy).map((row) => keyState(proxy, row)),
    deletedKeys: [...proxy.archive],
    history: [...proxy.history.changes],
  };
}

/** The same as JSON in pieces. Its length is counted by making it once. */
export function litellmStateJson(proxy: LiteLLMProxy): StreamedBody {
  const head = toJson({ ...proxyState(proxy), deletedKeys: proxy.archive, history: proxy.history.changes }).slice(0, -1);
  const rows = oldestFirst(proxy);
  function* chunks(): Generator<string> {
    let chunk = `${head},"keys":[`;
    let separator = '';
    for (const row of rows) {
      chunk += separator + toJson(keyState(proxy, row));
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

function oldestFirst(proxy: LiteLLMProxy): readonly KeyRow[] {
  return proxy.keys.newestFirst().toReversed();
}

function keyState(proxy: LiteLLMProxy, row: KeyRow): KeyState {
  const columns: Record<string, unknown> = {};
  for (const name in row) columns[name] = row[name as keyof KeyRow]; // defaults lie in the prototype and belong to the row
  return { ...(columns as unknown as KeyRow), secret: proxy.secrets.get(row.token) ?? null, status: keyStatus(row, proxy.clock.nowMs()) };
}

function proxyState(proxy: LiteLLMProxy): LiteLLMProxyState {
  return {
    system: 'litellm',
    nowMs: proxy.clock.nowMs(),
    licensed: proxy.settings.licensed,
    database: proxy.settings.database,
    users: [...proxy.people.users.values()],
    teams: [...proxy.people.teams.values()],
    memberships: proxy.people.memberships(),
    budgets: [...proxy.budgets.values()],
    pendingSpend: [...proxy.spend.pending],
    spendLogs: [...proxy.spend.written],
  };
}

/** Plain JSON: objects from JSON columns become objects, all numbers plain. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    if (inner instanceof Map) return Object.fromEntries(inner as ReadonlyMap<string, unknown>);
    if (inner instanceof Float) return inner.value;
    return typeof inner === 'bigint' ? Number(inner) : inner;
  });
}
