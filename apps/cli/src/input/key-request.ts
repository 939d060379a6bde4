import type { JsonObject, KeyLimits } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { UsageError } from '../usage-error.ts';
import type { Budget } from './budgets.ts';
import type { Duration } from './durations.ts';
import { shiftInstant } from './durations.ts';
import { parsePairs, parseRepeatablePairs } from './pairs.ts';

/** What the rack is asked to issue. */
export type NewKey = Parameters<Rack['keys']['issue']>[0];

/** The options that describe a new key. */
export interface KeyRequestOptions {
  readonly name: string;
  readonly owner?: string;
  readonly sharedWith?: readonly string[];
  readonly purpose?: string;
  readonly label?: readonly string[];
  readonly expiresIn?: Duration;
  readonly expiresAt?: number;
  readonly dataLimit?: number;
  readonly budget?: Budget;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly maxParallelRequests?: number;
  readonly models?: readonly string[];
  readonly scope?: readonly string[];
  readonly allowIp?: readonly string[];
  readonly denyIp?: readonly string[];
  readonly upstreamUser?: string;
  readonly set?: readonly string[];
}

/** Puts a request together from what was typed. An expiry becomes an absolute instant here, once. @throws {UsageError} */
export function keyRequest(connection: string, options: KeyRequestOptions, nowMs: number): NewKey {
  const expiresAtMs = options.expiresAt ?? (options.expiresIn && shiftInstant(nowMs, options.expiresIn));
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    throw new UsageError('The key would expire at once', 'Give an instant in the future, or a duration such as 30d.');
  }
  return {
    connection,
    name: options.name,
    limits: keyLimits(options),
    labels: parsePairs(options.label ?? [], '--label'),
    sharedWith: options.sharedWith ?? [],
    providerOptions: providerOptions(options),
    ...(options.owner === undefined ? {} : { ownerId: options.owner }),
    ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
}

/** The limits that were typed; none that was not. */
function keyLimits(options: Omit<KeyRequestOptions, 'name'>): KeyLimits {
  return {
    ...(options.dataLimit === undefined ? {} : { dataLimitBytes: options.dataLimit }),
    ...options.budget,
    ...(options.requestsPerMinute === undefined ? {} : { requestsPerMinute: options.requestsPerMinute }),
    ...(options.tokensPerMinute === undefined ? {} : { tokensPerMinute: options.tokensPerMinute }),
    ...(options.maxParallelRequests === undefined ? {} : { maxParallelRequests: options.maxParallelRequests }),
    ...(options.models === undefined ? {} : { models: options.models }),
    ...(options.scope === undefined ? {} : { scopes: options.scope }),
    ...(options.allowIp === undefined ? {} : { allowedAddresses: options.allowIp }),
    ...(options.denyIp === undefined ? {} : { deniedAddresses: options.denyIp }),
  };
}

function providerOptions({ set = [], upstreamUser }: KeyRequestOptions): JsonObject {
  const given = parseRepeatablePairs(set, '--set');
  return upstreamUser === undefined ? given : { ...given, 'upstream-user': upstreamUser };
}
