import { ConflictError } from '@keyrack/authpi';
import type { AuthPIClient } from '@keyrack/authpi';
import { OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions } from '@keyrack/contracts';
import { HttpError } from '@keyrack/http';
import { isOwnNotFound, toLifecycleError } from './errors.ts';
import { findKey } from './observe.ts';

/** Revokes a key and looks until the service itself says that it is gone: revoked, or not there while the account still is. */
export async function revokeKey(client: AuthPIClient, upstreamId: string, options?: CallOptions): Promise<void> {
  const refusal = await askToRevoke(client, upstreamId, options);
  let present: boolean;
  try {
    present = (await findKey(client, upstreamId, options)) !== null;
  } catch (error) {
    throw new OutcomeUnknownError('AuthPI: could not confirm that the key is gone', { ...open, cause: error });
  }
  if (!present) return;
  if (refusal !== null) throw toLifecycleError('revoke the key', refusal);
  throw new OutcomeUnknownError('AuthPI: the key is still there after it was revoked', open);
}

const open = { outcome: 'unknown', retryable: true, advice: 'Repeat it once the service answers; that does no harm.' } as const;

/** A key that has ended and a lost answer are both settled by looking. Gives the refusal that only a look can explain. */
async function askToRevoke(client: AuthPIClient, upstreamId: string, options?: CallOptions): Promise<unknown> {
  try {
    await client.apiKeys.revoke(upstreamId, options);
    return null;
  } catch (error) {
    if (isOwnNotFound(error)) return null;
    if (HttpError.isInstance(error) && error.outcome !== 'not-applied') return null;
    if (ConflictError.isInstance(error)) return error;
    throw toLifecycleError('revoke the key', error);
  }
}
