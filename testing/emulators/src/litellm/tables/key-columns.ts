import type { Body } from '../values/json.ts';
import { Instant } from '../values/json.ts';
import { timeText } from '../values/time-text.ts';
import { arranged, inOrder, kinds, shown } from './columns.ts';
import type { KeyRow } from './key-row.ts';

/** The columns in the database's order. */
const columns = inOrder(`
  token key_name key_alias soft_budget_cooldown spend total_spend expires models aliases config router_settings user_id team_id agent_id
  project_id permissions max_parallel_requests metadata blocked tpm_limit rpm_limit tpd_limit max_budget budget_duration budget_reset_at
  allowed_cache_controls allowed_routes key_type policies access_group_ids model_spend model_max_budget budget_fallbacks budget_id
  organization_id object_permission_id created_at created_by updated_at updated_by settings_updated_at last_active rotation_count
  auto_rotate rotation_interval last_rotation_at key_rotation_at budget_limits`);

const columnKinds = {
  ...kinds('float', 'spend total_spend max_budget'),
  ...kinds('instant', 'expires budget_reset_at created_at updated_at settings_updated_at last_active last_rotation_at key_rotation_at'),
};

const rowOrder = [
  ...columns,
  ...inOrder('litellm_budget_table litellm_organization_table litellm_project_table object_permission jwt_key_mappings'),
];

const typedOrder = inOrder(`
  token key_name key_alias spend total_spend max_budget expires models aliases config user_id team_id agent_id project_id
  max_parallel_requests metadata tpm_limit rpm_limit tpd_limit budget_duration budget_reset_at allowed_cache_controls allowed_routes
  key_type permissions model_spend model_max_budget budget_fallbacks soft_budget_cooldown blocked litellm_budget_table budget_id org_id
  created_at created_by updated_at updated_by settings_updated_at last_active object_permission_id object_permission access_group_ids
  rotation_count auto_rotate rotation_interval last_rotation_at key_rotation_at router_settings budget_limits`);

const authOrder = [
  ...typedOrder,
  ...inOrder(`
    team_spend team_alias team_tpm_limit team_rpm_limit team_tpd_limit team_max_budget team_soft_budget team_model_max_budget team_models
    team_blocked soft_budget team_model_aliases team_member team_metadata team_object_permission_id team_member_spend
    team_member_tpm_limit team_member_rpm_limit end_user_id end_user_tpm_limit end_user_rpm_limit end_user_tpd_limit
    end_user_max_budget end_user_model_max_budget organization_alias organization_max_budget organization_tpm_limit
    organization_rpm_limit organization_metadata project_alias project_metadata last_refreshed_at api_key user_role
    allowed_model_region parent_otel_span rpm_limit_per_model tpm_limit_per_model user_tpm_limit user_rpm_limit user_email user_spend
    user_max_budget user_model_max_budget request_route is_session_token user created_by_user end_user_object_permission
    team_object_permission jwt_claims`),
];

const archiveOrder = [...typedOrder, ...inOrder('id organization_id deleted_at deleted_by deleted_by_api_key litellm_changed_by')];

/** What stands beside a key in an answer: rows of other tables, by the name under which they are shown. */
export type Relations = Readonly<Record<string, Body>>;

/** A key as its row: all columns, and the relations. */
export function keyAsRow(row: KeyRow, relations: Relations = {}): Record<string, Body> {
  return arranged(rowOrder, { ...keyValues(row), ...relations });
}

/** The same, with its end as a text: so it is where the proxy made one of it before it wrote the answer. */
export function keyWithPlainExpiry(row: KeyRow): Record<string, Body> {
  return keyAsRow(row, { expires: row.expires === null ? null : timeText(Instant.ofMs(row.expires), 'plain') });
}

/** A key as one of the proxy's own types: fewer columns, in another order. */
export function keyAsType(row: KeyRow, relations: Relations = {}): Record<string, Body> {
  return arranged(typedOrder, { ...keyValues(row), ...relations });
}

/** A key as lists show it whole: with everything that authorization could add to it. */
export function keyAsListed(row: KeyRow, relations: Relations = {}): Record<string, Body> {
  return arranged(authOrder, { ...keyValues(row), team_models: [], team_blocked: false, is_session_token: false, ...relations });
}

/** A deleted key; `archive` are the columns that only the archive has. */
export function keyAsArchived(row: KeyRow, archive: Relations): Record<string, Body> {
  return arranged(archiveOrder, { ...keyValues(row), ...archive });
}

/** Every column as answers show it. */
export function keyValues(row: KeyRow): Record<string, Body> {
  return shown(row, columns, columnKinds);
}
