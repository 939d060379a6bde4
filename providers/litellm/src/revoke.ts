import { OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions } from '@keyrack/contracts';
import { HttpError } from '@keyrack/http';
import { KeyNotFoundError } from '@keyrack/litellm';
import type { LiteLLMClient } from '@keyrack/litellm';
import { toLifecycleError, translated } from './errors.ts';
import { findKey } from './observe.ts';

/**
 * Deletes a key and looks until the proxy itself says that it is gone: from the archive, or as a key that it does not know. The answer
 * to the deletion alone proves nothing: the proxy repeats what it was told.
 */
export async function revokeKey(client: LiteLLMClient, upstreamId: string, options?: CallOptions): Promise<void> {
  await deleteKey(client, upstreamId, options);
  let present: boolean;
  try {
    present = (await findKey(client, upstreamId, options)) !== null;
  } catch (error) {
    throw new OutcomeUnknownError('LiteLLM: could not confirm that the key is gone', { ...open, cause: error });
  }
  if (present) throw new OutcomeUnknownError('LiteLLM: the key is still there after it was deleted', open);
}

const open = { outcome: 'unknown', retryable: true, advice: 'Repeat it once the proxy answers; that does no harm.' } as const;

/** A key that is not there and a lost answer are both settled by looking. */
async function deleteKey(client: LiteLLMClient, upstreamId: string, options?: CallOptions): Promise<void> {
  const request = await translated('revoke the key', () => client.prepare.keys.delete({ keys: [upstreamId] }));
  try {
    await client.send(request, options);
  } catch (error) {
    if (KeyNotFoundError.isInstance(error)) return;
    if (HttpError.isInstance(error) && error.outcome === 'unknown') return;
    throw toLifecycleError('revoke the key', error);
  }
}
