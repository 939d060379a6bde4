import { isAdmin } from '../access/caller.ts';
import { mayChangeTeam, teamDenied } from '../access/team-admins.ts';
import { checkLicensedFields, metadataFields, withMetadataFields, written } from '../keys/key-metadata.ts';
import { licenceAdvice } from '../keys/licence.ts';
import { changeObjectPermission } from '../keys/object-permissions.ts';
import type { UpdateTeamRequest } from '../schema/team-schemas.ts';
import { inOrder } from '../tables/columns.ts';
import type { TeamRow } from '../tables/team-row.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import { emptyObject, Float } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import { stored } from '../values/stored-json.ts';
import type { Asking } from '../web/endpoint.ts';
import { checkRequired, HttpFailure, refused } from '../web/failures.ts';
import { checkTeamAmounts, plainTeamColumns, teamWindows } from './team-fields.ts';

const requiredColumns = inOrder('models blocked metadata access_group_ids default_team_member_models');

/** Changes a team: what is left out stays, null clears what can be null. @throws in the order in which the proxy looks at it */
export function updateTeam(asking: Asking, request: UpdateTeamRequest): TeamRow {
  const { proxy } = asking;
  const { values, names } = request;
  checkTeamAmounts(proxy, request);
  const row = teamToUpdate(asking, values.team_id);
  checkBudgetOrder(row, request);
  if (values.organization_id !== null && values.organization_id !== '') {
    throw refused(404, `Organization not found, passed organization_id=${values.organization_id}`);
  }
  checkLicensedFields(proxy, request, () => refused(403, `This feature is only available for LiteLLM Enterprise users. ${licenceAdvice}`));
  const changes: Record<string, unknown> = {};
  for (const name of plainTeamColumns) if (names.has(name)) changes[name] = values[name];
  if (names.has('budget_duration')) {
    changes['budget_duration'] = values.budget_duration;
    changes['budget_reset_at'] = values.budget_duration === null ? null : budgetResetMs(values.budget_duration, proxy.nowMs);
  }
  if (names.has('budget_limits')) changes['budget_limits'] = teamWindows(request, proxy.nowMs);
  if (names.has('model_max_budget')) changes['model_max_budget'] = emptyObject;
  if (names.has('router_settings')) changes['router_settings'] = stored(written(request, 'router_settings') ?? emptyObject);
  const inMetadata = [...names].some((name) => metadataFields.has(name));
  if (names.has('metadata') || inMetadata) {
    const asked = names.has('metadata') ? values.metadata : row.metadata;
    changes['metadata'] = asked === null ? null : stored(withMetadataFields(request, asked));
  }
  checkRequired(changes, requiredColumns);
  if (values.object_permission !== null) changes['object_permission_id'] = changeObjectPermission(proxy, request, row);
  const changed = proxy.people.changeTeam(row, { ...(changes as Partial<TeamRow>), updated_at: proxy.nowMs }); // each of its column's kind
  proxy.resets.watch(changed);
  proxy.seenTeams.forget(row.team_id);
  proxy.note('team-updated', row.team_id, [...names]);
  return changed;
}

/** The team that is to be changed. Admins of the team may not: nothing was opened to them. @throws {HttpFailure} */
function teamToUpdate({ proxy, caller }: Asking, teamId: string): TeamRow {
  const row = proxy.people.team(teamId);
  if (row === null) throw isAdmin(caller) ? refused(404, `Team not found, passed team_id=${teamId}`) : teamDenied();
  if (!mayChangeTeam(caller, row)) throw teamDenied();
  if (isAdmin(caller)) return row;
  const advice = 'Ask a proxy admin to enable fields under Settings > UI > Team admin editable fields.';
  throw new HttpFailure(403, `Team admins on this proxy cannot edit team settings. ${advice}`);
}

function checkBudgetOrder(row: TeamRow, { values }: UpdateTeamRequest): void {
  const shown = (amount: number) => inserted(new Float(amount));
  const [soft, most] = [values.soft_budget, values.max_budget ?? row.max_budget];
  if (soft !== null && most !== null && soft >= most) {
    throw refused(400, `soft_budget (${shown(soft)}) must be strictly lower than max_budget (${shown(most)})`);
  }
  const limit = values.max_budget;
  if (limit !== null && row.soft_budget !== null && soft === null && limit <= row.soft_budget) {
    throw refused(400, `max_budget (${shown(limit)}) must be strictly greater than soft_budget (${shown(row.soft_budget)})`);
  }
}
