import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { memberOf } from '../tables/people-tables.ts';
import type { KeyRow } from '../tables/key-row.ts';
import type { TeamRow } from '../tables/team-row.ts';
import { printed } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, ProxyFailure } from '../web/failures.ts';
import { noTeam } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { isAdmin, isServiceAccount } from './caller.ts';

/** What every member may do with the team's keys, whatever the team says. */
const baseline = ['/key/info', '/key/health'];

/** What the proxy calls these routes. */
const routeNames: Readonly<Record<string, string>> = {
  '/key/generate': 'KEY_GENERATE',
  '/key/update': 'KEY_UPDATE',
  '/key/service-account/generate': 'KEY_GENERATE_SERVICE_ACCOUNT',
};

/** The caller's role in a team: a service account is a member of its own. */
function roleIn(team: TeamRow, caller: Caller): 'admin' | 'user' | null {
  if (isServiceAccount(caller) && caller.key?.team_id === team.team_id) return 'user';
  return memberOf(team, caller.userId)?.role ?? null;
}

/** Whether the caller is an admin of that team. */
export function isTeamAdmin(team: TeamRow, caller: Caller): boolean {
  return memberOf(team, caller.userId)?.role === 'admin';
}

/** The team that must be there. @throws {HttpFailure} 404 */
export function existingTeam(proxy: LiteLLMProxy, teamId: string): TeamRow {
  const team = proxy.people.team(teamId);
  if (team === null) throw noTeam(teamId);
  return team;
}

/** Whether members of that role may call an endpoint for the team's keys. @throws {ProxyFailure} 401 */
export function roleMayCall(team: TeamRow, role: 'admin' | 'user' | null, route: string): boolean {
  if (role === null) return false;
  if (role === 'admin') return true;
  const permissions = [...new Set([...team.team_member_permissions, ...baseline])];
  if (permissions.includes(route)) return true;
  const message =
    `Team member does not have permissions for endpoint: KeyManagementRoutes.${routeNames[route] ?? route}. You only have access to the following endpoints: ${printed(permissions)} ` +
    `for team ${team.team_id}. To create keys for this team, please ask your proxy admin to check the team member permission settings ` +
    'and update the settings to allow team member users to create keys.';
  throw new ProxyFailure(message, { status: 401, type: 'team_member_permission_error', param: route });
}

/** Whether the caller may call an endpoint for a key of a team. Keys without a team are not looked at. */
export function checkTeamMemberMayCall({ proxy, caller }: Asking, row: KeyRow, route: string): void {
  if (isAdmin(caller) || row.team_id === null) return;
  const team = existingTeam(proxy, row.team_id);
  if (roleMayCall(team, roleIn(team, caller), route)) return;
  const message =
    `User ${caller.userId ?? 'None'} does not belong to team ${team.team_id}. ` +
    'Team-scoped key management endpoints can only be used for keys in your own team.';
  throw new ProxyFailure(message, { status: 401, type: 'team_member_permission_error', param: route });
}

/** A key that is asked for in a team. */
export interface TeamKeyRequest {
  readonly team: TeamRow;
  /** Whose key it will be. */
  readonly userId: string | null;
  readonly route: string;
  /** The fields that were given. */
  readonly names: ReadonlySet<string>;
}

/** Whether the caller may make a key in a team. @throws {HttpFailure} 400 */
export function checkMayMakeTeamKey({ proxy, caller }: Asking, { team, userId, route, names }: TeamKeyRequest): void {
  if (isAdmin(caller)) return;
  const rules = proxy.settings.strict.team_key_generation ?? { allowed_team_member_roles: ['admin', 'user'] };
  if (userId !== null && memberOf(team, userId) === undefined)
    throw new HttpFailure(400, `User=${userId} not assigned to team=${team.team_id}`);
  const role = roleIn(team, caller);
  if (role === null) throw new HttpFailure(400, `User=${caller.userId ?? 'None'} not assigned to team=${team.team_id}`);
  const allowed = rules.allowed_team_member_roles;
  if (allowed !== undefined && !allowed.includes(role)) {
    throw new HttpFailure(400, `Team member role ${role} not in allowed_team_member_roles=${printed([...allowed])}`);
  }
  roleMayCall(team, role, route);
  for (const param of rules.required_params ?? []) {
    if (!names.has(param)) throw new HttpFailure(400, `Required param ${param} not in data`);
  }
}
