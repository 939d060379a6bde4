import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Fields, Given } from '../schema/schema.ts';
import type { Json, JsonObject } from '../values/json.ts';
import type { HttpFailure } from '../web/failures.ts';
import { fieldNeedsLicence } from './licence.ts';

/** Fields that are kept in the metadata and need a licence, in the order in which they are looked at. */
const licensedFields: readonly string[] = [
  'disable_global_guardrails',
  'guardrails',
  'policies',
  'tags',
  'team_member_key_duration',
  'prompts',
  'secret_manager_settings',
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
  'enforced_batch_output_expires_after',
  'enforced_file_expires_after',
  'throttle_on_budget_exceeded',
  'enable_prompt_caching',
  'end_user_budget_id',
];

/** Fields that have no column of their own. */
export const metadataFields: ReadonlySet<string> = new Set([...licensedFields, ...plainFields]);

/** Without a licence some fields are refused, unless they are empty. @throws {HttpFailure} 403 */
export function checkLicensedFields<F extends Fields>(
  proxy: LiteLLMProxy,
  given: Given<F>,
  refusal: (field: string) => HttpFailure = fieldNeedsLicence,
): void {
  if (proxy.settings.licensed) return;
  const refused = licensedFields.find((name) => {
    const value = written(given, name);
    return value !== undefined && !isEmpty(value);
  });
  if (refused !== undefined) throw refusal(refused);
}

/** The metadata with the fields that were given put into it. */
export function withMetadataFields<F extends Fields>(given: Given<F>, metadata: JsonObject): JsonObject {
  const merged = new Map(metadata);
  for (const name of metadataFields) {
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
