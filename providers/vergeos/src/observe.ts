import type { CallOptions, Clock, ObservedKey } from '@keyrack/contracts';
import type { ApiKey, VergeOSClient } from '@keyrack/vergeos';
import { saysAbsent, translated } from './errors.ts';
import { observeLimits } from './limits.ts';
import type { OwnKey } from './own-key.ts';
import { readUpstreamId } from './upstream-id.ts';

/** What it takes to say what a key is. */
export interface Viewpoint {
  readonly clock: Clock;
  readonly ownKey: OwnKey;
}

/** Streams the keys of all users, in the order in which they were made. */
export async function* listKeys(client: VergeOSClient, viewpoint: Viewpoint, options?: CallOptions): AsyncGenerator<ObservedKey> {
  const own = await viewpoint.ownKey.find(options);
  const keys = client.apiKeys.listAll({}, options);
  for (;;) {
    const next = await translated('list the keys', () => keys.next());
    if (next.done === true) return;
    yield observe(next.value, { own, nowMs: viewpoint.clock.nowMs() });
  }
}

/** One key; null only when the system itself says that it has none under this id. */
export async function getKey(
  client: VergeOSClient,
  { upstreamId, viewpoint }: { readonly upstreamId: string; readonly viewpoint: Viewpoint },
  options?: CallOptions,
): Promise<ObservedKey | null> {
  const key = await findKey(client, upstreamId, options);
  return key === null ? null : observe(key, { own: await viewpoint.ownKey.find(options), nowMs: viewpoint.clock.nowMs() });
}

/** The same as the client shows it. A 404 counts only while the list of keys answers: a table that cannot be reached says 404 too. */
export async function findKey(client: VergeOSClient, upstreamId: string, options?: CallOptions): Promise<ApiKey | null> {
  const key = readUpstreamId(upstreamId);
  return translated('read the key', async () => {
    try {
      return await client.apiKeys.get(key, options);
    } catch (error) {
      if (!saysAbsent(error)) throw error;
    }
    await client.apiKeys.list({ limit: 1 }, options);
    return null;
  });
}

/** A key in the engine's words. VergeOS never shows a secret again, and cannot suspend. */
function observe(key: ApiKey, { own, nowMs }: { readonly own: ReadonlySet<number>; readonly nowMs: number }): ObservedKey {
  const expiresAtMs = instantMs(key.expires);
  return {
    upstreamId: String(key.key),
    upstreamName: key.name,
    state: expiresAtMs !== null && expiresAtMs <= nowMs ? 'expired' : 'active',
    limits: observeLimits(key),
    expiresAtMs,
    createdAtMs: instantMs(key.created),
    lastUsedAtMs: instantMs(key.lastLogin),
    secret: null,
    fingerprintSource: null,
    rackId: null,
    own: own.has(key.key),
  };
}

/** Seconds of the system as milliseconds. */
export function instantMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1_000;
}
