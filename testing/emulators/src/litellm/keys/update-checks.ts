import type { Caller } from '../access/caller.ts';
import { isAdmin } from '../access/caller.ts';
import { allows } from '../access/models.ts';
import { checkTeamMemberMayCall, existingTeam, isTeamAdmin, roleMayCall } from '../access/team-permissions.ts';
import type { UpdateRequest } from '../schema/key-schemas.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { memberOf } from '../tables/people-tables.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Json } from '../values/json.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, ProxyFailure, refused } from '../web/failures.ts';
import { checkBudgetDuration, checkEndUserBudget, checkOrganization, routesAreForAdmins } from './generation-checks.ts';
import { checkKeyAdmin } from './key-access.ts';
import { checkTeamThroughput } from './team-throughput.ts';

/** Buckets of routes that users may choose for themselves. */
const safeRoutes = ['llm_api_routes', 'info_routes'];

/** Whether this change may be made by this caller. @throws in the order in which the proxy looks at it */
export function checkUpdate(asking: Asking, request: UpdateRequest, row: KeyRow): void {
  const { proxy, caller } = asking;
  const { values, names } = request;
  if (values.spend !== null && !Number.isFinite(values.spend))
    throw refused(400, `spend must be a finite number. Received: ${values.spend}`);
  checkBudgetDuration(values.budget_duration, proxy.nowMs);
  if (!isAdmin(caller)) checkForUsers(caller, request, row);
  if (values.project_id !== null && values.project_id !== row.project_id) {
    throw new HttpFailure(400, 'Project reassignment is not supported. Use null to detach the key.');
  }
  checkOwner(caller, values.user_id, row);
  checkTeamMemberMayCall(asking, row, '/key/update');
  if (values.throttle_on_budget_exceeded === true && row.metadata.get('throttle_on_budget_exceeded') !== true && !isAdmin(caller)) {
    throw refused(403, 'Only proxy admins can enable throttle_on_budget_exceeded on a key.');
  }
  checkEndUserBudget(asking, values.end_user_budget_id);
  checkRights(asking, request, row);
  const teamId = values.team_id === null || values.team_id === '' ? row.team_id : values.team_id;
  const team = teamId === null ? null : existingTeam(proxy, teamId);
  if (team !== null) checkTeamThroughput(proxy, team, { ...values, ownToken: row.token });
  const throughput = [values.tpm_limit, values.rpm_limit, values.tpm_limit_type, values.rpm_limit_type].some((limit) => limit !== null);
  if (values.organization_id !== null || (row.organization_id !== null && throughput))
    checkOrganization(caller, values.organization_id ?? row.organization_id);
  if (values.team_id !== null && values.team_id !== '' && values.team_id !== row.team_id && team !== null)
    checkTeamChange(caller, row, team);
  if (names.has('metadata') && values.metadata?.has('service_account_id') === true && teamId === null) {
    throw new HttpFailure(400, 'team_id is required for service account keys. Please specify `team_id` in the request body.');
  }
}

/** What users may not change even on their own keys. @throws {HttpFailure} 403 */
function checkForUsers(caller: Caller, { values, names }: UpdateRequest, row: KeyRow): void {
  const [wanted, now] = [values.allowed_routes ?? [], row.allowed_routes];
  const safe = [...wanted, ...now].every((route) => safeRoutes.includes(String(route)));
  const narrowing = !(now.length === 1 && now[0] === 'info_routes') || sameSet(wanted, now);
  if ((names.has('allowed_routes') || wanted.length > 0) && !(safe && narrowing)) throw routesAreForAdmins();
  if (values.allowed_passthrough_routes !== null) throw refused(403, 'Only proxy admins can set `allowed_passthrough_routes` on a key.');
  if (names.has('permissions')) throw refused(403, 'Only proxy admins can set `permissions`.');
  if (!names.has('user_id')) return;
  if (values.user_id === null || values.user_id === '') throw new HttpFailure(403, 'Non-admin users cannot remove the user_id from a key.');
  if (values.user_id !== row.user_id) {
    throw new HttpFailure(
      403,
      `Non-admin caller is not allowed to rebind the key from user=${row.user_id ?? 'None'} to user=${values.user_id}`,
    );
  }
}

/** Users change keys of their own only. @throws {HttpFailure} 403 */
function checkOwner(caller: Caller, asked: string | null, row: KeyRow): void {
  const userId = row.user_id ?? asked;
  if (isAdmin(caller) || userId === null || userId === '' || userId === caller.userId) return;
  throw new HttpFailure(403, `User can only create keys for themselves. Got user_id=${userId}, Your ID=${caller.userId ?? 'None'}`);
}

/** Budgets are for admins; the rest also for users who made their key, and for members of the key's team. */
function checkRights(asking: Asking, { values, names }: UpdateRequest, row: KeyRow): void {
  const { caller } = asking;
  const budget =
    (values.max_budget !== null && values.max_budget !== row.max_budget) ||
    values.spend !== null ||
    names.has('budget_limits') ||
    names.has('soft_budget');
  const own = caller.userId !== null && row.created_by === caller.userId && row.user_id === caller.userId;
  if (isAdmin(caller) || ((own || row.team_id !== null) && !budget)) return;
  checkKeyAdmin(asking, { token: row.token, route: budget ? '/key/update (max_budget/spend)' : '/key/update' });
}

/** Whether a key fits into another team. @throws {ProxyFailure | HttpFailure} 403 */
export function checkTeamChange(caller: Caller, row: KeyRow, team: TeamRow): void {
  for (const model of row.models) {
    if (model === 'all-team-models' || allows(team.models, String(model))) continue;
    const message =
      `The requested model '${String(model)}' is not available for this API key, or the model name is invalid. ` +
      'Check the models available to you and try again.';
    throw new ProxyFailure(message, { status: 403, type: 'team_model_access_denied', param: 'model' });
  }
  for (const kind of ['tpm_limit', 'rpm_limit'] as const) {
    const [mine, theirs] = [row[kind], team[kind]];
    if (row.tpm_limit !== null && mine !== null && theirs !== null && mine > theirs) {
      throw new HttpFailure(403, `Key=${row.token} has a ${kind}=${mine} which is greater than the team's ${kind}=${theirs}.`);
    }
  }
  const member = memberOf(team, row.user_id);
  if (row.user_id !== null && member === undefined) {
    throw new HttpFailure(403, `User=${row.user_id} is not a member of the team=${team.team_id}. Check team members via \`/team/info\`.`);
  }
  if (isAdmin(caller) || isTeamAdmin(team, caller) || roleMayCall(team, member?.role ?? null, '/key/update')) return;
  const advice = "Please ask your Proxy Admin to allow this action under 'Member Permissions' for this team.";
  throw new HttpFailure(403, `User=${caller.userId} is not a Proxy Admin or Team Admin for team=${team.team_id}. ${advice}`);
}

function sameSet(one: readonly Json[], other: readonly Json[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
