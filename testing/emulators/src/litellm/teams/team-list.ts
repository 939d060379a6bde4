import type { Caller } from '../access/caller.ts';
import { seesEverything } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { TeamPagesQuery } from '../schema/team-schemas.ts';
import { keyAsRow } from '../tables/key-columns.ts';
import type { DeletedTeam, TeamRow } from '../tables/team-row.ts';
import { deletedTeamBody, teamAsType } from '../tables/team-row.ts';
import type { Body } from '../values/json.ts';
import { byLetters, containsLike } from '../values/text-match.ts';
import type { Asking } from '../web/endpoint.ts';
import type { HttpFailure } from '../web/failures.ts';
import { refused } from '../web/failures.ts';
import { membershipOf } from './team-info.ts';

/** All teams, or those of one user, by their alias. */
export function listTeams({ proxy, caller }: Asking, userId: string | null): readonly Record<string, Body>[] {
  const own = userId !== null && caller.userId === userId;
  if (!seesEverything(caller) && !own) throw onlyAdmins(caller);
  return teamsOf(proxy, userId).map((team) => wholeTeam(proxy, team, userId));
}

/** The same for an organization; nobody has one, but one name stands for those without any. */
export function teamsInOrganization(teams: readonly Record<string, Body>[], organization: string | null): Body {
  return organization === null || organization === 'default_organization' ? teams : [];
}

/** Teams that a user is a member of, or all, by their alias. */
export function teamsOf(proxy: LiteLLMProxy, userId: string | null): readonly TeamRow[] {
  const teams = [...proxy.people.teams.values()];
  const found = userId ? teams.filter((team) => team.members_with_roles.some((member) => member.user_id === userId)) : teams;
  return byAlias(found);
}

/** Teams in the order of their aliases; those without one come first. */
export function byAlias(teams: readonly TeamRow[]): readonly TeamRow[] {
  return teams.toSorted((one, other) => byLetters(one.team_alias ?? '', other.team_alias ?? ''));
}

/** A team with its keys and members, or only one of these. */
export function wholeTeam(proxy: LiteLLMProxy, team: TeamRow, userId: string | null): Record<string, Body> {
  const memberships = proxy.people.membershipsIn(team.team_id).filter((row) => userId === null || row.user_id === userId);
  return teamAsType(team, {
    team_memberships: memberships.map((row) => membershipOf(proxy, row)),
    keys: proxy.keys.found((row) => row.team_id === team.team_id).map((row) => keyAsRow(row)),
  });
}

/** A page of teams. */
export function teamPages({ proxy, caller }: Asking, query: TeamPagesQuery): Body {
  if (!proxy.settings.database) throw refused(500, 'No db connected. prisma client=None');
  const userId = whoseTeams(caller, query.user_id);
  if (query.status !== null && query.status !== 'deleted') {
    throw refused(400, "Invalid status value. Currently only 'deleted' is supported.");
  }
  const [size, page] = [Number(query.page_size), Number(query.page)];
  const fits = teamFilter(proxy, query, userId);
  const paged = (bodies: readonly Body[]) => ({
    teams: bodies.slice((page - 1) * size, page * size),
    total: bodies.length,
    page,
    page_size: size,
    total_pages: Math.ceil(bodies.length / size),
  });
  if (query.status === 'deleted') {
    const deleted = proxy.deletedTeams.filter(({ row }) => fits(row)).toSorted((one, other) => inOrderOf(query)(one.row, other.row));
    return paged(deleted.map((team: DeletedTeam) => deletedTeamBody(team)));
  }
  const teams = [...proxy.people.teams.values()].filter(fits).toSorted(inOrderOf(query));
  return paged(teams.map((team) => listedTeam(proxy, team)));
}

function listedTeam(proxy: LiteLLMProxy, team: TeamRow): Body {
  return teamAsType(team, {
    members_count: team.members_with_roles.length,
    keys_count: proxy.keys.found((row) => row.team_id === team.team_id).length,
    access_group_models: null,
    access_group_mcp_server_ids: null,
    access_group_agent_ids: null,
  });
}

function whoseTeams(caller: Caller, asked: string | null): string | null {
  if (seesEverything(caller)) return asked;
  if (asked === null || asked !== caller.userId) throw onlyAdmins(caller);
  return asked;
}

function teamFilter({ people }: LiteLLMProxy, query: TeamPagesQuery, userId: string | null): (team: TeamRow) => boolean {
  const user = userId ? people.user(userId) : null;
  if (userId && user === null) throw refused(404, `User not found, passed user_id=${userId}`);
  const { team_id: id, team_alias: alias, search, status } = query;
  if (user !== null && id && status !== 'deleted' && user.teams.length > 0 && !user.teams.includes(id)) {
    throw refused(404, `User is not a member of team_id=${id}`);
  }
  const likeAlias = alias ? containsLike(alias) : undefined;
  const likeSearch = search ? containsLike(search) : undefined;
  const hasId = (team: TeamRow) =>
    query.search_team_id_match === 'prefix' ? team.team_id.startsWith(search ?? '') : team.team_id === search;
  return (team) =>
    (!id || team.team_id === id) &&
    (likeAlias === undefined || likeAlias(team.team_alias)) &&
    (likeSearch === undefined || hasId(team) || likeSearch(team.team_alias)) &&
    (!query.organization_id || team.organization_id === query.organization_id) &&
    (user === null || (status === 'deleted' ? team.members.includes(user.user_id) : user.teams.includes(team.team_id)));
}

function inOrderOf({ sort_by: column, sort_order: order }: TeamPagesQuery): (one: TeamRow, other: TeamRow) => number {
  const sign = order.toLowerCase() === 'desc' ? -1 : 1;
  if (column === 'team_id') return (one, other) => sign * byLetters(one.team_id, other.team_id);
  if (column === 'created_at') return (one, other) => sign * (one.created_at - other.created_at);
  if (column !== 'team_alias') return (one, other) => other.created_at - one.created_at;
  return (one, other) =>
    sign *
    (one.team_alias === null || other.team_alias === null
      ? Number(one.team_alias === null) - Number(other.team_alias === null)
      : byLetters(one.team_alias, other.team_alias));
}

function onlyAdmins({ role }: Caller): HttpFailure {
  return refused(401, `Only admin users can query all teams/other teams. Your user role=${role}`);
}
