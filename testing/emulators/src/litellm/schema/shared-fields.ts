import { emptyObject } from '../values/json.ts';
import type { FieldType } from './field-type.ts';
import { either, listOf, model, object, objectOf } from './nested-types.ts';
import { anything, bounded, flag, instant, integer, number, oneOf, text } from './plain-types.ts';
import { defaulting, optional, required } from './schema.ts';

/** A type for which the empty text is null. */
export function blankAsNull<Value>(type: FieldType<Value>): FieldType<Value | null> {
  return {
    read: (value, loc, problems) => (value === '' ? null : type.read(value, loc, problems)),
    write: (value) => (value === null ? null : type.write(value)),
  };
}

/** Any list. */
export const list = listOf(anything);

/** A list of texts. */
export const texts = listOf(text);

/** A whole number above zero. */
export const positive = bounded(integer, { above: 0 });

/** What a limit of requests or tokens can mean. */
export const limitType = oneOf('literal_error', ['guaranteed_throughput', 'best_effort_throughput', 'dynamic']);

/** A budget for a while: how much, and how long until it starts anew. */
export const budgetWindow = model({
  fields: { budget_duration: required(text), max_budget: required(number), reset_at: optional(instant) },
});

/** An index of vectors and what may be done with it. */
export const vectorIndex = model({
  fields: { index_name: required(text), index_permissions: required(listOf(oneOf('literal_error', ['read', 'write']))) },
});

/** What may be used besides models. */
export const objectPermissionFields = model({
  fields: {
    mcp_servers: optional(texts),
    mcp_access_groups: optional(texts),
    mcp_tool_permissions: optional(objectOf(texts)),
    mcp_toolsets: optional(texts),
    blocked_tools: optional(texts),
    vector_stores: optional(texts),
    agents: optional(texts),
    agent_access_groups: optional(texts),
    models: optional(texts),
    search_tools: optional(texts),
    mcp_tool_search_enabled: optional(flag),
    skills: optional(texts),
  },
});

const retries = Object.fromEntries(
  [
    'BadRequest',
    'Authentication',
    'Timeout',
    'RateLimit',
    'ContentPolicyViolation',
    'InternalServer',
    'ServiceUnavailable',
    'NotFound',
  ].map((name) => [`${name}ErrorRetries`, optional(integer)] as const),
);
const retryPolicy = model({ fields: { ...retries, DefaultRetries: optional(integer) } });

const routingGroup = model({
  fields: {
    group_name: required(text),
    models: required(texts),
    routing_strategy: required(text),
    routing_strategy_args: optional(object),
    model_priorities: optional(objectOf(bounded(integer, { min: 1 }))),
  },
});

/** How calls are spread over deployments. */
export const routerSettingsFields = {
  routing_strategy_args: optional(object),
  routing_strategy: optional(text),
  routing_groups: optional(listOf(routingGroup)),
  retry_policy: optional(retryPolicy),
  model_group_retry_policy: optional(objectOf(retryPolicy)),
  model_group_affinity_config: optional(objectOf(texts)),
  allowed_fails: optional(integer),
  cooldown_time: optional(number),
  num_retries: optional(integer),
  timeout: optional(number),
  max_retries: optional(integer),
  retry_after: optional(number),
  fallbacks: optional(listOf(object)),
  context_window_fallbacks: optional(listOf(object)),
  model_group_alias: optional(objectOf(either(['str', text], ['dict[any,any]', object])), new Map()),
  enable_tag_filtering: optional(flag),
  weights: optional(object),
  tag_routing_prefix: optional(text),
  optional_pre_call_checks: optional(
    listOf(
      oneOf('literal_error', [
        'prompt_caching',
        'router_budget_limiting',
        'responses_api_deployment_check',
        'deployment_affinity',
        'session_affinity',
        'forward_client_headers_by_model_group',
        'enforce_model_rate_limits',
        'encrypted_content_affinity',
      ]),
    ),
  ),
};

/** The same as a type. */
export const routerSettings = model({ fields: routerSettingsFields });

/** What keys, users and their requests have in common, in the proxy's order. */
export const requestFields = {
  key_alias: optional(text),
  duration: optional(text),
  models: optional(list, []),
  spend: optional(number, 0),
  max_budget: optional(blankAsNull(number)),
  user_id: optional(text),
  team_id: optional(text),
  agent_id: optional(text),
  max_parallel_requests: optional(integer),
  metadata: optional(object, emptyObject),
  tpm_limit: optional(integer),
  rpm_limit: optional(integer),
  budget_duration: optional(text),
  budget_limits: optional(listOf(budgetWindow)),
  allowed_cache_controls: optional(list, []),
  config: optional(object, emptyObject),
  permissions: optional(object, emptyObject),
  model_max_budget: optional(object, emptyObject),
  budget_fallbacks: optional(objectOf(texts)),
  model_rpm_limit: optional(object),
  model_tpm_limit: optional(object),
  mcp_rpm_limit: optional(objectOf(integer)),
  tag_rpm_limit: optional(objectOf(integer)),
  guardrails: optional(texts),
  policies: optional(texts),
  prompts: optional(texts),
  blocked: optional(flag),
  aliases: optional(object, emptyObject),
  object_permission: optional(objectPermissionFields),
};

/** A page number in a query. */
export const page = defaulting(bounded(integer, { min: 1 }), 1);

/** How many entries a page has. */
export const pageSize = (fallback: number) => defaulting(bounded(integer, { min: 1, max: 100 }), fallback);

/** A yes or no in a query. */
export const no = defaulting(flag, false);
