import type { TeamRow } from '../tables/team-row.ts';
import { HttpFailure, refused } from '../web/failures.ts';
import type { Caller } from './caller.ts';
import { isAdmin, seesEverything } from './caller.ts';
import { isTeamAdmin } from './team-permissions.ts';

/** Whether the caller may change the team: an admin of the proxy or of the team. */
export function mayChangeTeam(caller: Caller, team: TeamRow): boolean {
  return isAdmin(caller) || isTeamAdmin(team, caller);
}

/** The short refusal. */
export const teamDenied = (): HttpFailure => new HttpFailure(403, 'You do not have access to this team');

/** The refusal that names the route. */
export const teamCallDenied = (route: string, team: TeamRow): HttpFailure =>
  refused(403, `Call not allowed. User not proxy admin OR team admin. route=${route}, team_id=${team.team_id}`);

/** Whether the caller may see the team: those who see everything, its keys, and its members. @throws {HttpFailure} 403 */
export function checkSeesTeam(caller: Caller, team: TeamRow): void {
  if (seesEverything(caller)) return;
  const ownTeam = caller.key?.team_id ?? null;
  if (ownTeam === team.team_id) return;
  if (caller.userId === null) {
    throw refused(
      403,
      ownTeam === null
        ? `API key not authorized to access this team=${team.team_id}. No user_id or team_id associated with this key.`
        : `Team key for team=${ownTeam} not authorized to access this team=${team.team_id}`,
    );
  }
  if (team.members_with_roles.some((member) => member.user_id === caller.userId)) return;
  throw refused(403, `User=${caller.userId} not authorized to access this team=${team.team_id}`);
}
