import { checkChange, LifecycleError, OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions, JsonObject, KeyChange } from '@keyrack/contracts';
import type { OutlineClient } from '@keyrack/outline';
import { outlineCapabilities } from './capabilities.ts';
import { translated } from './errors.ts';
import { checkUpstreamName, readDataLimit } from './limits.ts';

/** A change of one key, and which key. */
export interface NamedChange {
  readonly upstreamId: string;
  readonly change: KeyChange;
}

/**
 * Sets name and data limit. Everything is checked before anything is sent; two parts are two requests. The limit of a suspended key is
 * what suspends it, so a new one waits in what the resumption restores.
 */
export async function changeKey(
  client: OutlineClient,
  { upstreamId, change }: NamedChange,
  options?: CallOptions,
): Promise<JsonObject | null> {
  checkChange(change, outlineCapabilities, 'Outline');
  const { upstreamName, limits, restore } = change;
  const name = upstreamName === undefined ? undefined : checkUpstreamName(upstreamName);
  const limit = limits === undefined ? undefined : readDataLimit(limits);
  if (name !== undefined) await translated('rename the key', () => client.accessKeys.rename(upstreamId, name, options));
  if (restore !== undefined) return limits === undefined ? restore : { dataLimitBytes: limit?.bytes ?? null };
  if (limits === undefined) return null;
  try {
    await translated('change the limit', () =>
      limit === undefined
        ? client.accessKeys.removeDataLimit(upstreamId, options)
        : client.accessKeys.setDataLimit(upstreamId, limit, options),
    );
  } catch (error) {
    throw name === undefined ? error : halfDone(error);
  }
  return null;
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
    advice,
  });
}
