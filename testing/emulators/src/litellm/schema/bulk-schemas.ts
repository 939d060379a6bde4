import { model, listOf, object } from './nested-types.ts';
import { instant, integer, number, text } from './plain-types.ts';
import type { Given } from './schema.ts';
import { optional, required } from './schema.ts';
import { budgetWindow, limitType, no, objectPermissionFields, texts } from './shared-fields.ts';

const bulkItem = model({
  fields: {
    key: required(text),
    budget_id: optional(text),
    max_budget: optional(number),
    team_id: optional(text),
    tags: optional(texts),
    object_permission: optional(objectPermissionFields),
  },
});

/** Changes for many keys, one each. */
export const bulkUpdateSchema = { fields: { keys: required(listOf(bulkItem)) } };

const teamChangeFields = {
  max_budget: optional(number),
  budget_id: optional(text),
  budget_duration: optional(text),
  budget_limits: optional(listOf(budgetWindow)),
  model_max_budget: optional(object),
  tpm_limit: optional(integer),
  rpm_limit: optional(integer),
  model_tpm_limit: optional(object),
  model_rpm_limit: optional(object),
  max_parallel_requests: optional(integer),
  rpm_limit_type: optional(limitType),
  tpm_limit_type: optional(limitType),
  temp_budget_increase: optional(number),
  temp_budget_expiry: optional(instant),
  duration: optional(text),
  tags: optional(texts),
  metadata: optional(object),
};

/** The one object that refuses fields it does not know. */
const teamChange = model({
  fields: teamChangeFields,
  closed: true,
  rule({ values, names }: Given<typeof teamChangeFields>) {
    if ((values.temp_budget_increase === null) !== (values.temp_budget_expiry === null)) {
      return 'temp_budget_increase and temp_budget_expiry must be set together';
    }
    return names.size === 0 ? 'update_fields must specify at least one field to update.' : undefined;
  },
});

const teamBulkUpdateFields = {
  team_id: required(text),
  key_ids: optional(texts),
  all_keys_in_team: no,
  update_fields: required(teamChange),
};

/** One change for many keys of a team: for those that are named, or for all. */
export const teamBulkUpdateSchema = {
  fields: teamBulkUpdateFields,
  rule({ values }: Given<typeof teamBulkUpdateFields>) {
    const named = values.key_ids !== null && values.key_ids.length > 0;
    if (named && values.all_keys_in_team) return 'Provide either `key_ids` or `all_keys_in_team=True`, not both.';
    return named || values.all_keys_in_team ? undefined : 'Must provide either `key_ids` (non-empty) or `all_keys_in_team=True`.';
  },
};
