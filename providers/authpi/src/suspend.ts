import { ConflictError } from '@keyrack/authpi';
import type { AuthPIClient } from '@keyrack/authpi';
import { InvalidInputError, LifecycleError, OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions, JsonObject } from '@keyrack/contracts';
import { toLifecycleError } from './errors.ts';
import { isOutOfUse, requireKey } from './observe.ts';

/** Reads whether somebody else has taken the key out of use already; then a resumption leaves it so. */
export async function prepareSuspend(client: AuthPIClient, upstreamId: string, options?: CallOptions): Promise<JsonObject> {
  const { status } = await requireKey(client, upstreamId, options);
  return { outOfUse: isOutOfUse(status) };
}

/** Blocks the key. */
export async function suspendKey(client: AuthPIClient, upstreamId: string, options?: CallOptions): Promise<void> {
  const refusal = await ask('suspend the key', () => client.apiKeys.block(upstreamId, options));
  await confirm('suspend the key', refusal, async () => isOutOfUse((await requireKey(client, upstreamId, options)).status));
}

/** Unblocks the key, unless it was out of use before. */
export async function resumeKey(
  client: AuthPIClient,
  { upstreamId, restore }: { readonly upstreamId: string; readonly restore: JsonObject },
  options?: CallOptions,
): Promise<void> {
  const { outOfUse } = restore;
  if (typeof outOfUse !== 'boolean') throw new InvalidInputError('There is no state to restore in what was written down');
  const refusal = outOfUse ? null : await ask('resume the key', () => client.apiKeys.unblock(upstreamId, options));
  await confirm('resume the key', refusal, async () => isOutOfUse((await requireKey(client, upstreamId, options)).status) === outOfUse);
}

/** Gives the refusal that only a look can explain: a key that is already so may be refused. */
async function ask(action: string, act: () => Promise<unknown>): Promise<ConflictError | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (ConflictError.isInstance(error) && error.outcome === 'not-applied') return error;
    throw toLifecycleError(action, error);
  }
}

/** What was accepted is in force when the service shows it. */
async function confirm(action: string, refusal: ConflictError | null, look: () => Promise<boolean>): Promise<void> {
  const open = { outcome: 'unknown', retryable: true, advice: 'Repeat it once the service answers; that does no harm.' } as const;
  let confirmed: boolean;
  try {
    confirmed = await look();
  } catch (error) {
    if (refusal !== null && LifecycleError.isInstance(error)) throw error;
    throw new OutcomeUnknownError(`AuthPI: the service took the call to ${action}, and does not confirm it`, { ...open, cause: error });
  }
  if (confirmed) return;
  if (refusal !== null) throw toLifecycleError(action, refusal);
  throw new OutcomeUnknownError(`AuthPI: the service took the call to ${action}, and shows another state`, open);
}
