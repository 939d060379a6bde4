import type { Caller } from '../access/caller.ts';
import { isAdmin, isServiceAccount } from '../access/caller.ts';
import { checkMayMakeTeamKey } from '../access/team-permissions.ts';
import type { GenerateRequest } from '../schema/key-schemas.ts';
import type { TeamRow } from '../tables/team-row.ts';
import { isBudgetDuration } from '../values/budget-resets.ts';
import { Float } from '../values/json.ts';
import { inserted, printed } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, refused } from '../web/failures.ts';

/** A budget that is no amount is refused. @throws {HttpFailure} 400 */
export function checkAmount(name: 'max_budget' | 'soft_budget' | 'team_member_budget', amount: number | null): void {
  if (amount === null || (Number.isFinite(amount) && amount >= 0)) return;
  throw refused(400, `${name} must be a non-negative finite number. Received: ${inserted(new Float(amount))}`);
}

/** A budget's duration that cannot be read is refused. @throws {HttpFailure} 400 */
export function checkBudgetDuration(duration: string | null, nowMs: number): void {
  if (duration === null || isBudgetDuration(duration, nowMs)) return;
  throw refused(400, `Invalid budget_duration '${duration}'. Use a format like '1h', '24h', '7d', or '30d'.`);
}

/** Routes and permissions are for admins to hand out. @throws {HttpFailure} 403 */
export function checkRoutesAndPassthrough(caller: Caller, { values, names }: GenerateRequest): void {
  if (isAdmin(caller)) return;
  if (names.has('allowed_routes') || (values.allowed_routes ?? []).length > 0) throw routesAreForAdmins();
  for (const name of ['allowed_passthrough_routes', 'denied_passthrough_routes'] as const) {
    if (values[name] !== null) throw refused(403, `Only proxy admins can set \`${name}\` on a key.`);
  }
}

/** The refusal of `allowed_routes`. */
export const routesAreForAdmins = (): HttpFailure =>
  refused(403, 'Only proxy admins can set `allowed_routes` on a key. Use `key_type` to pick a preset route bucket instead.');

/** The team a new key is asked for; null when there is none, which only admins may ask for. @throws {HttpFailure} 400 */
export function askedTeam({ proxy, caller }: Asking, teamId: string | null): TeamRow | null {
  const team = proxy.people.team(teamId);
  if (teamId === null || team !== null || isAdmin(caller)) return team;
  throw new HttpFailure(400, `Team not found for team_id=${teamId}. Non-admin users cannot create keys for non-existent teams.`);
}

/** A key that is asked for, in a team or not. */
export interface AskedKey {
  readonly team: TeamRow | null;
  /** Whose key it will be. */
  readonly userId: string | null;
  readonly route: string;
  readonly request: GenerateRequest;
}

/** Whether the caller may make this key: for itself, or for a team it belongs to. @throws {HttpFailure} */
export function checkMayMakeKey({ proxy, caller }: Asking, { team, userId, route, request }: AskedKey): void {
  const { team_id: teamId, access_group_ids: groups } = request.values;
  if (isServiceAccount(caller) && teamId !== caller.key?.team_id) {
    throw new HttpFailure(403, `Service account keys can only create keys for their own team. team_id=${caller.key?.team_id}`);
  }
  if (teamId !== null && team !== null) checkMayMakeTeamKey({ proxy, caller }, { team, userId, route, names: request.names });
  else if (teamId !== null && (proxy.settings.strict.team_key_generation !== undefined || !isAdmin(caller))) {
    throw new HttpFailure(400, `Unable to find team object in database. Team ID: ${teamId}`);
  } else if (teamId === null && (groups ?? []).length > 0 && !isAdmin(caller)) {
    throw new HttpFailure(
      403,
      'Key is not in a team. Access groups cannot be assigned to personal keys by non-admin callers. ' +
        `Disallowed access groups: ${printed([...(groups ?? [])].toSorted())}.`,
    );
  }
}

/** What is the same for every new key, however it is asked for. @throws {HttpFailure} */
export function checkRequest({ proxy, caller }: Asking, request: GenerateRequest, userId: string | null): void {
  const { values } = request;
  if (!isAdmin(caller) && userId !== null && userId !== caller.userId) {
    throw new HttpFailure(403, `User can only create keys for themselves. Got user_id=${userId}, Your ID=${caller.userId ?? 'None'}`);
  }
  checkBudgetDuration(values.budget_duration, proxy.nowMs);
  if (values.throttle_on_budget_exceeded === true && !isAdmin(caller)) {
    throw refused(403, 'Only proxy admins can enable throttle_on_budget_exceeded on a key.');
  }
  checkEndUserBudget({ proxy, caller }, values.end_user_budget_id);
  if (values.metadata?.has('service_account_id') === true && values.team_id === null) {
    throw new HttpFailure(400, 'team_id is required for service account keys. Please specify `team_id` in the request body.');
  }
}

/** What a caller may hand on of its own budget. @throws {HttpFailure} 400 */
export function checkDelegation(caller: Caller, { values, names }: GenerateRequest): void {
  for (const {
    values: { max_budget: amount },
  } of values.budget_limits ?? []) {
    if (!Number.isFinite(amount))
      throw refused(400, `budget_limits entry max_budget (${inserted(new Float(amount))}) must be a finite number.`);
  }
  if (isAdmin(caller)) return;
  const ceiling = caller.key?.max_budget ?? null;
  if (ceiling !== null && values.max_budget !== null && values.max_budget > ceiling) {
    throw refused(400, `max_budget (${money(values.max_budget)}) cannot exceed the caller's own max_budget (${money(ceiling)}).`);
  }
  const window = ceiling === null ? undefined : values.budget_limits?.find((entry) => entry.values.max_budget > ceiling);
  if (window !== undefined && ceiling !== null) {
    throw refused(
      400,
      `budget_limits entry max_budget (${money(window.values.max_budget)}) cannot exceed the caller's own max_budget (${money(ceiling)}).`,
    );
  }
  if (names.has('permissions')) throw refused(403, 'Only proxy admins can set `permissions`.');
}

/** The organization a key is asked for: there are none, they need a licence. @throws {PlainFailure | HttpFailure} */
export function checkOrganization(caller: Caller, organizationId: string | null): void {
  if (organizationId === null) return;
  if (!isAdmin(caller)) throw new HttpFailure(403, `Caller is not a member of organization_id=${organizationId}`);
  throw new PlainFailure(
    `Organization doesn't exist in db. Organization=${organizationId}. Create organization via \`/organization/new\` call.`,
  );
}

/** The project a key is asked for: there are none, they need a licence. @throws {HttpFailure} 404 */
export function checkProject(projectId: string | null): void {
  if (projectId !== null) throw refused(404, `Project not found, project_id=${projectId}`);
}

/** The budget of a key's own customers must exist. @throws {HttpFailure} */
export function checkEndUserBudget({ proxy, caller }: Asking, budgetId: string | null): void {
  if (budgetId === null || budgetId === '') return;
  if (!isAdmin(caller)) throw refused(403, 'Only proxy admins can set end_user_budget_id on a key.');
  if (!proxy.budgets.has(budgetId)) throw refused(400, `end_user_budget_id=${budgetId} does not match any budget.`);
}

function money(amount: number): string {
  return inserted(new Float(amount));
}
