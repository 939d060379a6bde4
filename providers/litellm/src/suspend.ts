import { KeyNotFoundError, OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions, JsonObject } from '@keyrack/contracts';
import type { LiteLLMClient } from '@keyrack/litellm';
import { translated } from './errors.ts';
import { findKey } from './observe.ts';

/** Blocking touches nothing else, so nothing has to be restored; only the key must be there. */
export async function prepareSuspend(client: LiteLLMClient, upstreamId: string, options?: CallOptions): Promise<JsonObject> {
  if ((await findKey(client, upstreamId, options)) !== null) return {};
  throw new KeyNotFoundError('LiteLLM: the proxy has no such key', { advice: 'Sync the connection to see what it has.' });
}

/** Blocks the key: at once on the proxy that is asked, within a minute on others that share its database. */
export async function suspendKey(client: LiteLLMClient, upstreamId: string, options?: CallOptions): Promise<void> {
  const { blocked } = await translated('suspend the key', () => client.keys.block(upstreamId, options));
  confirm('suspended', blocked === true);
}

/** Unblocks the key. */
export async function resumeKey(client: LiteLLMClient, upstreamId: string, options?: CallOptions): Promise<void> {
  const { blocked } = await translated('resume the key', () => client.keys.unblock(upstreamId, options));
  confirm('resumed', blocked !== true);
}

function confirm(what: string, isSo: boolean): void {
  if (isSo) return;
  throw new OutcomeUnknownError(`LiteLLM: the proxy agreed and does not show the key as ${what}`, { outcome: 'unknown', retryable: true });
}
