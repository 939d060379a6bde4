import type { CallOptions, ObservedKey } from '@keyrack/contracts';
import { AccessKeyNotFoundError } from '@keyrack/outline';
import type { AccessKey, OutlineClient } from '@keyrack/outline';
import { translated } from './errors.ts';
import { readLastUses } from './last-use.ts';

/** Streams all keys, in the order in which they were made, with their last use where the server tells. */
export async function* listKeys(client: OutlineClient, options?: CallOptions): AsyncGenerator<ObservedKey> {
  const lastUses = await translated('list the keys', () => readLastUses(client, options));
  const keys = client.accessKeys.listAll(options);
  for (;;) {
    const next = await translated('list the keys', () => keys.next());
    if (next.done === true) return;
    yield { ...observe(next.value), lastUsedAtMs: lastUses(next.value.id) };
  }
}

/** One key; null only when the server itself says that it has none under this id. */
export async function getKey(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
  const key = await findKey(client, upstreamId, options);
  return key === null ? null : observe(key);
}

/** The same as the client shows it. */
export async function findKey(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<AccessKey | null> {
  return translated('read the key', async () => {
    try {
      return await client.accessKeys.get(upstreamId, options);
    } catch (error) {
      if (AccessKeyNotFoundError.isInstance(error)) return null;
      throw error;
    }
  });
}

/** A key in the engine's words. Outline shows no creation and no expiry, its last use only in its metrics, and has no key of Keyrack's own. */
function observe(key: AccessKey): ObservedKey {
  return {
    upstreamId: key.id,
    upstreamName: key.name,
    state: key.dataLimit?.bytes === 0 ? 'suspended' : 'active',
    limits: key.dataLimit === undefined ? {} : { dataLimitBytes: key.dataLimit.bytes },
    expiresAtMs: null,
    createdAtMs: null,
    lastUsedAtMs: null,
    secret: key.accessUrl,
    fingerprintSource: key.password,
    rackId: null,
    own: false,
  };
}
