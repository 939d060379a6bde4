import type { CallOptions, Clock, JsonObject, KeyChange } from '@keyrack/contracts';
import type { LiteLLMClient } from '@keyrack/litellm';
import { translated } from './errors.ts';
import { durationUntil } from './expiry.ts';
import { checkUpstreamName, noLimits, readLimits } from './limits.ts';

/** A change of one key, and which key. */
export interface NamedChange {
  readonly upstreamId: string;
  readonly change: KeyChange;
  readonly clock: Clock;
}

/**
 * Sets name, limits and expiry in one request, so that it happens whole or not at all. A suspended key stays blocked whatever else is
 * said of it, so there is nothing to restore but what was.
 */
export async function changeKey(
  client: LiteLLMClient,
  { upstreamId, change, clock }: NamedChange,
  options?: CallOptions,
): Promise<JsonObject | null> {
  const { upstreamName, limits, expiresAtMs, restore } = change;
  const changes = {
    ...(upstreamName === undefined ? {} : { key_alias: checkUpstreamName(upstreamName) }),
    ...(limits === undefined ? {} : { ...noLimits, ...readLimits(limits) }),
    // `-1` is for ever, as far as the proxy lets keys live for ever.
    ...(expiresAtMs === undefined ? {} : { duration: expiresAtMs === null ? '-1' : durationUntil(expiresAtMs, clock) }),
  };
  await translated('change the key', () => client.keys.update(upstreamId, changes, options));
  return restore ?? null;
}
