import { HttpFailure, PlainFailure } from '../web/failures.ts';
import type { Json } from '../values/json.ts';
import { printed } from '../values/python-text.ts';
import type { Caller } from './caller.ts';
import { isAdmin, isServiceAccount, roleOf } from './caller.ts';
import type { RouteGroup } from './route-groups.ts';
import { groupNames } from './route-groups.ts';

/** A route that is asked for, and how. */
export interface AskedRoute {
  readonly route: string;
  readonly method: string;
  readonly groups: readonly RouteGroup[];
  /** The names of the body's fields. */
  readonly fields: Iterable<string>;
}

/**
 * Whether a key that was made for some routes only may call this one.
 * @throws {HttpFailure} 403
 */
export function checkKeyRoutes({ key }: Caller, { route, groups }: AskedRoute): void {
  const allowed = key?.allowed_routes ?? [];
  if (allowed.length === 0) return;
  if (allowed.some((entry) => matchesPath(route, entry) || namesGroup(groups, entry))) return;
  throw new HttpFailure(
    403,
    `Virtual key is not allowed to call this route. Only allowed to call routes: ${printed(allowed)}. Tried to call route: ${route}`,
  );
}

/**
 * Whether the caller's role opens the route.
 * @throws {HttpFailure} 403 for admin viewers
 * @throws {PlainFailure} for everybody else
 */
export function checkRole(caller: Caller, asked: AskedRoute): void {
  if (isAdmin(caller)) return;
  const { groups, route } = asked;
  if (groups.includes('llm_api_routes') || groups.includes('info_routes')) return;
  if (groups.includes('global_spend_tracking_routes') && caller.key?.permissions.has('get_spend_routes') === true) return;
  if (caller.user !== null && caller.role === 'proxy_admin_viewer') {
    checkViewer(asked);
    return;
  }
  if (openTo(caller, groups)) return;
  if (isServiceAccount(caller) && groups.includes('team_service_account_key_routes')) return;
  if ((caller.key?.allowed_routes ?? []).some((entry) => matchesPath(route, entry))) return;
  const role = caller.user?.user_role ?? 'unknown';
  const userId = maskedUserId(caller.user?.user_id ?? 'unknown');
  throw new PlainFailure(
    `Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=${route}. Your role=${role}. Your user_id=${userId}`,
  );
}

function openTo(caller: Caller, groups: readonly RouteGroup[]): boolean {
  if (groups.includes('self_managed_routes')) return true;
  if (caller.user === null) return false;
  const role = roleOf(caller.user);
  if (role === 'internal_user') return groups.includes('internal_user_routes');
  return role === 'internal_user_viewer' && groups.includes('internal_user_view_only_routes');
}

function checkViewer({ route, method, groups, fields }: AskedRoute): void {
  const refused = (more = '') =>
    new HttpFailure(403, `user not allowed to access this route, role= proxy_admin_viewer. Trying to access: ${route}${more}`);
  if (route === '/user/update') {
    const other = [...fields].find((name) => name !== 'user_email');
    if (other !== undefined) throw refused(` and updating invalid param: ${other}. only user_email can be updated`);
    return;
  }
  if (groups.includes('viewer_refused')) throw refused();
  if (method === 'GET' || groups.includes('admin_viewer_routes') || groups.includes('global_spend_tracking_routes')) return;
  throw refused();
}

/** A path, a beginning of one, or one with a star at its end. */
function matchesPath(route: string, entry: Json): boolean {
  if (typeof entry !== 'string') return false;
  if (entry.endsWith('*')) return route.startsWith(entry.slice(0, -1));
  return route === entry || (entry.startsWith('/') && route.startsWith(`${entry}/`));
}

function namesGroup(groups: readonly RouteGroup[], entry: Json): boolean {
  return typeof entry === 'string' && groupNames.includes(entry) && (groups as readonly string[]).includes(entry);
}

/** Six letters and two are shown, of short ids nothing. */
function maskedUserId(userId: string): string {
  if (userId.length <= 4) return '***';
  const shown = 6 + 2;
  if (userId.length <= shown) return '*'.repeat(userId.length);
  return `${userId.slice(0, 6)}${'*'.repeat(userId.length - shown)}${userId.slice(-2)}`;
}
