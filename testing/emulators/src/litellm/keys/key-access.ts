import { isAdmin, seesEverything } from '../access/caller.ts';
import { existingTeam, isTeamAdmin } from '../access/team-permissions.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { memberOf } from '../tables/people-tables.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** Whether the caller may see a key: everything, its own user's, its own team's. Keys of nobody see each other. */
export function maySeeKey({ proxy, caller }: Asking, row: KeyRow, named: string): boolean {
  if (seesEverything(caller) || caller.apiKey === named || row.user_id === caller.userId) return true;
  const team = proxy.people.team(row.team_id);
  return team !== null && memberOf(team, caller.userId) !== undefined;
}

/** Whether the caller may end a key: admins, the team's admins, its own user. */
export function mayEndKey({ proxy, caller }: Asking, row: KeyRow): boolean {
  if (isAdmin(caller)) return true;
  if (row.team_id !== null && isTeamAdmin(existingTeam(proxy, row.team_id), caller)) return true;
  return row.user_id !== null && row.user_id === caller.userId;
}

/** Whether the caller may change what only admins and the team's admins may. @throws {HttpFailure} */
export function checkKeyAdmin({ proxy, caller }: Asking, { token, route }: { readonly token: string; readonly route: string }): void {
  if (isAdmin(caller)) return;
  const row = proxy.keys.get(token);
  if (row === undefined) throw refused(404, `Key not found: ${token}`);
  if (row.team_id !== null && row.team_id !== '' && isTeamAdmin(existingTeam(proxy, row.team_id), caller)) return;
  throw refused(
    403,
    `Only proxy admins, team admins, or org admins can call ${route}. user_role=${caller.role}, user_id=${caller.userId ?? 'None'}`,
  );
}
