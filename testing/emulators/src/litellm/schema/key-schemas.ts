import { isObject, numberOf } from '../values/json.ts';
import type { JsonObject } from '../values/json.ts';
import { fieldType } from './field-type.ts';
import { listOf, object, objectOf } from './nested-types.ts';
import { anything, flag, instant, integer, number, oneOf, text } from './plain-types.ts';
import type { Given } from './schema.ts';
import { defaulting, optional, required } from './schema.ts';
import {
  blankAsNull,
  limitType,
  list,
  no,
  page,
  pageSize,
  positive,
  requestFields,
  routerSettings,
  texts,
  vectorIndex,
} from './shared-fields.ts';

/** What every request about a key may hold, in the proxy's order. */
const keyFields = {
  ...requestFields,
  key: optional(text),
  tpd_limit: optional(integer),
  default_estimated_output_tokens: optional(positive),
  default_estimated_output_tokens_per_model: optional(objectOf(positive)),
  budget_id: optional(text),
  end_user_budget_id: optional(text),
  tags: optional(texts),
  disable_global_guardrails: optional(flag),
  enable_prompt_caching: optional(flag),
  throttle_on_budget_exceeded: optional(flag),
  enforced_params: optional(texts),
  allowed_routes: optional(list, []),
  allowed_passthrough_routes: optional(list),
  denied_passthrough_routes: optional(texts),
  allowed_vector_store_indexes: optional(listOf(vectorIndex)),
  rpm_limit_type: optional(limitType),
  tpm_limit_type: optional(limitType),
  router_settings: optional(routerSettings),
  access_group_ids: optional(texts),
};

/** What a request for a new key may hold. */
const generateFields = {
  ...keyFields,
  team_id: optional(blankAsNull(text)),
  soft_budget: optional(number),
  send_invite_email: optional(flag),
  key_type: optional(oneOf('enum', ['llm_api', 'management', 'read_only', 'default']), 'default' as const),
  auto_rotate: optional(flag, false),
  rotation_interval: optional(text),
  organization_id: optional(blankAsNull(text)),
  project_id: optional(blankAsNull(text)),
};

/** A request for a new key, read. */
export type GenerateRequest = Given<typeof generateFields>;

export const generateSchema = { fields: generateFields };

export const regenerateSchema = {
  fields: {
    ...generateFields,
    spend: optional(number),
    metadata: optional(object),
    new_key: optional(text),
    new_master_key: optional(text),
    grace_period: optional(text),
  },
};

/** What a change of a key may hold. */
export const updateFields = {
  ...keyFields,
  spend: optional(number),
  metadata: optional(object),
  soft_budget: optional(number),
  temp_budget_increase: optional(number),
  temp_budget_expiry: optional(instant),
  auto_rotate: optional(flag),
  rotation_interval: optional(text),
  organization_id: optional(blankAsNull(text)),
  project_id: optional(text),
};

/** A change of a key, read. */
export type UpdateRequest = Given<typeof updateFields>;

export const updateSchema = {
  fields: updateFields,
  rule({ values }: UpdateRequest) {
    if ((values.temp_budget_increase === null) !== (values.temp_budget_expiry === null)) {
      return 'temp_budget_increase and temp_budget_expiry must be set together';
    }
    return values.key === null && values.key_alias === null ? 'either key or key_alias must be provided' : undefined;
  },
};

/** Whether Python takes a value for nothing. */
const isNothing = (source: JsonObject, name: string): boolean => {
  const value = source.get(name);
  if (isObject(value)) return value.size === 0;
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '' || value === false || numberOf(value) === 0;
};

/** Keys by secret or hash, or by alias. */
export const keysSchema = {
  fields: { keys: optional(texts), key_aliases: optional(texts) },
  looksFirst: (source: JsonObject) =>
    isNothing(source, 'keys') && isNothing(source, 'key_aliases') ? "At least one of 'keys' or 'key_aliases' must be provided." : undefined,
};

/** One key, by secret or hash. */
export const oneKeySchema = { fields: { key: required(text) } };

/** A number that is not a yes or no. */
const plainNumber = fieldType<number>(
  (value) => {
    if (typeof value === 'boolean') return { type: 'value_error', msg: 'Value error, reset_to must be a number, not a boolean' };
    const problems: { readonly type: string; readonly msg: string }[] = [];
    const read = number.read(value, [], problems as never);
    return read === undefined ? (problems[0] ?? { type: 'float_type', msg: '' }) : { value: read };
  },
  (value) => number.write(value),
);

export const resetSpendSchema = { fields: { reset_to: required(plainNumber) } };

export const listSchema = {
  fields: {
    page,
    size: pageSize(10),
    user_id: optional(text),
    team_id: optional(text),
    organization_id: optional(text),
    key_hash: optional(text),
    key_alias: optional(text),
    search: optional(text),
    return_full_object: no,
    include_team_keys: no,
    include_created_by_keys: no,
    sort_by: optional(text),
    sort_order: defaulting(text, 'desc'),
    expand: optional(listOf(text)),
    status: optional(text),
    project_id: optional(text),
    access_group_id: optional(text),
    agent_id: optional(text),
    substring_matching: no,
    expires: optional(text),
  },
  lists: ['expand'],
};

export const aliasesSchema = { fields: { page, size: pageSize(50), search: optional(text), team_id: optional(text) } };

export const infoSchema = { fields: { key: optional(text) } };

/** Any fields: for endpoints that look for themselves. */
export const anyFields = { fields: { model: optional(anything), messages: optional(anything), stream: optional(anything) } };
