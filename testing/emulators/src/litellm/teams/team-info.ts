import { isAdmin } from '../access/caller.ts';
import { checkSeesTeam } from '../access/team-admins.ts';
import { isTeamAdmin } from '../access/team-permissions.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { keyWithPlainExpiry } from '../tables/key-columns.ts';
import { objectPermissionAsType } from '../tables/object-permission.ts';
import type { MembershipRow, TeamRow } from '../tables/team-row.ts';
import { membershipBody, teamAsType } from '../tables/team-row.ts';
import type { Body } from '../values/json.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, refused } from '../web/failures.ts';

/** One team with its keys and members. */
export function teamInfo(asking: Asking, teamId: string | null, keyLimit: number | null): Body {
  const { proxy, caller } = asking;
  if (!proxy.settings.database) throw refused(500, noDatabase);
  if (teamId === null) throw new HttpFailure(422, { message: 'Malformed request. No team id passed in.' });
  const team = proxy.people.team(teamId);
  if (team === null) throw new HttpFailure(404, { message: `Team not found, passed team id: ${teamId}.` });
  checkSeesTeam(caller, team);
  const keys = proxy.keys.found((row) => row.team_id === teamId).slice(0, keyLimit ?? undefined);
  const members = team.members_with_roles.map(({ user_id: id, user_email: email, role }) => {
    const user = proxy.people.user(id);
    return { user_id: id, user_email: email ?? user?.user_email ?? null, role, user_alias: user?.user_alias ?? null };
  });
  return {
    team_id: teamId,
    team_info: {
      ...teamAsType(team),
      members_with_roles: members,
      object_permission: objectPermissionAsType(proxy.objectPermissionOf(team)),
      team_member_budget_table: null,
      access_group_models: null,
      access_group_mcp_server_ids: null,
      access_group_agent_ids: null,
      access_group_details: null,
      organization_models: null,
      model_max_budget_usage: {},
      caller_edit_access: { kind: editAccess(asking, team) },
    },
    keys: keys.map(keyWithPlainExpiry),
    team_memberships: proxy.people.membershipsIn(teamId).map((row) => ({
      ...membershipOf(proxy, row),
      budget_source: row.budget_id === null ? 'none' : 'custom',
    })),
  };
}

/** What is said without a database. */
export const noDatabase =
  'Database not connected. Connect a database to your proxy - https://docs.litellm.ai/docs/simple_proxy#managing-auth---virtual-keys';

/** A membership with its budget. */
export function membershipOf(proxy: LiteLLMProxy, row: MembershipRow): Record<string, Body> {
  return membershipBody(row, row.budget_id === null ? undefined : proxy.budgets.get(row.budget_id));
}

function editAccess({ caller }: Asking, team: TeamRow): string {
  if (isAdmin(caller)) return 'unrestricted';
  return isTeamAdmin(team, caller) ? 'team_admin_disabled' : 'none';
}
