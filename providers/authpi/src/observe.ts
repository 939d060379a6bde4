import type { ApiKey, ApiKeyListItem, ApiKeyRestrictions, AuthPIClient, Item } from '@keyrack/authpi';
import { KeyNotFoundError, UpstreamRejectedError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { CallOptions, ObservedKey } from '@keyrack/contracts';
import { isOwnNotFound, translated } from './errors.ts';
import { limitsOf } from './limits.ts';
import { rackOfTags } from './marker-tag.ts';

/** An open connection: the client, and the id of the key that it uses itself. */
export interface AuthPIConnection {
  readonly client: AuthPIClient;
  readonly ownKeyId: string;
}

/** Streams all keys that were not revoked, in the order of the service. */
export async function* listKeys({ client, ownKeyId }: AuthPIConnection, options?: CallOptions): AsyncGenerator<ObservedKey> {
  const keys = client.apiKeys.listAll({}, options);
  for (;;) {
    const next = await translated('list the keys', () => keys.next());
    if (next.done === true) return;
    if (next.value.status !== 'revoked') yield observe(next.value, ownKeyId);
  }
}

/** One key; null only when the service itself says that it was revoked, or that there is none. */
export async function getKey(connection: AuthPIConnection, upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
  const key = await findKey(connection.client, upstreamId, options);
  return key === null ? null : observe(key, connection.ownKeyId);
}

/** The same as the client shows it. */
export async function findKey(client: AuthPIClient, upstreamId: string, options?: CallOptions): Promise<Item<ApiKey> | null> {
  return translated('read the key', async () => {
    try {
      const key = await client.apiKeys.get(upstreamId, options);
      return key.status === 'revoked' ? null : key;
    } catch (error) {
      if (!isOwnNotFound(error)) throw error;
      // It may be the account that is not there for us any more: then no key can be seen, and none is gone.
      await confirmAccess(client, options);
      return null;
    }
  });
}

/** The same for a key that must be there. @throws {KeyNotFoundError} */
export async function requireKey(client: AuthPIClient, upstreamId: string, options?: CallOptions): Promise<Item<ApiKey>> {
  const key = await findKey(client, upstreamId, options);
  if (key === null)
    throw new KeyNotFoundError('AuthPI: the service has no such key', { advice: 'Sync the connection to see what it has.' });
  return key;
}

/** Asks who the connection is, and whether it still reaches its account. Gives the account. @throws {UpstreamRejectedError} */
export async function confirmAccess(client: AuthPIClient, options?: CallOptions): Promise<string> {
  const accountId = await client.accountId(options);
  const { accounts } = await client.whoami(options);
  const reached: readonly unknown[] = Array.isArray(accounts) ? accounts : [];
  if (reached.some((account) => typeof account === 'object' && account !== null && Reflect.get(account, 'account_id') === accountId))
    return accountId;
  throw new UpstreamRejectedError(`AuthPI: the API key of the connection has no access to the account ${accountId}`, {
    advice: 'Update the connection with an API key of this account.',
    details: { accountId },
  });
}

/** A key in the engine's words. AuthPI shows its secret once and never when it was used; of what it promises, only the id is relied on. */
function observe(key: ApiKeyListItem | ApiKey, ownKeyId: string): ObservedKey {
  const { id, name, expires_at: expiresAtMs, created_at: createdAtMs } = key;
  if (typeof id !== 'string' || id === '') throw new UpstreamUnavailableError('AuthPI: the service shows a key without an id');
  const { scopes, ip_allowlist: addresses } = ('restrictions' in key ? (key.restrictions as ApiKeyRestrictions | null) : key) ?? {};
  return {
    upstreamId: id,
    upstreamName: typeof name === 'string' ? name : '',
    state: stateOf(key.status),
    limits: limitsOf(scopes, addresses),
    expiresAtMs: typeof expiresAtMs === 'number' ? expiresAtMs : null,
    createdAtMs: typeof createdAtMs === 'number' ? createdAtMs : null,
    lastUsedAtMs: null,
    secret: null,
    fingerprintSource: null,
    rackId: rackOfTags(key.tags ?? []),
    own: id === ownKeyId,
  };
}

/** A status that nobody has described may let the key in, so it counts as active. */
function stateOf(status: string | null | undefined): ObservedKey['state'] {
  if (isOutOfUse(status)) return 'suspended';
  return status === 'expired' ? 'expired' : 'active';
}

/** Whether a key was taken out of use in a way that can be undone. */
export function isOutOfUse(status: string | null | undefined): boolean {
  return status === 'blocked' || status === 'suspended';
}
