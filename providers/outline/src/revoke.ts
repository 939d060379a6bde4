import { OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions } from '@keyrack/contracts';
import { HttpError } from '@keyrack/http';
import { AccessKeyNotFoundError } from '@keyrack/outline';
import type { OutlineClient } from '@keyrack/outline';
import { toLifecycleError } from './errors.ts';
import { findKey } from './observe.ts';

/**
 * Deletes a key and looks until the server itself says that it is gone: it answers for itself, and it knows no such key.
 * A wrong path prefix answers 404 as well and confirms nothing.
 */
export async function revokeKey(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<void> {
  await deleteKey(client, upstreamId, options);
  let present: boolean;
  try {
    present = (await findKey(client, upstreamId, options)) !== null;
    await client.server.get(options);
  } catch (error) {
    throw new OutcomeUnknownError('Outline: could not confirm that the key is gone', { ...open, cause: error });
  }
  if (present) throw new OutcomeUnknownError('Outline: the key is still there after it was deleted', open);
}

const open = { outcome: 'unknown', retryable: true, advice: 'Repeat it once the server answers; that does no harm.' } as const;

/** A key that is not there and a lost answer are both settled by looking. */
async function deleteKey(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<void> {
  try {
    await client.accessKeys.delete(upstreamId, options);
  } catch (error) {
    if (AccessKeyNotFoundError.isInstance(error)) return;
    if (HttpError.isInstance(error) && error.outcome === 'unknown') return;
    throw toLifecycleError('revoke the key', error);
  }
}
