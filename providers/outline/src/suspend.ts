import { InvalidInputError, KeyNotFoundError, OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions, JsonObject } from '@keyrack/contracts';
import type { AccessKey, OutlineClient } from '@keyrack/outline';
import { translated } from './errors.ts';
import { findKey } from './observe.ts';

/** Reads the limit that a suspension will overwrite; null: the key has none of its own. */
export async function prepareSuspend(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<JsonObject> {
  const { dataLimit } = await requireKey(client, upstreamId, options);
  return { dataLimitBytes: dataLimit?.bytes ?? null };
}

/** Blocks the key by a data limit of 0. The server stores it even while it cannot count, so counting is asked for too. */
export async function suspendKey(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<void> {
  await translated('suspend the key', () => client.accessKeys.setDataLimit(upstreamId, { bytes: 0 }, options));
  await confirm('suspension', async () => {
    const { dataLimit } = await requireKey(client, upstreamId, options);
    await translated('see whether the server enforces limits', () => client.metrics.transfer(options));
    return dataLimit?.bytes === 0;
  });
}

/** Puts back what {@link prepareSuspend} has read. */
export async function resumeKey(
  client: OutlineClient,
  { upstreamId, restore }: { readonly upstreamId: string; readonly restore: JsonObject },
  options?: CallOptions,
): Promise<void> {
  const bytes = restore['dataLimitBytes'];
  if (bytes !== null && typeof bytes !== 'number') throw new InvalidInputError('There is no limit to restore in what was written down');
  await translated('resume the key', () =>
    bytes === null
      ? client.accessKeys.removeDataLimit(upstreamId, options)
      : client.accessKeys.setDataLimit(upstreamId, { bytes }, options),
  );
  await confirm('resumption', async () => ((await requireKey(client, upstreamId, options)).dataLimit?.bytes ?? null) === bytes);
}

async function requireKey(client: OutlineClient, upstreamId: string, options?: CallOptions): Promise<AccessKey> {
  const key = await findKey(client, upstreamId, options);
  if (key === null)
    throw new KeyNotFoundError('Outline: the server has no such key', { advice: 'Sync the connection to see what it has.' });
  return key;
}

/** The limit is stored by now; whether it has its effect stays open until the server says so. */
async function confirm(what: string, look: () => Promise<boolean>): Promise<void> {
  const open = { outcome: 'unknown', retryable: true, advice: 'Repeat it once the server answers; that does no harm.' } as const;
  let confirmed: boolean;
  try {
    confirmed = await look();
  } catch (error) {
    throw new OutcomeUnknownError(`Outline: the ${what} was accepted, and the server does not confirm its effect`, {
      ...open,
      cause: error,
    });
  }
  if (!confirmed) throw new OutcomeUnknownError(`Outline: the server shows another limit after the ${what}`, open);
}
