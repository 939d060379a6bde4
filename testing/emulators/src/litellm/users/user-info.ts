import { seesEverything } from '../access/caller.ts';
import { isTeamAdmin } from '../access/team-permissions.ts';
import { keyAsType, keyWithPlainExpiry } from '../tables/key-columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { objectPermissionAsType } from '../tables/object-permission.ts';
import type { TeamRow } from '../tables/team-row.ts';
import { teamAsType } from '../tables/team-row.ts';
import type { UserRow } from '../tables/user-row.ts';
import { userAsRow, userInShort } from '../tables/user-row.ts';
import { byAlias, teamsOf, wholeTeam } from '../teams/team-list.ts';
import type { Body } from '../values/json.ts';
import { Float, Instant } from '../values/json.ts';
import { localTime } from '../values/time-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, ProxyFailure } from '../web/failures.ts';
import { noDatabase } from '../teams/team-info.ts';

/** One user with its keys and teams; for admins who name nobody, all keys and all teams. */
export function userInfo(asking: Asking, asked: string | null): Body {
  const { proxy, caller } = asking;
  if (asked !== null && !seesEverything(caller) && asked !== caller.userId) {
    const message = `key not allowed to access this user's info. user_id=${asked}, key's user_id=${caller.userId ?? 'None'}`;
    throw new ProxyFailure(message, { status: 403, type: 'auth_error', param: 'None' });
  }
  if (!proxy.settings.database) throw new PlainFailure(noDatabase);
  if (asked === null && seesEverything(caller)) return everything(asking);
  const userId = asked ?? caller.userId;
  const user = proxy.people.user(userId);
  if (user === null) throw new HttpFailure(404, `User ${userId ?? 'None'} not found`);
  const joined = teamsOf(proxy, user.user_id);
  const others = user.teams.flatMap((id) => (joined.some((team) => team.team_id === id) ? [] : (proxy.people.team(id) ?? [])));
  return {
    user_id: userId,
    user_info: { ...userAsRow(user, { organization_memberships: [] }), model_max_budget_usage: {} },
    keys: proxy.keys
      .found((row) => row.user_id === user.user_id)
      .map((row) => ({ ...keyWithPlainExpiry(row), team_alias: teamAlias(row, joined) })),
    teams: byAlias([...joined, ...others]).map((team) => wholeTeam(proxy, team, user.user_id)),
  };
}

/** One user in short, for itself, for admins, and for admins of a team it is in. */
export function userInfoInShort(asking: Asking, asked: string | null): Body {
  const { proxy, caller } = asking;
  const userId = asked ?? caller.userId;
  if (userId === null) {
    throw new HttpFailure(400, 'user_id is required. Either pass it as a query parameter or authenticate with a user-bound key.');
  }
  const user = proxy.people.user(userId);
  if (user === null || !(seesEverything(caller) || caller.userId === userId || isInTeamOf(asking, user))) {
    throw new HttpFailure(404, `User not found: ${userId}`);
  }
  return userInShort(user, {
    object_permission: objectPermissionAsType(proxy.objectPermissionOf(user)),
    model_max_budget: user.model_max_budget,
    model_max_budget_usage: {},
  });
}

function isInTeamOf({ proxy, caller }: Asking, user: UserRow): boolean {
  return (caller.user?.teams ?? []).some((id) => {
    const team = proxy.people.team(id);
    return team !== null && isTeamAdmin(team, caller) && user.teams.includes(id);
  });
}

/** The alias of a key's team, and a text for keys of no team. */
function teamAlias(row: KeyRow, teams: readonly TeamRow[]): Body {
  if (row.team_id === null) return 'None';
  return teams.find((team) => team.team_id === row.team_id)?.team_alias ?? null;
}

/** All keys and all teams, read past the proxy's types: instants have no zone. */
function everything({ proxy, caller }: Asking): Body {
  const user = proxy.people.user(caller.userId);
  const teams = byAlias([...proxy.people.teams.values()]);
  return {
    user_id: caller.userId,
    user_info: user === null ? null : userAsRow(user, { organization_memberships: [] }),
    keys: proxy.keys
      .found(() => true)
      .map((row) => ({ ...withoutZones(keyAsType(row)), expires: rawTime(row.expires), team_alias: teamAlias(row, teams) })),
    teams: teams.map((team) => withoutZones(teamAsType(team))),
  };
}

function withoutZones(body: Record<string, Body>): Record<string, Body> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, value instanceof Instant ? localTime(value) : plainInside(value)]),
  );
}

/** Numbers inside of JSON columns lose their kind on that way. */
function plainInside(value: Body): Body {
  if (Array.isArray(value)) return value.map((item: Body) => plainNumbers(item));
  return value instanceof Map ? plainNumbers(value) : value;
}

function plainNumbers(value: Body): Body {
  if (value instanceof Float) return Number.isInteger(value.value) ? value.value : value;
  if (Array.isArray(value)) return value.map((item: Body) => plainNumbers(item));
  return value instanceof Map
    ? new Map(Array.from(value as ReadonlyMap<string, Body>, ([name, item]) => [name, plainNumbers(item)]))
    : value;
}

function rawTime(instantMs: number | null): string | null {
  return instantMs === null ? null : localTime(Instant.ofMs(instantMs)).replace(/(\.\d*?)0+$/, '$1');
}
