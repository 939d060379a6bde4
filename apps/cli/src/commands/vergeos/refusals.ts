import type { PreparedCall } from '@keyrack/vergeos';
import { UsageError } from '../../usage-error.ts';
import type { OpenedVergeOS } from './client.ts';

const apiKeys = '/api/v4/user_api_keys';
const singleUser = '/api/v4/users/{key}';

/**
 * Refuses what the rack has to know of, and what would lock it out.
 *
 * @throws {UsageError}
 */
export async function refuseHarm(call: PreparedCall, opened: OpenedVergeOS): Promise<void> {
  const { method, route, parameters, body } = call;
  if (route === apiKeys || route.startsWith(`${apiKeys}/`))
    throw new UsageError('API keys are not changed behind the back of the rack', 'Use keyrack issue, change, rotate or revoke.');
  if (route !== singleUser) return;
  const key = Number(parameters['key']);
  const isEnd = method === 'DELETE';
  if (isEnd || (body !== undefined && 'enabled' in body && body.enabled === false)) await refuseOwnUser(key, opened);
  if (isEnd) await refuseOwnerOfKeys(key, opened);
}

async function refuseOwnUser(key: number, { client, ownUser }: OpenedVergeOS): Promise<void> {
  if (ownUser === null || (await client.users.get(key)).name !== ownUser) return;
  throw new UsageError(
    `${ownUser} is the user that Keyrack itself works as`,
    'Give the connection another login first (keyrack connection update), and end this one with that.',
  );
}

/** What the system makes of keys whose user is gone is not documented: they may stay valid without anybody who owns them. */
async function refuseOwnerOfKeys(key: number, { client }: OpenedVergeOS): Promise<void> {
  const keys = await client.apiKeys.list({ user: key, limit: 1 });
  if (keys.length === 0) return;
  throw new UsageError(
    'This user still has API keys',
    'Revoke them first: keyrack list --connection shows them, or keyrack sync finds them.',
  );
}
