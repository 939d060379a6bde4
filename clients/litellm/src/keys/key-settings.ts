import {
  amount,
  duration,
  finiteNumber,
  flag,
  listOfRecords,
  nonEmptyText,
  oneOf,
  orNull,
  record,
  text,
  texts,
  wholeNumber,
} from '../values/parameter-checks.ts';
import type { Check, Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import { routerSettings, within } from './router-settings.ts';
import type { RouterSettings } from './router-settings.ts';

/** A budget for one window of time; a key can have several. */
export interface NewBudgetWindow {
  /** `1h`, `1d`, `30d`; starts anew at calendar boundaries in UTC. */
  readonly budget_duration: string;
  readonly max_budget: number;
}

/** What besides models a key may use. */
export interface ObjectPermission {
  readonly mcp_servers?: readonly string[] | null;
  readonly mcp_access_groups?: readonly string[] | null;
  readonly mcp_tool_permissions?: Readonly<Record<string, readonly string[]>> | null;
  readonly mcp_toolsets?: readonly string[] | null;
  readonly mcp_tool_search_enabled?: boolean | null;
  readonly blocked_tools?: readonly string[] | null;
  readonly vector_stores?: readonly string[] | null;
  readonly agents?: readonly string[] | null;
  readonly agent_access_groups?: readonly string[] | null;
  readonly models?: readonly string[] | null;
  readonly search_tools?: readonly string[] | null;
  readonly skills?: readonly string[] | null;
}

/** An index of a vector store, and what may be done with it. */
export interface VectorStoreIndex {
  readonly index_name: string;
  readonly index_permissions: readonly ('read' | 'write')[];
}

/** How a share of a team's throughput is kept for a key. */
export type ThroughputKind = 'guaranteed_throughput' | 'best_effort_throughput' | 'dynamic';

/**
 * What can be said of a key when it is made and when it is changed. Left out means: the proxy's default, or as it was. Null clears
 * what can be cleared; the others are cleared with `[]`, `{}` or `0`. Amounts are in the proxy's currency.
 */
export interface KeySettings {
  /** A name for people. Unique over all keys, but by a look-up only. */
  readonly key_alias?: string | null;
  /** The models that the key may call; empty: all. Names are not checked. */
  readonly models?: readonly string[];
  /** What counts as spent already, **not** a limit: that is `max_budget`. */
  readonly spend?: number;
  /** The most that may be spent; 0 means nothing at all, null no limit. */
  readonly max_budget?: number | null;
  /** Spending more than this only raises an alert. Makes a budget of its own for the key. */
  readonly soft_budget?: number | null;
  /** After which time the spending starts at 0 again, at calendar boundaries in UTC: `1d` midnight, `7d` Monday, `30d` the first. */
  readonly budget_duration?: string | null;
  readonly budget_limits?: readonly NewBudgetWindow[] | null;
  /** A budget that exists. */
  readonly budget_id?: string | null;
  readonly end_user_budget_id?: string | null;
  readonly budget_fallbacks?: Readonly<Record<string, readonly string[]>>;
  /** Needs a licensed proxy. */
  readonly model_max_budget?: Fields;
  readonly throttle_on_budget_exceeded?: boolean | null;
  readonly max_parallel_requests?: number | null;
  /** Tokens per minute. */
  readonly tpm_limit?: number | null;
  /** Requests per minute. */
  readonly rpm_limit?: number | null;
  /** Tokens per day. */
  readonly tpd_limit?: number | null;
  /** `guaranteed_throughput` is refused when the team has not that much left. */
  readonly tpm_limit_type?: ThroughputKind | null;
  readonly rpm_limit_type?: ThroughputKind | null;
  /** Requests per minute by model; kept in `metadata`. */
  readonly model_rpm_limit?: Readonly<Record<string, number>> | null;
  /** Tokens per minute by model; kept in `metadata`. */
  readonly model_tpm_limit?: Readonly<Record<string, number>> | null;
  readonly mcp_rpm_limit?: Readonly<Record<string, number>> | null;
  readonly tag_rpm_limit?: Readonly<Record<string, number>> | null;
  readonly default_estimated_output_tokens?: number | null;
  readonly default_estimated_output_tokens_per_model?: Readonly<Record<string, number>> | null;
  readonly blocked?: boolean | null;
  /** Anything of yours. A change replaces it whole, the limits that the proxy keeps in it included. */
  readonly metadata?: Fields;
  /** Names for models that only this key has. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly config?: Fields;
  readonly router_settings?: RouterSettings | null;
  readonly permissions?: Fields;
  readonly allowed_cache_controls?: readonly string[];
  readonly allowed_routes?: readonly string[];
  /** Needs a licensed proxy. */
  readonly allowed_passthrough_routes?: readonly string[] | null;
  /** Needs a licensed proxy. */
  readonly denied_passthrough_routes?: readonly string[] | null;
  readonly allowed_vector_store_indexes?: readonly VectorStoreIndex[] | null;
  readonly object_permission?: ObjectPermission | null;
  readonly access_group_ids?: readonly string[];
  /** Needs a licensed proxy; `metadata.tags` does not. */
  readonly tags?: readonly string[] | null;
  /** Needs a licensed proxy. */
  readonly guardrails?: readonly string[] | null;
  /** Needs a licensed proxy. */
  readonly disable_global_guardrails?: boolean | null;
  /** Needs a licensed proxy. */
  readonly policies?: readonly string[] | null;
  /** Needs a licensed proxy. */
  readonly prompts?: readonly string[] | null;
  readonly enforced_params?: readonly string[] | null;
  readonly enable_prompt_caching?: boolean | null;
  /** Kept by every proxy; only a licensed one acts on it, and only with a `rotation_interval`. */
  readonly auto_rotate?: boolean | null;
  readonly rotation_interval?: string | null;
  /** Not checked. */
  readonly user_id?: string | null;
  /** Not checked when an admin makes a key: with a team that is not there the key is useless. */
  readonly team_id?: string | null;
  readonly agent_id?: string | null;
  readonly project_id?: string | null;
  readonly organization_id?: string | null;
}

const throughputKind = orNull(oneOf('guaranteed_throughput', 'best_effort_throughput', 'dynamic'));
const nullableText = orNull(text);
const nullableTexts = orNull(texts);
const nullableRecord = orNull(record);
const nullableWholeNumber = orNull(wholeNumber);
const nullableFlag = orNull(flag);

const permissionChecks: Checks<ObjectPermission> = {
  mcp_servers: nullableTexts,
  mcp_access_groups: nullableTexts,
  mcp_tool_permissions: nullableRecord,
  mcp_toolsets: nullableTexts,
  mcp_tool_search_enabled: nullableFlag,
  blocked_tools: nullableTexts,
  vector_stores: nullableTexts,
  agents: nullableTexts,
  agent_access_groups: nullableTexts,
  models: nullableTexts,
  search_tools: nullableTexts,
  skills: nullableTexts,
};

/** Checks an {@link ObjectPermission}, whose unknown names the proxy would pass over. */
export const objectPermission = within(permissionChecks);

const vectorStoreIndexes: Check = (name, value) => {
  listOfRecords(name, value);
  // Just checked.
  for (const [index, item] of (value as readonly Fields[]).entries()) {
    nonEmptyText(`${name}[${index}].index_name`, item['index_name']);
    texts(`${name}[${index}].index_permissions`, item['index_permissions']);
  }
};

const budgetWindows: Check = (name, value) => {
  listOfRecords(name, value);
  // Just checked.
  for (const [index, window] of (value as readonly Fields[]).entries()) {
    duration(`${name}[${index}].budget_duration`, window['budget_duration']);
    amount(`${name}[${index}].max_budget`, window['max_budget']);
  }
};

/** How each setting is checked before it is sent. Where null is not taken, the proxy answers 400, after trying for seconds. */
export const settingChecks: Checks<KeySettings> = {
  key_alias: orNull(nonEmptyText),
  models: texts,
  spend: finiteNumber,
  max_budget: orNull(amount),
  soft_budget: orNull(amount),
  budget_duration: orNull(duration),
  budget_limits: orNull(budgetWindows),
  budget_id: nullableText,
  end_user_budget_id: nullableText,
  budget_fallbacks: record,
  model_max_budget: record,
  throttle_on_budget_exceeded: nullableFlag,
  max_parallel_requests: nullableWholeNumber,
  tpm_limit: nullableWholeNumber,
  rpm_limit: nullableWholeNumber,
  tpd_limit: nullableWholeNumber,
  tpm_limit_type: throughputKind,
  rpm_limit_type: throughputKind,
  model_rpm_limit: nullableRecord,
  model_tpm_limit: nullableRecord,
  mcp_rpm_limit: nullableRecord,
  tag_rpm_limit: nullableRecord,
  default_estimated_output_tokens: nullableWholeNumber,
  default_estimated_output_tokens_per_model: nullableRecord,
  blocked: nullableFlag,
  metadata: record,
  aliases: record,
  config: record,
  router_settings: orNull(routerSettings),
  permissions: record,
  allowed_cache_controls: texts,
  allowed_routes: texts,
  allowed_passthrough_routes: nullableTexts,
  denied_passthrough_routes: nullableTexts,
  allowed_vector_store_indexes: orNull(vectorStoreIndexes),
  object_permission: orNull(objectPermission),
  access_group_ids: texts,
  tags: nullableTexts,
  guardrails: nullableTexts,
  disable_global_guardrails: nullableFlag,
  policies: nullableTexts,
  prompts: nullableTexts,
  enforced_params: nullableTexts,
  enable_prompt_caching: nullableFlag,
  auto_rotate: nullableFlag,
  rotation_interval: orNull(duration),
  user_id: nullableText,
  team_id: nullableText,
  agent_id: nullableText,
  project_id: nullableText,
  organization_id: nullableText,
};
