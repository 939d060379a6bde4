import { NotKnownError } from '../../kit/not-known.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { keptWindows } from '../keys/budget-windows.ts';
import { checkAmount, checkBudgetDuration } from '../keys/generation-checks.ts';
import { licenceAdvice } from '../keys/licence.ts';
import type { NewTeamRequest, UpdateTeamRequest } from '../schema/team-schemas.ts';
import { refused } from '../web/failures.ts';

/** A request for a team, new or changed. */
export type TeamRequest = NewTeamRequest | UpdateTeamRequest;

const notEmulated = /^(model_aliases|team_member_budget|team_member_budget_duration|team_member_[rt]pm_limit)$/;

/** Whether amounts and durations are such. @throws {HttpFailure} 400 or 403 */
export function checkTeamAmounts(proxy: LiteLLMProxy, { values, names }: TeamRequest): void {
  checkAmount('max_budget', values.max_budget);
  checkAmount('team_member_budget', values.team_member_budget);
  checkAmount('soft_budget', values.soft_budget);
  checkBudgetDuration(values.budget_duration, proxy.nowMs);
  checkBudgetDuration(values.team_member_budget_duration, proxy.nowMs);
  if (values.model_max_budget !== null && values.model_max_budget.size > 0) {
    if (proxy.settings.licensed) throw new NotKnownError('how a licensed proxy shows budgets per model of a team');
    throw refused(403, `Setting model_max_budget on a team is an enterprise feature. ${licenceAdvice}`);
  }
  const other = [...names].find((name) => notEmulated.test(name));
  if (other !== undefined) throw new NotKnownError(`how a team with ${other} behaves (the emulator does not have it)`);
}

/** Columns that are kept as they are asked for. */
export const plainTeamColumns = [
  'team_alias',
  'models',
  'blocked',
  'tpm_limit',
  'rpm_limit',
  'tpd_limit',
  'max_budget',
  'soft_budget',
  'access_group_ids',
  'default_team_member_models',
] as const satisfies readonly (keyof TeamRow)[];

/** Budget windows as the column keeps them; null for none. */
export function teamWindows(request: TeamRequest, nowMs: number): TeamRow['budget_limits'] {
  const windows = request.values.budget_limits ?? [];
  if (windows.length === 0) return null;
  return keptWindows(
    windows.map((window) => window.values),
    nowMs,
  );
}
