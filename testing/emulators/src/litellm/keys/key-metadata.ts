import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Fields, Given } from '../schema/schema.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { fieldNeedsLicence } from './licence.ts';

/** Fields that are kept in the metadata and need a licence, in the order in which they are looked at. */
const licensedFields: readonly string[] = [
  'disable_global_guardrails',
  'guardrails',
  'policies',
  'tags',
  'prompts',
  'allowed_passthrough_routes',
  'denied_passthrough_routes',
];

/** Fields that are kept in the metadata, in the order in which they are put there. */
const plainFields: readonly string[] = [
  'model_rpm_limit',
  'model_tpm_limit',
  'default_estimated_output_tokens',
  'default_estimated_output_tokens_per_model',
  'mcp_rpm_limit',
  'tag_rpm_limit',
  'rpm_limit_type',
  'tpm_limit_type',
  'enforced_params',
  'temp_budget_increase',
  'temp_budget_expiry',
  'allowed_vector_store_indexes',
  'throttle_on_budget_exceeded',
  'enable_prompt_caching',
  'end_user_budget_id',
];

/** Fields that have no column of their own. */
export const metadataFields: ReadonlySet<string> = new Set([...licensedFields, ...plainFields]);

/**
 * The metadata with the fields that were given put into it. Without a licence some of them are refused, unless they
 * are empty.
 * @throws {HttpFailure} 403
 */
export function withMetadataFields<F extends Fields>(proxy: LiteLLMProxy, given: Given<F>, metadata: JsonObject): JsonObject {
  const merged = new Map(metadata);
  for (const name of licensedFields) {
    const value = written(given, name);
    if (value === undefined) continue;
    if (!isEmpty(value) && !proxy.settings.licensed) throw fieldNeedsLicence(name);
    merged.set(name, value);
  }
  for (const name of plainFields) {
    const value = written(given, name);
    if (value !== undefined) merged.set(name, value);
  }
  return merged;
}

/** A field's value as JSON; `undefined` when it was not given or is null. */
export function written<F extends Fields>(given: Given<F>, name: string): Json | undefined {
  const field = given.fields[name];
  const value = (given.values as Readonly<Record<string, unknown>>)[name];
  if (field === undefined || value === null || value === undefined) return undefined;
  return field.type.write(value); // read by the same type
}

function isEmpty(value: Json): boolean {
  return value === false || value === '' || (Array.isArray(value) && value.length === 0);
}
