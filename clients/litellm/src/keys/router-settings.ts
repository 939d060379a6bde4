import { Secret } from '@keyrack/secret';
import {
  checkParameters,
  finiteNumber,
  flag,
  listOfRecords,
  nonEmptyText,
  orNull,
  record,
  refuse,
  texts,
  wholeNumber,
} from '../values/parameter-checks.ts';
import type { Check, Checks } from '../values/parameter-checks.ts';
import { isFields } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** How often what goes wrong is tried again, by what it is. */
export interface RetryPolicy {
  readonly BadRequestErrorRetries?: number | null;
  readonly AuthenticationErrorRetries?: number | null;
  readonly TimeoutErrorRetries?: number | null;
  readonly RateLimitErrorRetries?: number | null;
  readonly ContentPolicyViolationErrorRetries?: number | null;
  readonly InternalServerErrorRetries?: number | null;
  readonly ServiceUnavailableErrorRetries?: number | null;
  readonly NotFoundErrorRetries?: number | null;
  readonly DefaultRetries?: number | null;
}

/** Models that calls are routed to together. */
export interface RoutingGroup {
  readonly group_name: string;
  readonly models: readonly string[];
  readonly routing_strategy: string;
  readonly routing_strategy_args?: Fields | null;
  readonly model_priorities?: Fields | null;
}

/** How calls of a key or a team are routed to deployments of a model. */
export interface RouterSettings {
  /** `simple-shuffle`, `least-busy`, `usage-based-routing`, ... */
  readonly routing_strategy?: string | null;
  readonly routing_strategy_args?: Fields | null;
  readonly routing_groups?: readonly RoutingGroup[] | null;
  readonly retry_policy?: RetryPolicy | null;
  /** A {@link RetryPolicy} by the name of a model. */
  readonly model_group_retry_policy?: Readonly<Record<string, RetryPolicy>> | null;
  readonly model_group_affinity_config?: Fields | null;
  readonly model_group_alias?: Fields | null;
  /** How many calls may fail before a deployment is left alone for a while. */
  readonly allowed_fails?: number | null;
  /** In seconds. */
  readonly cooldown_time?: number | null;
  readonly num_retries?: number | null;
  readonly max_retries?: number | null;
  /** In seconds. */
  readonly retry_after?: number | null;
  /** In seconds. */
  readonly timeout?: number | null;
  /** Models to call instead: `[{ 'gpt-4o': ['gpt-4o-mini'] }]`. */
  readonly fallbacks?: readonly Readonly<Record<string, readonly string[]>>[] | null;
  /** The same for prompts that are too long. */
  readonly context_window_fallbacks?: readonly Readonly<Record<string, readonly string[]>>[] | null;
  readonly enable_tag_filtering?: boolean | null;
  readonly tag_routing_prefix?: string | null;
  readonly weights?: Fields | null;
  readonly optional_pre_call_checks?: readonly string[] | null;
}

const count = orNull(wholeNumber);
const seconds = orNull(finiteNumber);
const anyRecord = orNull(record);

const retryChecks: Checks<RetryPolicy> = {
  BadRequestErrorRetries: count,
  AuthenticationErrorRetries: count,
  TimeoutErrorRetries: count,
  RateLimitErrorRetries: count,
  ContentPolicyViolationErrorRetries: count,
  InternalServerErrorRetries: count,
  ServiceUnavailableErrorRetries: count,
  NotFoundErrorRetries: count,
  DefaultRetries: count,
};

const groupChecks: Checks<RoutingGroup> = {
  group_name: nonEmptyText,
  models: texts,
  routing_strategy: nonEmptyText,
  routing_strategy_args: anyRecord,
  model_priorities: anyRecord,
};

const routerChecks: Checks<RouterSettings> = {
  routing_strategy: orNull(nonEmptyText),
  routing_strategy_args: anyRecord,
  routing_groups: orNull(each(groupChecks)),
  retry_policy: orNull(within(retryChecks)),
  model_group_retry_policy: anyRecord,
  model_group_affinity_config: anyRecord,
  model_group_alias: anyRecord,
  allowed_fails: count,
  cooldown_time: seconds,
  num_retries: count,
  max_retries: count,
  retry_after: seconds,
  timeout: seconds,
  fallbacks: orNull(listOfRecords),
  context_window_fallbacks: orNull(listOfRecords),
  enable_tag_filtering: orNull(flag),
  tag_routing_prefix: orNull(nonEmptyText),
  weights: anyRecord,
  optional_pre_call_checks: orNull(texts),
};

/** Checks a {@link RouterSettings}, whose unknown names the proxy would pass over. */
export const routerSettings: Check = within(routerChecks);

/** Checks the fields of an object that is itself a parameter. */
export function within<Parameters extends object>(checks: Checks<Parameters>): Check {
  return (name, value) => {
    if (!isFields(value) || Secret.isSecret(value)) throw refuse(`${name} is an object`);
    checkParameters(name, value as Parameters, checks); // an object, whose names and values are checked here
  };
}

function each<Parameters extends object>(checks: Checks<Parameters>): Check {
  const check = within(checks);
  return (name, value) => {
    if (!Array.isArray(value)) throw refuse(`${name} is a list of objects`);
    for (const [index, item] of value.entries()) check(`${name}[${index}]`, item);
  };
}
