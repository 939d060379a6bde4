import { ConfigurationError } from '@keyrack/http';
import { settingChecks } from './key-settings.ts';
import type { KeySettings } from './key-settings.ts';
import { amount, checkParameters, duration, nonEmptyText, orNull } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';

/** What shall change in a key. Left out stays as it is. */
export interface UpdateKey extends KeySettings {
  /**
   * How long the key lives from now on, counted from when the proxy reads it. `-1` or null: for ever; where the proxy limits how long
   * keys may live, `-1` is refused and null gets round the limit.
   */
  readonly duration?: string | null;
  /** Raises the budget for a while; only together with `temp_budget_expiry`. */
  readonly temp_budget_increase?: number | null;
  /** When the raise ends, in ISO 8601. */
  readonly temp_budget_expiry?: string | null;
}

const updateChecks: Checks<UpdateKey> = {
  ...settingChecks,
  duration: (name, value) => {
    if (value !== null && value !== '-1') duration(name, value);
  },
  temp_budget_increase: orNull(amount),
  temp_budget_expiry: orNull(nonEmptyText),
};

/** @throws {ConfigurationError} for what the proxy would refuse, misread or silently ignore. */
export function updateBody(changes: UpdateKey): Fields {
  const body = checkParameters('a key', changes, updateChecks);
  if ((body['temp_budget_increase'] === undefined) !== (body['temp_budget_expiry'] === undefined)) {
    throw new ConfigurationError('litellm', 'temp_budget_increase and temp_budget_expiry are set together');
  }
  return body;
}
