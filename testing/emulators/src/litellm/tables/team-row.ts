import type { Body, Json, JsonObject } from '../values/json.ts';
import { emptyObject, Instant } from '../values/json.ts';
import { shownWindows } from '../keys/budget-windows.ts';
import type { BudgetRow } from './budget-row.ts';
import { budgetInShort } from './budget-row.ts';
import { arranged, inOrder, kinds, shown } from './columns.ts';

/** A member as a team's row lists it. */
export interface TeamMember {
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly role: 'admin' | 'user';
}

/** A team as the database keeps it. Instants are epoch milliseconds. */
export interface TeamRow {
  readonly team_id: string;
  readonly team_alias: string | null;
  readonly organization_id: string | null;
  readonly object_permission_id: string | null;
  readonly admins: readonly string[];
  readonly members: readonly string[];
  readonly members_with_roles: readonly TeamMember[];
  readonly metadata: JsonObject;
  readonly max_budget: number | null;
  readonly soft_budget: number | null;
  readonly spend: number;
  readonly models: readonly Json[];
  readonly max_parallel_requests: number | bigint | null;
  readonly tpm_limit: number | bigint | null;
  readonly rpm_limit: number | bigint | null;
  readonly tpd_limit: number | bigint | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: number | null;
  readonly blocked: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly model_spend: JsonObject;
  readonly model_max_budget: JsonObject;
  readonly router_settings: JsonObject;
  readonly team_member_permissions: readonly string[];
  readonly access_group_ids: readonly Json[];
  readonly policies: readonly Json[];
  readonly default_team_member_models: readonly string[];
  readonly budget_limits: readonly Json[] | null;
  readonly model_id: number | null;
  readonly allow_team_guardrail_config: boolean;
}

/** A deleted team as it last was, and who deleted it. */
export interface DeletedTeam {
  readonly id: string;
  readonly row: TeamRow;
  readonly deleted_at: number;
  readonly deleted_by: string | null;
  readonly deleted_by_api_key: string | null;
  readonly litellm_changed_by: string | null;
}

/** What a member may spend in a team, and has spent. */
export interface MembershipRow {
  readonly user_id: string;
  readonly team_id: string;
  readonly budget_id: string | null;
  readonly spend: number;
  readonly total_spend: number;
}

const columns = inOrder(`
  team_id team_alias organization_id object_permission_id admins members members_with_roles metadata max_budget soft_budget spend models
  max_parallel_requests tpm_limit rpm_limit tpd_limit budget_duration budget_reset_at blocked created_at updated_at model_spend
  model_max_budget router_settings team_member_permissions access_group_ids policies default_team_member_models budget_limits model_id
  allow_team_guardrail_config`);
const columnKinds = { ...kinds('float', 'max_budget soft_budget spend'), ...kinds('instant', 'budget_reset_at created_at updated_at') };
const rowOrder = [...columns, ...inOrder('litellm_organization_table litellm_model_table object_permission projects')];
const typedOrder = inOrder(`
  team_alias team_id organization_id admins members members_with_roles team_member_permissions metadata tpm_limit rpm_limit tpd_limit
  max_budget soft_budget budget_duration budget_limits models blocked router_settings access_group_ids default_team_member_models spend
  max_parallel_requests budget_reset_at model_id model_spend model_max_budget policies allow_team_guardrail_config litellm_model_table
  object_permission object_permission_id updated_at created_at`);

/** A team made now, with everything else empty. */
export function teamRow(values: Partial<TeamRow> & Pick<TeamRow, 'team_id' | 'created_at' | 'updated_at'>): TeamRow {
  return {
    team_alias: null,
    organization_id: null,
    object_permission_id: null,
    admins: [],
    members: [],
    members_with_roles: [],
    metadata: emptyObject,
    max_budget: null,
    soft_budget: null,
    spend: 0,
    models: [],
    max_parallel_requests: null,
    tpm_limit: null,
    rpm_limit: null,
    tpd_limit: null,
    budget_duration: null,
    budget_reset_at: null,
    blocked: false,
    model_spend: emptyObject,
    model_max_budget: emptyObject,
    router_settings: emptyObject,
    team_member_permissions: [],
    access_group_ids: [],
    policies: [],
    default_team_member_models: [],
    budget_limits: null,
    model_id: null,
    allow_team_guardrail_config: false,
    ...values,
  };
}

/** A team as its row; members as the JSON column keeps them. */
export function teamAsRow(row: TeamRow, permission: Body = null): Record<string, Body> {
  const members = row.members_with_roles.map(({ role, user_id, user_email }) => ({ role, user_id, user_email }));
  return arranged(rowOrder, { ...shown(row, columns, columnKinds), members_with_roles: members, object_permission: permission });
}

/** A team as one of the proxy's types, and what stands behind it. */
export function teamAsType(row: TeamRow, beside: Readonly<Record<string, Body>> = {}): Record<string, Body> {
  const members = row.members_with_roles.map(({ user_id, user_email, role }) => ({ user_id, user_email, role }));
  const windows = row.budget_limits === null ? null : shownWindows(row.budget_limits);
  const values = { ...shown(row, columns, columnKinds), members_with_roles: members, budget_limits: windows };
  return { ...arranged(typedOrder, values), ...beside };
}

/** A deleted team; some columns are not kept. */
export function deletedTeamBody({ row, ...archive }: DeletedTeam): Record<string, Body> {
  return teamAsType(row, {
    budget_limits: null,
    default_team_member_models: null,
    ...archive,
    deleted_at: Instant.ofMs(archive.deleted_at),
  });
}

/** A membership as answers show it; with its budget when it has one. */
export function membershipBody(row: MembershipRow, budget: BudgetRow | undefined): Record<string, Body> {
  const order = inOrder('user_id team_id budget_id spend total_spend litellm_budget_table');
  const table = budget === undefined ? null : budgetInShort(budget);
  return arranged(order, { ...shown(row, order, kinds('float', 'spend total_spend')), litellm_budget_table: table });
}
