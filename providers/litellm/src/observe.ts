import type { CallOptions, Clock, ObservedKey } from '@keyrack/contracts';
import { KeyNotFoundError } from '@keyrack/litellm';
import type { Key, LiteLLMClient } from '@keyrack/litellm';
import { translated } from './errors.ts';
import { observeLimits } from './limits.ts';
import { rackOf } from './marker.ts';

/** What it takes to say what a key is. */
export interface Viewpoint {
  readonly clock: Clock;
  /** The token of the key that the connection itself uses; the master key has one too, which the proxy never lists. */
  readonly ownToken: Promise<string>;
}

/** Streams all keys, oldest first. */
export async function* listKeys(client: LiteLLMClient, viewpoint: Viewpoint, options?: CallOptions): AsyncGenerator<ObservedKey> {
  const keys = client.keys.listAll({}, options);
  const ownToken = await viewpoint.ownToken;
  for (;;) {
    const next = await translated('list the keys', () => keys.next());
    if (next.done === true) return;
    yield observe(next.value, { ownToken, nowMs: viewpoint.clock.nowMs() });
  }
}

/** One key; null only when the proxy itself says that it has none with this token. */
export async function getKey(
  client: LiteLLMClient,
  { upstreamId, viewpoint }: { readonly upstreamId: string; readonly viewpoint: Viewpoint },
  options?: CallOptions,
): Promise<ObservedKey | null> {
  const key = await findKey(client, upstreamId, options);
  return key === null ? null : observe(key, { ownToken: await viewpoint.ownToken, nowMs: viewpoint.clock.nowMs() });
}

/** The same as the client shows it. A deleted key is shown from the archive, and is not there. */
export async function findKey(client: LiteLLMClient, upstreamId: string, options?: CallOptions): Promise<Key | null> {
  return translated('read the key', async () => {
    try {
      const key = await client.keys.info(upstreamId, options);
      return key.status === 'deleted' ? null : key;
    } catch (error) {
      if (KeyNotFoundError.isInstance(error)) return null;
      throw error;
    }
  });
}

/** When a key ends, in epoch milliseconds. */
export function expiryOf({ expires }: Key): number | null {
  return instantMs(expires);
}

/** A key in the engine's words. LiteLLM never shows a secret again. */
function observe(key: Key, { ownToken, nowMs }: { readonly ownToken: string; readonly nowMs: number }): ObservedKey {
  const expiresAtMs = expiryOf(key);
  return {
    upstreamId: key.token,
    upstreamName: key.key_alias ?? '',
    state: key.blocked === true ? 'suspended' : expiresAtMs !== null && expiresAtMs <= nowMs ? 'expired' : 'active',
    limits: observeLimits(key),
    expiresAtMs,
    createdAtMs: instantMs(key.created_at),
    lastUsedAtMs: instantMs(key.last_active),
    secret: null,
    fingerprintSource: null,
    rackId: rackOf(key.metadata),
    own: key.token === ownToken,
  };
}

/** The client gives instants in one form, or null. */
export function instantMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
