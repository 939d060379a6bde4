import { KeyNotFoundError } from '@keyrack/contracts';
import type { CallOptions, Clock, KeyUsage } from '@keyrack/contracts';
import type { LiteLLMClient } from '@keyrack/litellm';
import { findKey, instantMs } from './observe.ts';

/** What {@link readUsage} reads. */
export interface UsageRequest {
  readonly upstreamId: string;
  readonly clock: Clock;
}

/** Reads when a model was called last, and what counts against the budget: it starts anew with every period of it. */
export async function readUsage(client: LiteLLMClient, { upstreamId, clock }: UsageRequest, options?: CallOptions): Promise<KeyUsage> {
  const key = await findKey(client, upstreamId, options);
  if (key === null) throw new KeyNotFoundError('LiteLLM: the proxy has no such key');
  return { lastUsedAtMs: instantMs(key.last_active), dataBytes: null, spendUsd: key.spend, readAtMs: clock.nowMs() };
}
