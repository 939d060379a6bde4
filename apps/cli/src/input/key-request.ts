import type { JsonObject } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { UsageError } from '../usage-error.ts';
import type { Budget } from './budgets.ts';
import type { Duration } from './durations.ts';
import { shiftInstant } from './durations.ts';
import type { LimitOptions } from './limits.ts';
import { typedLimits } from './limits.ts';
import { parsePairs, parseRepeatablePairs } from './pairs.ts';
import type { RotationPolicyOptions } from './rotation-policy.ts';
import { rotationPolicy } from './rotation-policy.ts';

/** What the rack is asked to issue. */
export type NewKey = Parameters<Rack['keys']['issue']>[0];

/** The options that describe a new key. */
export interface KeyRequestOptions extends LimitOptions, RotationPolicyOptions {
  readonly name: string;
  readonly budget?: Budget;
  readonly owner?: string;
  readonly sharedWith?: readonly string[];
  readonly purpose?: string;
  readonly label?: readonly string[];
  readonly expiresIn?: Duration;
  readonly expiresAt?: number;
  readonly upstreamUser?: string;
  readonly set?: readonly string[];
}

/** Puts a request together from what was typed. An expiry becomes an absolute instant here, once. @throws {UsageError} */
export function keyRequest(connection: string, options: KeyRequestOptions, nowMs: number): NewKey {
  const expiresAtMs = options.expiresAt ?? (options.expiresIn && shiftInstant(nowMs, options.expiresIn));
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    throw new UsageError('The key would expire at once', 'Give an instant in the future, or a duration such as 30d.');
  }
  const policy = rotationPolicy(options, nowMs);
  return {
    connection,
    name: options.name,
    limits: { ...typedLimits<never>(options), ...options.budget },
    labels: parsePairs(options.label ?? [], '--label'),
    sharedWith: options.sharedWith ?? [],
    providerOptions: providerOptions(options),
    ...(options.owner === undefined ? {} : { ownerId: options.owner }),
    ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    ...(policy === undefined ? {} : { rotationPolicy: policy }),
  };
}

function providerOptions({ set = [], upstreamUser }: KeyRequestOptions): JsonObject {
  const given = parseRepeatablePairs(set, '--set');
  return upstreamUser === undefined ? given : { ...given, 'upstream-user': upstreamUser };
}
