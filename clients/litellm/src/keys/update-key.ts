import { routerSettings } from './router-settings.ts';
import { settingChecks } from './key-settings.ts';
import type { KeySettings } from './key-settings.ts';
import { amount, checkParameters, duration, nonEmptyText, refuse } from '../values/parameter-checks.ts';
import type { Check, Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';

/** Settings that the proxy keeps in the metadata, or beside the key: it passes over null for them without a word. */
const withoutNull = [
  'model_rpm_limit',
  'model_tpm_limit',
  'mcp_rpm_limit',
  'tag_rpm_limit',
  'default_estimated_output_tokens',
  'default_estimated_output_tokens_per_model',
  'rpm_limit_type',
  'tpm_limit_type',
  'enforced_params',
  'allowed_vector_store_indexes',
  'throttle_on_budget_exceeded',
  'enable_prompt_caching',
  'end_user_budget_id',
  'tags',
  'guardrails',
  'disable_global_guardrails',
  'policies',
  'prompts',
  'allowed_passthrough_routes',
  'denied_passthrough_routes',
  'object_permission',
] as const satisfies readonly (keyof KeySettings)[];

type WithoutNull = (typeof withoutNull)[number];

/** The same without null: in a change the proxy would pass over it, or answer 400. */
type Kept = { readonly [Name in WithoutNull | 'router_settings']?: NonNullable<KeySettings[Name]> };

/** What shall change in a key. Left out stays as it is; what cannot be null is cleared with something empty, or with the `metadata`. */
export interface UpdateKey extends Omit<KeySettings, keyof Kept>, Kept {
  /**
   * How long the key lives from now on, counted from when the proxy reads it. `-1` or null: for ever; where the proxy limits how long
   * keys may live, `-1` is refused and null gets round the limit.
   */
  readonly duration?: string | null;
  /** Raises the budget for a while; only together with `temp_budget_expiry`. */
  readonly temp_budget_increase?: number;
  /** When the raise ends, in ISO 8601. */
  readonly temp_budget_expiry?: string;
}

const notNull =
  (check: Check): Check =>
  (name, value) => {
    if (value === null) throw refuse(`${name} is not cleared by null, which the proxy passes over; give an empty value or change metadata`);
    check(name, value);
  };

const updateChecks: Checks<UpdateKey> = {
  ...settingChecks,
  // Every name has its check there.
  ...(Object.fromEntries(withoutNull.map((name) => [name, notNull(settingChecks[name])])) as Checks<Pick<UpdateKey, WithoutNull>>),
  router_settings: routerSettings,
  duration: (name, value) => {
    if (value !== null && value !== '-1') duration(name, value);
  },
  temp_budget_increase: amount,
  temp_budget_expiry: nonEmptyText,
};

/** @throws {ConfigurationError} for what the proxy would refuse, misread or silently ignore. */
export function updateBody(changes: UpdateKey): Fields {
  const body = checkParameters('a key', changes, updateChecks);
  if ((body['temp_budget_increase'] === undefined) !== (body['temp_budget_expiry'] === undefined)) {
    throw refuse('temp_budget_increase and temp_budget_expiry are set together');
  }
  return body;
}
