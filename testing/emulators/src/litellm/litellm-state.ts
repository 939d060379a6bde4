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
interface LiteLLMProxyState {
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

/** The same as JSON in pieces, made while they are sent. */
export function litellmStateJson(proxy: LiteLLMProxy): StreamedBody {
  return { chunks: () => stateChunks(proxy) };
}

function* stateChunks(proxy: LiteLLMProxy): Generator<string> {
  const head = toJson({ ...proxyState(proxy), deletedKeys: proxy.archive, history: proxy.history.changes });
  let chunk = `${head.slice(0, -1)},"keys":[`;
  let separator = '';
  for (const row of oldestFirst(proxy)) {
    chunk += separator + toJson(keyState(proxy, row));
    separator = ',';
    if (chunk.length < 250_000) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}]}`;
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

function toJson(value: object): string {
  return JSON.stringify(plain(value));
}

/** Plain values: objects from JSON columns become objects, all numbers plain, columns that a row has by default its own. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return value.length === 0 ? value : value.map(plain);
  const entries: Iterable<readonly [string, unknown]> = value instanceof Map ? (value as ReadonlyMap<string, unknown>) : columns(value);
  const object: Record<string, unknown> = {};
  for (const [name, inner] of entries) object[name] = plain(inner);
  return object;
}

function* columns(row: object): Generator<readonly [string, unknown]> {
  for (const name in row) yield [name, (row as Readonly<Record<string, unknown>>)[name]]; // inherited ones too
}
