import { checkChange } from '@keyrack/contracts';
import type { CallOptions, JsonObject, KeyChange } from '@keyrack/contracts';
import type { UpdateApiKey, VergeOSClient } from '@keyrack/vergeos';
import { vergeosCapabilities } from './capabilities.ts';
import { translated } from './errors.ts';
import { checkUpstreamName, readAddresses } from './limits.ts';
import { readUpstreamId } from './upstream-id.ts';

/** A change of one key, and which key. */
export interface NamedChange {
  readonly upstreamId: string;
  readonly change: KeyChange;
}

/** Sets name, address lists and expiry, all in one request. There is nothing to restore: a key cannot be suspended. */
export async function changeKey(
  client: VergeOSClient,
  { upstreamId, change }: NamedChange,
  options?: CallOptions,
): Promise<JsonObject | null> {
  checkChange(change, vergeosCapabilities, 'VergeOS');
  const key = readUpstreamId(upstreamId);
  const { upstreamName, limits, expiresAtMs } = change;
  const changes: UpdateApiKey = {
    ...(upstreamName === undefined ? {} : { name: checkUpstreamName(upstreamName) }),
    ...(limits === undefined ? {} : readAddresses(limits)),
    ...(expiresAtMs === undefined ? {} : { expires: expiresAtMs === null ? null : new Date(expiresAtMs) }),
  };
  if (Object.keys(changes).length === 0) return null;
  await translated('change the key', () => client.apiKeys.update(key, changes, options));
  return null;
}
