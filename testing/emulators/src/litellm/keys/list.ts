import { seesEverything } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { archivedBody } from '../tables/archive.ts';
import type { ArchivedKey } from '../tables/archive.ts';
import { keyAsListed } from '../tables/key-columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { newest } from '../tables/key-table.ts';
import { objectPermissionAsType } from '../tables/object-permission.ts';
import type { UserRow } from '../tables/user-row.ts';
import { userAsWholeRow } from '../tables/user-row.ts';
import type { Body } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import type { Asking } from '../web/endpoint.ts';
import { forbidden, HttpFailure, refused } from '../web/failures.ts';
import { maySeeKey } from './key-access.ts';
import type { ListQuery } from './list-filters.ts';
import { listFilters } from './list-filters.ts';

const statuses = ['active', 'expired', 'revoked', 'deleted'];
const sortColumns = ['spend', 'max_budget', 'created_at', 'updated_at', 'token', 'key_alias'] as const;
type SortColumn = (typeof sortColumns)[number];

/** A page of keys. */
export function listKeys(asking: Asking, query: ListQuery): Body {
  const { proxy, caller } = asking;
  checkWords(query);
  const user = seesEverything(caller) ? null : askingUser(asking, query);
  const userId = query.user_id || (seesEverything(caller) ? null : caller.userId);
  const partsOfUserIds = query.substring_matching && seesEverything(caller);
  const filters = listFilters({ proxy, query, caller, user, userId, partsOfUserIds });
  const fits = (row: KeyRow) => filters.every((filter) => filter(row));
  const order = sorting(query);
  const deleted = query.status === 'deleted';
  const found = deleted ? deletedKeys(proxy, fits, order ?? newest) : liveKeys(proxy, filters.length === 0 ? undefined : fits, order);
  const [size, page] = [Number(query.size), Number(query.page)];
  const shown = found.slice((page - 1) * size, page * size);
  const whole = query.return_full_object || (query.expand ?? []).includes('user');
  return {
    keys: shown.map((entry) => (whole ? wholeKey(proxy, entry, query) : rowOf(entry).token)),
    total_count: found.length,
    current_page: page,
    total_pages: Math.ceil(found.length / size),
  };
}

type Entry = KeyRow | ArchivedKey;

function rowOf(entry: Entry): KeyRow {
  return 'row' in entry ? entry.row : entry;
}

function checkWords(query: ListQuery): void {
  if (query.status !== null && !statuses.includes(query.status)) {
    throw refused(400, "Invalid status value. Supported: 'active', 'expired', 'revoked', 'deleted'.");
  }
  if (query.expires !== null && query.expires !== 'active' && query.expires !== 'expired') {
    throw refused(400, "Invalid expires value. Supported: 'active', 'expired'.");
  }
}

/** The user who asks, when it may ask for that. @throws {ProxyFailure} 403 */
function askingUser(asking: Asking, query: ListQuery): UserRow {
  const { proxy, caller } = asking;
  const { user } = caller;
  if (user === null)
    throw forbidden("You are not authorized to access this endpoint. No 'user_id' is associated with your API key.", 'user_id');
  if (query.user_id && query.user_id !== user.user_id) throw forbidden("You are not authorized to check another user's keys", 'user_id');
  if (query.team_id && !user.teams.includes(query.team_id)) throw forbidden("You are not authorized to check this team's keys", 'team_id');
  if (query.organization_id) throw forbidden("You are not authorized to check this organization's keys", 'organization_id');
  if (query.key_hash) {
    const row = proxy.keys.get(query.key_hash);
    if (row === undefined) throw forbidden('Key Hash not found.', 'key_hash');
    if (!maySeeKey(asking, row, query.key_hash)) {
      throw new HttpFailure(403, `You are not allowed to access this key's info. Your role=${caller.role}`);
    }
  }
  return user;
}

function liveKeys(proxy: LiteLLMProxy, fits: ((row: KeyRow) => boolean) | undefined, order: Order | undefined): readonly KeyRow[] {
  if (order !== undefined) return proxy.keys.found(fits ?? (() => true)).toSorted(order);
  const all = proxy.keys.newestFirst();
  return fits === undefined ? all : all.filter(fits);
}

function deletedKeys(proxy: LiteLLMProxy, fits: (row: KeyRow) => boolean, order: Order): readonly ArchivedKey[] {
  return proxy.archive.filter(({ row }) => fits(row)).toSorted((one, other) => order(one.row, other.row));
}

type Order = (one: KeyRow, other: KeyRow) => number;

/** The order that is asked for; the direction is looked at only with a column. @throws {HttpFailure} 400 */
function sorting({ sort_by: column, sort_order: direction }: ListQuery): Order | undefined {
  if (column === null) return undefined;
  const known = sortColumns.find((name) => name === column);
  if (known === undefined) throw refused(400, `Invalid sort column. Must be one of: ${sortColumns.join(', ')}`);
  const wanted = direction.toLowerCase();
  if (wanted !== 'asc' && wanted !== 'desc') throw refused(400, "Invalid sort order. Must be 'asc' or 'desc'");
  return (one, other) => compared(one[known], other[known], wanted);
}

/** Nothing counts as more than anything. */
function compared(one: KeyRow[SortColumn], other: KeyRow[SortColumn], direction: 'asc' | 'desc'): number {
  const sign = direction === 'asc' ? 1 : -1;
  if (one === null || other === null) return sign * (Number(one === null) - Number(other === null));
  if (typeof one === 'string' && typeof other === 'string') return sign * byLetters(one, other);
  return sign * (Number(one) - Number(other));
}

function wholeKey(proxy: LiteLLMProxy, entry: Entry, query: ListQuery): Body {
  if ('row' in entry) return archivedBody(entry);
  const relations: Record<string, Body> = {
    litellm_budget_table: proxy.budgetOf(entry),
    object_permission: objectPermissionAsType(proxy.objectPermissionOf(entry)),
  };
  if ((query.expand ?? []).includes('user')) {
    const user = proxy.people.user(entry.user_id);
    const creator = proxy.people.user(entry.created_by);
    if (user !== null) relations['user'] = userAsWholeRow(user);
    if (creator !== null) {
      relations['created_by_user'] = { user_id: creator.user_id, user_email: creator.user_email, user_alias: creator.user_alias };
    }
  }
  return keyAsListed(entry, relations);
}
