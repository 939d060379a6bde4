import { UpstreamRejectedError } from '@keyrack/contracts';
import type { CallOptions, ConnectionReport } from '@keyrack/contracts';
import type { VergeOSClient } from '@keyrack/vergeos';
import { instantMs } from './observe.ts';
import { translated } from './errors.ts';

/**
 * Asks the system who it is. VergeOS gives an installation no id of its own, so two things stand for it: the name that its
 * administrators gave it, and its oldest user with the second in which that one was made. A system that was installed anew has
 * another oldest user, whatever it is called; a new name of the cloud has to be accepted by a person.
 */
export async function readIdentity(client: VergeOSClient, options?: CallOptions): Promise<ConnectionReport> {
  return translated('reach the system', async () => {
    const [system, [oldest]] = await Promise.all([
      client.system.get(options),
      client.users.list({ includeSiteUsers: true, sort: '+$key', limit: 1 }, options),
    ]);
    if (oldest === undefined) {
      const advice = "Give the connection's user the right to list users.";
      throw new UpstreamRejectedError('VergeOS: the system shows no users, so it cannot be recognised', { advice });
    }
    const madeAt = instantMs(oldest.created);
    const since = madeAt === null ? '' : ` of ${new Date(madeAt).toISOString().replace('.000Z', 'Z')}`;
    return {
      systemIdentity: `${system.cloudName ?? ''}, user ${oldest.key}${since}`,
      systemName: system.cloudName,
      systemVersion: system.version,
    };
  });
}
