import { randomUUID } from 'node:crypto';
import { checkLicensedFields, withMetadataFields, written } from '../keys/key-metadata.ts';
import { newObjectPermission } from '../keys/object-permissions.ts';
import type { GivenMember, NewTeamRequest } from '../schema/team-schemas.ts';
import type { TeamMember, TeamRow } from '../tables/team-row.ts';
import { teamRow } from '../tables/team-row.ts';
import { fitColumns } from '../tables/columns.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import { emptyObject, Float, isObject } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import { stored } from '../values/stored-json.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, refused } from '../web/failures.ts';
import { join, noTerms } from './join.ts';
import { checkTeamAmounts, teamWindows } from './team-fields.ts';

/** The proxy's own team for sessions of its pages. */
const reservedTeam = 'litellm-dashboard';

/** Makes a team. Whoever makes it becomes its admin. @throws in the order in which the proxy looks at the request */
export function newTeam(asking: Asking, request: NewTeamRequest): TeamRow {
  const { proxy, caller } = asking;
  const { values } = request;
  checkNewTeam(asking, request);
  const metadata = stored(withMetadataFields(request, values.metadata ?? emptyObject));
  const settings = written(request, 'router_settings');
  if (!fitColumns(values)) throw new PlainFailure('Unable to fit integer value into an INT4');
  const { nowMs } = proxy;
  const row = teamRow({
    team_id: values.team_id ?? randomUUID(),
    team_alias: values.team_alias,
    object_permission_id: newObjectPermission(proxy, request),
    admins: values.admins,
    members: values.members,
    team_member_permissions: values.team_member_permissions ?? [],
    metadata: isObject(metadata) ? metadata : emptyObject,
    tpm_limit: values.tpm_limit,
    rpm_limit: values.rpm_limit,
    tpd_limit: values.tpd_limit,
    max_budget: values.max_budget,
    soft_budget: values.soft_budget,
    budget_duration: values.budget_duration,
    budget_reset_at: values.budget_duration === null ? null : budgetResetMs(values.budget_duration, nowMs),
    budget_limits: teamWindows(request, nowMs),
    models: values.models,
    blocked: values.blocked,
    router_settings: isObject(settings) ? settings : emptyObject,
    access_group_ids: values.access_group_ids ?? [],
    default_team_member_models: values.default_team_member_models ?? [],
    created_at: nowMs,
    updated_at: nowMs,
  });
  proxy.people.teams.set(row.team_id, row);
  proxy.resets.watch(row);
  proxy.seenTeams.forget(row.team_id);
  proxy.note('team-created', row.team_id, row.team_alias);
  const joined = join(asking, row, { members: firstMembers(caller.userId, values.members_with_roles), terms: noTerms });
  return { ...joined.team, updated_at: row.updated_at };
}

/** Members as they were named. */
export function asMember({ values }: GivenMember): TeamMember {
  return { user_id: values.user_id, user_email: values.user_email, role: values.role };
}

function firstMembers(creator: string | null, given: readonly GivenMember[]): readonly TeamMember[] {
  const members = given.map(asMember);
  const joins = creator !== null && !members.some((member) => member.user_id === creator);
  return joins ? [...members, { user_id: creator, user_email: null, role: 'admin' }] : members;
}

function checkNewTeam({ proxy }: Asking, request: NewTeamRequest): void {
  const { values } = request;
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  checkTeamAmounts(proxy, request);
  const { soft_budget: soft, max_budget: most } = values;
  if (soft !== null && most !== null && soft >= most) {
    throw refused(400, `soft_budget (${inserted(new Float(soft))}) must be strictly lower than max_budget (${inserted(new Float(most))})`);
  }
  if (values.team_id === reservedTeam) {
    const reason = 'is reserved for LiteLLM UI dashboard sessions and cannot be used for a real team. Please use a different team id.';
    throw refused(400, `team_id '${reservedTeam}' ${reason}`);
  }
  if (proxy.people.team(values.team_id) !== null) {
    throw refused(400, `Team id = ${values.team_id} already exists. Please use a different team id.`);
  }
  if (values.organization_id !== null) throw new HttpFailure(400, `Organization not found for organization_id=${values.organization_id}`);
  checkLicensedFields(proxy, request);
}
