import type { Key } from '../keys/key.ts';
import { readInstant } from '../values/instant.ts';
import { readCount } from '../values/reading.ts';
import { object } from '../values/parameter-checks.ts';

/** What a key may spend, and how much of it is gone. */
export interface KeyBudget {
  readonly spend: number;
  /** The limit of `spend`: the key's own or else its budget's, with what was granted for a while; null: none. */
  readonly limit: number | null;
  /** `spend` of `limit`: 1 is all of it. A limit of 0 is used up from the beginning. Null without a limit. */
  readonly share: number | null;
}

/**
 * Computes what a key may spend. Windows of time (`budget_limits`) are not in it: the proxy does not tell what was spent in them.
 *
 * @param nowMs - epoch milliseconds; a raise of the budget holds until an instant.
 */
export function keyBudget(key: Pick<Key, 'spend' | 'max_budget' | 'litellm_budget_table' | 'metadata'>, nowMs: number): KeyBudget {
  const { spend, metadata } = object('a key', key);
  const own = key.max_budget ?? key.litellm_budget_table?.max_budget ?? null;
  if (own === null) return { spend, limit: null, share: null };
  const until = readInstant(metadata['temp_budget_expiry']);
  const isRaised = until !== null && Date.parse(until) > nowMs;
  const limit = own + (isRaised ? readCount(metadata['temp_budget_increase']) : 0);
  return { spend, limit, share: limit > 0 ? spend / limit : 1 };
}
