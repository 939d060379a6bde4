import type { Caller } from '../access/caller.ts';
import { isTeamAdmin } from '../access/team-permissions.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Given } from '../schema/schema.ts';
import type { listSchema } from '../schema/key-schemas.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { memberOf } from '../tables/people-tables.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { UserRow } from '../tables/user-row.ts';
import { containsLike } from '../values/text-match.ts';
import { keyStatus } from './key-status.ts';

type Filter = (row: KeyRow) => boolean;

/** A query for keys, read. */
export type ListQuery = Given<typeof listSchema.fields>['values'];

/** What a list is for: the query, who asks, whose keys are meant after all. */
export interface Listing {
  readonly proxy: LiteLLMProxy;
  readonly query: ListQuery;
  readonly caller: Caller;
  /** The asking user's row; null for those who see everything. */
  readonly user: UserRow | null;
  readonly userId: string | null;
  /** Whether parts of a user's id may be asked for. */
  readonly partsOfUserIds: boolean;
}

/** Every filter of a listing; all must hold. None means that every key fits. */
export function listFilters(listing: Listing): readonly Filter[] {
  const { proxy, query } = listing;
  const nowMs = proxy.clock.nowMs();
  const filters: Filter[] = [];
  const whose = ownerFilter(listing);
  if (whose !== undefined) filters.push(whose);
  if (query.key_alias) {
    const contains = query.substring_matching ? containsLike(query.key_alias) : undefined;
    filters.push((row) => (contains === undefined ? row.key_alias === query.key_alias : contains(row.key_alias)));
  }
  if (query.key_hash) filters.push((row) => row.token === query.key_hash);
  if (query.search) {
    const contains = containsLike(query.search);
    filters.push((row) => row.token === query.search || contains(row.key_alias));
  }
  if (query.team_id) filters.push((row) => row.team_id === query.team_id);
  if (query.project_id) filters.push((row) => row.project_id === query.project_id);
  const group = query.access_group_id;
  if (group) filters.push((row) => row.access_group_ids.includes(group));
  if (query.agent_id) filters.push((row) => row.agent_id === query.agent_id);
  if (query.expires !== null) {
    const wanted = query.expires === 'expired';
    filters.push((row) => (row.expires !== null && row.expires < nowMs) === wanted);
  }
  const { status } = query;
  if (status !== null && status !== 'deleted') filters.push((row) => keyStatus(row, nowMs) === status);
  return filters;
}

/** Whose keys are listed: the user's own, those it made, those of its teams. `undefined` for everybody's. */
function ownerFilter({ proxy, query, caller, user, userId, partsOfUserIds }: Listing): Filter | undefined {
  const choices: Filter[] = [];
  const contains = userId && partsOfUserIds ? containsLike(userId) : undefined;
  const organization = query.organization_id;
  if (userId || organization) {
    choices.push(
      (row) =>
        (!userId || (contains === undefined ? row.user_id === userId : contains(row.user_id))) &&
        (!organization || row.organization_id === organization),
    );
  }
  const teams = query.include_team_keys || query.include_created_by_keys ? teamsOf(proxy, user) : [];
  const memberIn = new Set(teams.filter((team) => memberOf(team, caller.userId) !== undefined).map((team) => team.team_id));
  if (query.include_created_by_keys && userId) {
    choices.push((row) => row.created_by === userId && (row.team_id === null || memberIn.has(row.team_id)));
  }
  const seesAllOf = new Set(query.include_team_keys ? teams.filter((team) => seesTeamKeys(team, caller)).map((team) => team.team_id) : []);
  if (seesAllOf.size > 0) choices.push((row) => row.team_id !== null && seesAllOf.has(row.team_id));
  const others = new Set([...memberIn].filter((id) => !seesAllOf.has(id)));
  if (others.size > 0) choices.push((row) => row.team_id !== null && others.has(row.team_id) && row.user_id === null);
  return choices.length === 0 ? undefined : (row) => choices.some((choice) => choice(row));
}

function teamsOf(proxy: LiteLLMProxy, user: UserRow | null): readonly TeamRow[] {
  return (user?.teams ?? []).flatMap((id) => proxy.people.team(id) ?? []);
}

function seesTeamKeys(team: TeamRow, caller: Caller): boolean {
  if (isTeamAdmin(team, caller)) return true;
  return memberOf(team, caller.userId) !== undefined && team.team_member_permissions.includes('/key/list');
}
