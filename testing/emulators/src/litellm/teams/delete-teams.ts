import { randomUUID } from 'node:crypto';
import { mayChangeTeam, teamDenied } from '../access/team-admins.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** Deletes teams, all or none. Their keys go to the archive, and users forget them. */
export function deleteTeams({ proxy, caller }: Asking, teamIds: readonly string[], changedBy: string | undefined): void {
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  const teams: TeamRow[] = [];
  for (const id of teamIds) {
    const team = proxy.people.team(id);
    if (team === null) throw refused(404, `Team not found, passed team_id=${id}`);
    if (!mayChangeTeam(caller, team)) throw teamDenied();
    teams.push(team);
  }
  const { people, nowMs } = proxy;
  for (const row of teams) {
    proxy.deletedTeams.push({
      id: randomUUID(),
      row,
      deleted_at: nowMs,
      deleted_by: caller.userId,
      deleted_by_api_key: caller.apiKey,
      litellm_changed_by: changedBy ?? null,
    });
  }
  proxy.archiveKeys(
    proxy.keys.found((key) => key.team_id !== null && teamIds.includes(key.team_id)),
    caller,
    changedBy,
  );
  for (const { team_id: id } of teams) {
    people.teams.delete(id);
    proxy.seenTeams.forget(id);
    for (const user of people.users.values()) {
      if (user.teams.includes(id)) people.users.set(user.user_id, { ...user, teams: user.teams.filter((team) => team !== id) });
    }
    for (const membership of people.membershipsIn(id)) people.deleteMembership(membership.user_id, id);
    proxy.note('team-deleted', id);
  }
}
