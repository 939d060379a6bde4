import { isAdmin } from '../access/caller.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** Deletes users, their keys (without a trace in the archive) and their places in teams. Returns how many there were. */
export function deleteUsers({ proxy, caller }: Asking, userIds: readonly string[]): number {
  const { people } = proxy;
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  if (!isAdmin(caller)) throw refused(403, 'Only PROXY_ADMIN or ORG_ADMIN users may delete users.');
  for (const id of userIds) {
    const user = people.user(id);
    if (user === null) throw refused(404, `User not found, passed user_id=${id}`);
    for (const teamId of user.teams) leaveTeam(proxy, teamId, user);
  }
  const gone = new Set(userIds);
  for (const key of proxy.keys.found((row) => row.user_id !== null && gone.has(row.user_id))) proxy.removeKey(key);
  for (const row of people.memberships()) if (gone.has(row.user_id)) people.deleteMembership(row.user_id, row.team_id);
  for (const id of gone) {
    people.users.delete(id);
    proxy.note('user-deleted', id);
  }
  return gone.size;
}

function leaveTeam(
  { people, nowMs }: Asking['proxy'],
  teamId: string,
  user: { readonly user_id: string; readonly user_email: string | null },
): void {
  const team = people.team(teamId);
  if (team === null) return;
  const left = team.members_with_roles.filter(
    (member) => member.user_id !== user.user_id && (user.user_email === null || member.user_email !== user.user_email),
  );
  if (left.length < team.members_with_roles.length) people.changeTeam(team, { members_with_roles: left, updated_at: nowMs });
}
