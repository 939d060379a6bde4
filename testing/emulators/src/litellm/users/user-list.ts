import { seesEverything } from '../access/caller.ts';
import type { UserListQuery } from '../schema/user-schemas.ts';
import type { UserRow } from '../tables/user-row.ts';
import { userAsType } from '../tables/user-row.ts';
import type { Body } from '../values/json.ts';
import { byLetters, containsLike } from '../values/text-match.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

const sortColumns = ['user_id', 'user_email', 'created_at', 'spend', 'user_alias', 'user_role'] as const;

/** A page of users with the number of their keys. */
export function listUsers({ proxy, caller }: Asking, query: UserListQuery): Body {
  if (!proxy.settings.database) throw refused(500, 'No db connected. prisma client=None');
  if (!seesEverything(caller)) throw refused(403, 'Only proxy admins and organization admins can list users.');
  const [size, page] = [Number(query.page_size), Number(query.page)];
  const order = sorting(query);
  const found = [...proxy.people.users.values()].filter(userFilter(query)).toSorted(order);
  return {
    users: found
      .slice((page - 1) * size, page * size)
      .map((user) => userAsType(user, { key_count: proxy.keys.found((row) => row.user_id === user.user_id).length })),
    total: found.length,
    page,
    page_size: size,
    total_pages: Math.ceil(found.length / size),
  };
}

function userFilter(query: UserListQuery): (user: UserRow) => boolean {
  const ids = listed(query.user_ids);
  const ssoIds = query.sso_user_ids === null ? null : listed(query.sso_user_ids);
  const oneId = ids.length === 1 && ids[0] !== undefined ? containsLike(ids[0]) : undefined;
  const likeEmail = query.user_email === null ? undefined : containsLike(query.user_email);
  const likeSearch = query.search ? containsLike(query.search) : undefined;
  const organizations = listed(query.organization_ids);
  return (user) =>
    (!query.role || user.user_role === query.role) &&
    (oneId !== undefined ? oneId(user.user_id) : !query.user_ids || ids.includes(user.user_id)) &&
    (likeEmail === undefined || likeEmail(user.user_email)) &&
    (query.team === null || user.teams.includes(query.team)) &&
    (ssoIds === null || (user.sso_user_id !== null && ssoIds.includes(user.sso_user_id))) &&
    (likeSearch === undefined || likeSearch(user.user_id) || likeSearch(user.user_email)) &&
    organizations.length === 0; // nobody is a member of any
}

/** The order that is asked for, else the newest first. Nothing counts as more than anything. @throws {HttpFailure} 400 */
function sorting({ sort_by: column, sort_order: direction }: UserListQuery): (one: UserRow, other: UserRow) => number {
  if (column === null) return (one, other) => other.created_at - one.created_at;
  const known = sortColumns.find((name) => name === column);
  if (known === undefined) throw refused(400, `Invalid sort column. Must be one of: ${sortColumns.join(', ')}`);
  const wanted = direction.toLowerCase();
  if (wanted !== 'asc' && wanted !== 'desc') throw refused(400, "Invalid sort order. Must be 'asc' or 'desc'");
  const sign = wanted === 'asc' ? 1 : -1;
  return (one, other) => {
    const [a, b] = [one[known], other[known]];
    if (a === null || b === null) return sign * (Number(a === null) - Number(b === null));
    return sign * (typeof a === 'string' ? byLetters(a, String(b)) : Number(a) - Number(b));
  };
}

function listed(text: string | null): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
