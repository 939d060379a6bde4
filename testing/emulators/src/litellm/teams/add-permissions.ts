import type { Body } from '../values/json.ts';
import { printed } from '../values/python-text.ts';
import { byLetters } from '../values/text-match.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** What members shall be allowed to besides what they may, and where. */
export interface AddPermissions {
  readonly permissions: readonly string[];
  readonly team_ids: readonly string[] | null;
  readonly apply_to_all_teams: boolean;
}

/** Lets members of several teams do more. */
export function addPermissions({ proxy }: Asking, { permissions, team_ids: named, apply_to_all_teams: all }: AddPermissions): Body {
  if (permissions.length === 0) return { message: 'No permissions provided', teams_updated: 0, permissions_appended: null };
  const ids = named ?? [];
  if (all && ids.length > 0) throw refused(400, 'Cannot set both apply_to_all_teams=true and team_ids');
  if (!all && ids.length === 0) throw refused(400, 'Must provide team_ids or set apply_to_all_teams=true');
  const { people } = proxy;
  const missing = [...new Set(ids)].filter((id) => people.team(id) === null).toSorted(byLetters);
  if (missing.length > 0) throw refused(404, `Team(s) not found: ${printed(missing)}`);
  const teams = [...new Set(all ? people.teams.keys() : ids)].flatMap((id) => people.team(id) ?? []);
  let updated = 0;
  for (const team of teams) {
    const before = team.team_member_permissions;
    if (permissions.every((permission) => before.includes(permission))) continue;
    const together = [...new Set([...before, ...permissions])].toSorted(byLetters);
    people.changeTeam(team, { team_member_permissions: together, updated_at: proxy.nowMs });
    proxy.note('team-updated', team.team_id, ['team_member_permissions']);
    updated += 1;
  }
  return { message: 'Team permissions updated successfully', teams_updated: updated, permissions_appended: [...permissions] };
}
