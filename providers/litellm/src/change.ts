import { checkChange } from '@keyrack/contracts';
import type { CallOptions, Clock, JsonObject, KeyChange } from '@keyrack/contracts';
import type { LiteLLMClient } from '@keyrack/litellm';
import { litellmCapabilities } from './capabilities.ts';
import { translated } from './errors.ts';
import { durationUntil } from './expiry.ts';
import { checkUpstreamName, noLimits, readLimits } from './limits.ts';
import { confirmMetadata, markedMetadata } from './marker.ts';

/** A change of one key, and which key. */
export interface NamedChange {
  readonly upstreamId: string;
  readonly change: KeyChange;
  readonly clock: Clock;
}

/**
 * Sets name, limits, expiry, marker and spend in one request, so that it happens whole or not at all. A suspended key stays blocked whatever else is
 * said of it, so there is nothing to restore but what was.
 */
export async function changeKey(
  client: LiteLLMClient,
  { upstreamId, change, clock }: NamedChange,
  options?: CallOptions,
): Promise<JsonObject | null> {
  checkChange(change, litellmCapabilities, 'LiteLLM');
  const { upstreamName, limits, expiresAtMs, rackId, spendUsd, restore } = change;
  const plain = {
    ...(upstreamName === undefined ? {} : { key_alias: checkUpstreamName(upstreamName) }),
    ...(limits === undefined ? {} : { ...noLimits, ...readLimits(limits) }),
    // `-1` is for ever, as far as the proxy lets keys live for ever.
    ...(expiresAtMs === undefined ? {} : { duration: expiresAtMs === null ? '-1' : durationUntil(expiresAtMs, clock) }),
    ...(spendUsd === undefined ? {} : { spend: spendUsd }),
  };
  const metadata = rackId === undefined ? null : await markedMetadata(client, { upstreamId, rackId }, options);
  const changes = metadata === null ? plain : { ...plain, metadata };
  await translated('change the key', () => client.keys.update(upstreamId, changes, options));
  if (metadata !== null) await confirmMetadata(client, { upstreamId, written: metadata }, options);
  return restore ?? null;
}
