import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import type { KeyLimits } from '@keyrack/contracts';
import { ConfigurationError } from '@keyrack/http';
import { checkDuration } from '@keyrack/litellm';
import type { Key, KeySettings } from '@keyrack/litellm';
import { litellmCapabilities } from './capabilities.ts';

/** Limits as the proxy takes them; what is absent is no limit. */
export type LimitSettings = Pick<
  KeySettings,
  'max_budget' | 'budget_duration' | 'rpm_limit' | 'tpm_limit' | 'max_parallel_requests' | 'models'
>;

/** What removes every limit. */
export const noLimits: Required<LimitSettings> = {
  max_budget: null,
  budget_duration: null,
  rpm_limit: null,
  tpm_limit: null,
  max_parallel_requests: null,
  models: [],
};

/**
 * Limits in the proxy's words.
 *
 * @throws {CapabilityMissingError} for a limit that LiteLLM has not.
 * @throws {InvalidInputError} for a value that it cannot hold.
 */
export function readLimits(limits: KeyLimits): LimitSettings {
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || litellmCapabilities.limits.some((declared) => declared === name)) continue;
    throw new CapabilityMissingError(`LiteLLM cannot limit a key by ${name}`, {
      advice: `It can by ${litellmCapabilities.limits.join(', ')}.`,
      details: { limit: name },
    });
  }
  const { budgetUsd, budgetPeriod, requestsPerMinute, tokensPerMinute, maxParallelRequests, models } = limits;
  if (budgetUsd !== undefined && !(Number.isFinite(budgetUsd) && budgetUsd >= 0)) throw wrong('budgetUsd', 'A budget is 0 or more dollars');
  if (models?.length === 0) throw wrong('models', 'A list of models names at least one: for LiteLLM an empty one means all');
  return {
    ...(budgetUsd === undefined ? {} : { max_budget: budgetUsd }),
    ...(budgetPeriod === undefined ? {} : { budget_duration: readPeriod(budgetPeriod) }),
    ...(requestsPerMinute === undefined ? {} : { rpm_limit: wholeNumber('requestsPerMinute', requestsPerMinute) }),
    ...(tokensPerMinute === undefined ? {} : { tpm_limit: wholeNumber('tokensPerMinute', tokensPerMinute) }),
    ...(maxParallelRequests === undefined ? {} : { max_parallel_requests: wholeNumber('maxParallelRequests', maxParallelRequests) }),
    ...(models === undefined ? {} : { models }),
  };
}

/** The limits of a key in the engine's words. */
export function observeLimits(key: Key): KeyLimits {
  return {
    ...(key.max_budget === null ? {} : { budgetUsd: key.max_budget }),
    ...(key.budget_duration === null ? {} : { budgetPeriod: key.budget_duration }),
    ...(key.rpm_limit === null ? {} : { requestsPerMinute: key.rpm_limit }),
    ...(key.tpm_limit === null ? {} : { tokensPerMinute: key.tpm_limit }),
    ...(key.max_parallel_requests === null ? {} : { maxParallelRequests: key.max_parallel_requests }),
    ...(key.models.length === 0 ? {} : { models: key.models }),
  };
}

/** @throws {InvalidInputError} for a name that the proxy refuses: too long, or with control characters or `..` between slashes. */
export function checkUpstreamName(name: string): string {
  const { nameMaxLength } = litellmCapabilities;
  if (name === '' || name.length > nameMaxLength)
    throw wrong('name', `The name of a LiteLLM key has 1 to ${nameMaxLength} characters, our marker included`);
  if (/(?:^|\/)\.\.(?:\/|$)|[\p{Cc}\u2028\u2029]/u.test(name)) {
    throw wrong('name', 'The name of a LiteLLM key has no control characters, and no ".." between slashes');
  }
  return name;
}

function readPeriod(period: string): string {
  try {
    return checkDuration('budgetPeriod', period);
  } catch (error) {
    if (ConfigurationError.isInstance(error)) throw wrong('budgetPeriod', error.fault);
    throw error;
  }
}

function wholeNumber(field: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw wrong(field, `${field} is a whole number of 0 or more`);
}

function wrong(field: string, message: string): InvalidInputError {
  return new InvalidInputError(message, { details: { field } });
}
