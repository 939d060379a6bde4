import { OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions } from '@keyrack/contracts';
import { HttpError } from '@keyrack/http';
import type { VergeOSClient } from '@keyrack/vergeos';
import { saysAbsent, toLifecycleError } from './errors.ts';
import { findKey } from './observe.ts';
import { readUpstreamId } from './upstream-id.ts';

/** Deletes a key and looks until the system itself says that it is gone: it has no such key, and its list answers. */
export async function revokeKey(client: VergeOSClient, upstreamId: string, options?: CallOptions): Promise<void> {
  await deleteKey(client, readUpstreamId(upstreamId), options);
  let present: boolean;
  try {
    present = (await findKey(client, upstreamId, options)) !== null;
  } catch (error) {
    throw new OutcomeUnknownError('VergeOS: could not confirm that the key is gone', { ...open, cause: error });
  }
  if (present) throw new OutcomeUnknownError('VergeOS: the key is still there after it was deleted', open);
}

const open = { outcome: 'unknown', retryable: true, advice: 'Repeat it once the system answers; that does no harm.' } as const;

/** A key that is not there and a lost answer are both settled by looking. */
async function deleteKey(client: VergeOSClient, key: number, options?: CallOptions): Promise<void> {
  try {
    await client.apiKeys.delete(key, options);
  } catch (error) {
    if (saysAbsent(error)) return;
    if (HttpError.isInstance(error) && error.outcome === 'unknown') return;
    throw toLifecycleError('revoke the key', error);
  }
}
