import { AuthenticationError, AuthPIClient } from '@keyrack/authpi';
import type { AuthPIClientOptions } from '@keyrack/authpi';
import type { CallOptions } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import { translated } from './errors.ts';
import { readKeySecret } from './key-secret.ts';

/**
 * Asks the service, with the key itself, whose it is: that changes nothing. A key that is not allowed from this machine's
 * address cannot be tried from here.
 */
export async function probeSecret(connection: AuthPIClientOptions, secret: Secret, options?: CallOptions): Promise<boolean> {
  const apiKey = readKeySecret(secret);
  if (apiKey === null) return false;
  const client = new AuthPIClient({ ...connection, apiKey });
  try {
    return await translated('try the key', async () => (await client.whoami(options)).key_id === apiKey.id);
  } catch (error) {
    if (error instanceof Error && AuthenticationError.isInstance(error.cause) && error.cause.upstreamCode !== undefined) return false;
    throw error;
  } finally {
    await client.close();
  }
}
