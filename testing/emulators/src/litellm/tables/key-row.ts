import type { Json, JsonObject } from '../values/json.ts';
import { emptyObject } from '../values/json.ts';

/** A virtual key as the database keeps it, under the proxy's own column names. Instants are epoch milliseconds. */
export interface KeyRow {
  /** The secret's hash; the row's identity. */
  readonly token: string;
  readonly key_name: string | null;
  readonly key_alias: string | null;
  readonly soft_budget_cooldown: boolean;
  readonly spend: number;
  readonly total_spend: number;
  readonly expires: number | null;
  readonly models: readonly Json[];
  readonly aliases: JsonObject;
  readonly config: JsonObject;
  readonly router_settings: JsonObject;
  readonly user_id: string | null;
  readonly team_id: string | null;
  readonly agent_id: string | null;
  readonly project_id: string | null;
  readonly permissions: JsonObject;
  readonly max_parallel_requests: number | bigint | null;
  readonly metadata: JsonObject;
  readonly blocked: boolean | null;
  readonly tpm_limit: number | bigint | null;
  readonly rpm_limit: number | bigint | null;
  readonly tpd_limit: number | bigint | null;
  readonly max_budget: number | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: number | null;
  readonly allowed_cache_controls: readonly Json[];
  readonly allowed_routes: readonly Json[];
  readonly key_type: string | null;
  readonly policies: readonly Json[];
  readonly access_group_ids: readonly Json[];
  readonly model_spend: JsonObject;
  readonly model_max_budget: JsonObject;
  readonly budget_fallbacks: JsonObject;
  readonly budget_id: string | null;
  readonly organization_id: string | null;
  readonly object_permission_id: string | null;
  readonly created_at: number;
  readonly created_by: string | null;
  readonly updated_at: number;
  readonly updated_by: string | null;
  readonly settings_updated_at: number | null;
  readonly last_active: number | null;
  readonly rotation_count: number;
  readonly auto_rotate: boolean;
  readonly rotation_interval: string | null;
  readonly last_rotation_at: number | null;
  readonly key_rotation_at: number | null;
  /** The windows, each `{budget_duration, max_budget, reset_at}`. */
  readonly budget_limits: readonly Json[] | null;
}

/** What a row is where nothing else was said. */
const defaults: Omit<KeyRow, 'token' | 'created_at' | 'updated_at'> = {
  key_name: null,
  key_alias: null,
  soft_budget_cooldown: false,
  spend: 0,
  total_spend: 0,
  expires: null,
  models: [],
  aliases: emptyObject,
  config: emptyObject,
  router_settings: emptyObject,
  user_id: null,
  team_id: null,
  agent_id: null,
  project_id: null,
  permissions: emptyObject,
  max_parallel_requests: null,
  metadata: emptyObject,
  blocked: null,
  tpm_limit: null,
  rpm_limit: null,
  tpd_limit: null,
  max_budget: null,
  budget_duration: null,
  budget_reset_at: null,
  allowed_cache_controls: [],
  allowed_routes: [],
  key_type: null,
  policies: [],
  access_group_ids: [],
  model_spend: emptyObject,
  model_max_budget: emptyObject,
  budget_fallbacks: emptyObject,
  budget_id: null,
  organization_id: null,
  object_permission_id: null,
  created_by: null,
  updated_by: null,
  settings_updated_at: null,
  last_active: null,
  rotation_count: 0,
  auto_rotate: false,
  rotation_interval: null,
  last_rotation_at: null,
  key_rotation_at: null,
  budget_limits: null,
};

/** What a new row must say. */
export type NewKeyRow = Partial<KeyRow> & Pick<KeyRow, 'token' | 'created_at' | 'updated_at'>;

/** Makes a row. Defaults are shared, so that a million rows stay small. */
export function keyRow(values: NewKeyRow): KeyRow {
  return Object.assign(Object.create(defaults) as KeyRow, values); // the prototype and the values together are a whole row
}

/** The same row with some columns changed. */
export function changedKey(row: KeyRow, changes: Partial<KeyRow>): KeyRow {
  return Object.assign(Object.create(defaults) as KeyRow, row, changes); // as above
}
