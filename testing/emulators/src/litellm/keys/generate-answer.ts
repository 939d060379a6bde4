import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { routerSettingsFields } from '../schema/shared-fields.ts';
import { arranged, inOrder } from '../tables/columns.ts';
import { keyValues } from '../tables/key-columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import type { Body, JsonObject } from '../values/json.ts';
import { Instant } from '../values/json.ts';
import { shownWindows } from './budget-windows.ts';

/** The fields of the answer; many are there and never filled. */
const order = inOrder(`
  key_alias duration models spend max_budget user_id team_id agent_id max_parallel_requests metadata tpm_limit rpm_limit budget_duration
  budget_limits allowed_cache_controls config permissions model_max_budget budget_fallbacks model_rpm_limit model_tpm_limit mcp_rpm_limit
  tag_rpm_limit guardrails policies prompts blocked aliases object_permission key tpd_limit default_estimated_output_tokens
  default_estimated_output_tokens_per_model budget_id end_user_budget_id tags disable_global_guardrails enable_prompt_caching
  throttle_on_budget_exceeded enforced_params allowed_routes allowed_passthrough_routes denied_passthrough_routes
  allowed_vector_store_indexes rpm_limit_type tpm_limit_type router_settings access_group_ids key_name key_type expires token_id
  organization_id project_id litellm_budget_table token created_by updated_by created_at updated_at`);

const unanswered = inOrder('policies object_permission');

/** What an answer is made of. */
export interface Generated {
  readonly proxy: LiteLLMProxy;
  /** The key as it was asked for. */
  readonly row: KeyRow;
  readonly secret: string;
  /** The key that was there already; then only its instants and its budget show. */
  readonly existing: KeyRow | undefined;
  /** The end in microseconds: the answer shows more of it than is kept. */
  readonly expiresUs: number | null;
}

/** The answer to a request for a key: what was asked for, the secret, and a little of what was stored. */
export function generateAnswer({ proxy, row, secret, existing, expiresUs }: Generated): Record<string, Body> {
  const kept = existing ?? row;
  const values = keyValues(row);
  return arranged(order, {
    ...values,
    ...Object.fromEntries(unanswered.map((name) => [name, null])),
    budget_limits: row.budget_limits === null ? null : shownWindows(row.budget_limits),
    key: secret,
    expires: expiresUs === null ? null : Instant.ofUs(expiresUs),
    token_id: row.token,
    litellm_budget_table: proxy.budgetOf(kept),
    router_settings: shownSettings(row.router_settings),
    created_at: Instant.ofMs(kept.created_at),
    updated_at: Instant.ofMs(kept.updated_at),
  });
}

/** Settings with every field there is. */
export function shownSettings(settings: JsonObject): Record<string, Body> {
  return Object.fromEntries(
    Object.entries(routerSettingsFields).map(([name, field]) => [
      name,
      settings.get(name) ?? (name === 'model_group_alias' ? new Map() : (field.fallback as null)),
    ]),
  );
}

/** The same fields without any value: what the answer to a new user without a key is made of. */
export function emptyGenerated(values: Readonly<Record<string, Body>>): Record<string, Body> {
  return arranged(order, values);
}
