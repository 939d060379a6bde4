import { asStored } from '../money/spend-book.ts';
import type { Body } from '../values/json.ts';
import { Float } from '../values/json.ts';
import type { DailyCall } from './daily-calls.ts';
import { rowsOf } from './daily-calls.ts';

/** How long a mocked answer is said to take. */
const responseTimeMs = 1;

/** The sums of some calls. */
export interface Sums {
  readonly spend: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** Adds calls up. */
export function sumsOf(calls: readonly DailyCall[]): Sums {
  const sum = (amount: (call: DailyCall) => number): number => calls.reduce((total, call) => total + amount(call), 0);
  return {
    // Each row is stored; what is added up of rows is not.
    spend: [...rowsOf(calls).values()].reduce((total, row) => total + asStored(row.reduce((spent, { cost }) => spent + cost, 0)), 0),
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: sum(({ completionTokens }) => completionTokens),
    succeeded: sum(({ isFailed }) => (isFailed ? 0 : 1)),
    failed: sum(({ isFailed }) => (isFailed ? 1 : 0)),
  };
}

/** Sums as whole answers show them. */
export function metricsBody(calls: readonly DailyCall[]): Record<string, Body> {
  const { spend, promptTokens, completionTokens, succeeded, failed } = sumsOf(calls);
  return {
    spend: new Float(spend),
    flat_cost: new Float(0),
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    compression_saved_tokens: 0,
    compression_savings_spend: new Float(0),
    prompt_caching_savings_spend: new Float(0),
    gateway_injected_caching_savings_spend: new Float(0),
    autorouter_savings_spend: new Float(0),
    total_tokens: promptTokens + completionTokens,
    successful_requests: succeeded,
    failed_requests: failed,
    api_requests: succeeded + failed,
    total_response_time_ms: succeeded * responseTimeMs,
    timed_requests: succeeded,
  };
}

/** The same as lists of keys show them. */
export function keyMetricsBody(calls: readonly DailyCall[]): Record<string, Body> {
  const { spend, promptTokens, completionTokens, succeeded, failed } = sumsOf(calls);
  return {
    spend: new Float(spend),
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    api_requests: succeeded + failed,
    successful_requests: succeeded,
    failed_requests: failed,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
}

/** The sums of a whole answer, under names of their own. */
export function totalsBody(calls: readonly DailyCall[]): Record<string, Body> {
  const { api_requests: requests = 0, ...metrics } = metricsBody(calls);
  const order = [
    ['spend', metrics['spend']],
    ['flat_cost', metrics['flat_cost']],
    ['prompt_tokens', metrics['prompt_tokens']],
    ['completion_tokens', metrics['completion_tokens']],
    ['tokens', metrics['total_tokens']],
    ['api_requests', requests],
    ['successful_requests', metrics['successful_requests']],
    ['failed_requests', metrics['failed_requests']],
    ['cache_read_input_tokens', metrics['cache_read_input_tokens']],
    ['cache_creation_input_tokens', metrics['cache_creation_input_tokens']],
    ['compression_saved_tokens', metrics['compression_saved_tokens']],
    ['compression_savings_spend', metrics['compression_savings_spend']],
    ['prompt_caching_savings_spend', metrics['prompt_caching_savings_spend']],
    ['gateway_injected_caching_savings_spend', metrics['gateway_injected_caching_savings_spend']],
    ['autorouter_savings_spend', metrics['autorouter_savings_spend']],
    ['response_time_ms', metrics['total_response_time_ms']],
    ['timed_requests', metrics['timed_requests']],
  ] as const;
  return Object.fromEntries(order.map(([name, value = null]) => [`total_${name}`, value]));
}
