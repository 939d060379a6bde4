import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Json } from '../values/json.ts';
import { Float } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import { DurationError, durationSeconds } from '../values/durations.ts';
import { PlainFailure, refused } from '../web/failures.ts';

/** The fields that a configuration can limit, in the order in which they are looked at. */
export interface Limited {
  duration: string | null;
  max_budget: number | null;
  max_parallel_requests: number | bigint | null;
  tpm_limit: number | bigint | null;
  rpm_limit: number | bigint | null;
  budget_duration: string | null;
}

const limitedNames = ['duration', 'max_budget', 'max_parallel_requests', 'tpm_limit', 'rpm_limit', 'budget_duration'] as const;

/** Fills in what a configuration says that keys get by default. */
export function withDefaults(proxy: LiteLLMProxy, asked: Limited): Limited {
  const defaults = proxy.settings.strict.default_key_generate_params ?? {};
  return Object.fromEntries(limitedNames.map((name) => [name, asked[name] ?? defaults[name] ?? null])) as unknown as Limited; // all names are there
}

/**
 * Compares with the most that a configuration allows. What is above is refused, never cut down.
 * @param fill whether what was left out becomes the most
 * @throws {HttpFailure} 400
 */
export function withinBounds(proxy: LiteLLMProxy, asked: Limited, fill: boolean): Limited {
  const bounds = proxy.settings.strict.upperbound_key_generate_params;
  if (bounds === undefined) return asked;
  const result: Record<string, Json> = { ...asked };
  for (const name of limitedNames) {
    const bound = bounds[name];
    const value = asked[name];
    if (bound === undefined) continue;
    if (value === null) {
      if (fill) result[name] = bound;
    } else if (isAbove(value, bound, proxy.nowMs)) throw above(name, value, bound);
  }
  return result as unknown as Limited; // the same names with values of the same kinds
}

function isAbove(value: string | number | bigint, bound: string | number, nowMs: number): boolean {
  if (typeof value !== 'string' || typeof bound !== 'string') return value > bound;
  return value === '-1' || seconds(value, nowMs) > seconds(bound, nowMs);
}

function above(name: string, value: string | number | bigint, bound: string | number) {
  const asMoney = (amount: string | number | bigint) => inserted(name === 'max_budget' ? new Float(Number(amount)) : amount);
  return refused(400, `${name} is over max limit set in config - user_value=${asMoney(value)}; max_value=${asMoney(bound)}`);
}

function seconds(duration: string, nowMs: number): number {
  try {
    return durationSeconds(duration, nowMs);
  } catch (error) {
    if (error instanceof DurationError) throw new PlainFailure(error.message);
    throw error;
  }
}
