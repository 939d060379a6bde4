import { CapabilityMissingError, LifecycleError, OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions, KeyChange } from '@keyrack/contracts';
import type { OutlineClient } from '@keyrack/outline';
import { translated } from './errors.ts';
import { checkUpstreamName, readDataLimit } from './limits.ts';

/** A change of one key, and which key. */
export interface NamedChange {
  readonly upstreamId: string;
  readonly change: KeyChange;
}

/** Sets name and data limit. Everything is checked before anything is sent; two parts are two requests. */
export async function changeKey(client: OutlineClient, { upstreamId, change }: NamedChange, options?: CallOptions): Promise<void> {
  if (change.expiresAtMs !== undefined) {
    throw new CapabilityMissingError('Outline keys have no expiry', {
      advice: 'Keyrack ends them itself.',
      details: { field: 'expiresAtMs' },
    });
  }
  const { upstreamName, limits } = change;
  const name = upstreamName === undefined ? undefined : checkUpstreamName(upstreamName);
  const limit = limits === undefined ? undefined : readDataLimit(limits);
  if (name !== undefined) await translated('rename the key', () => client.accessKeys.rename(upstreamId, name, options));
  if (limits === undefined) return;
  try {
    await translated('change the limit', () =>
      limit === undefined
        ? client.accessKeys.removeDataLimit(upstreamId, options)
        : client.accessKeys.setDataLimit(upstreamId, limit, options),
    );
  } catch (error) {
    throw name === undefined ? error : halfDone(error);
  }
}

/** The name is changed, so "not applied" would be wrong for the whole. */
function halfDone(error: unknown): unknown {
  if (!LifecycleError.isInstance(error)) return error;
  const { retryable, advice, details } = error;
  return new OutcomeUnknownError(`${error.message}; the name was changed before`, {
    outcome: 'unknown',
    retryable,
    details,
    cause: error,
    ...(advice === null ? {} : { advice }),
  });
}
