import { KeyNotFoundError } from '@keyrack/contracts';
import type { CallOptions, Clock, KeyUsage } from '@keyrack/contracts';
import type { VergeOSClient } from '@keyrack/vergeos';
import { findKey, instantMs } from './observe.ts';

/** What {@link readUsage} reads. */
export interface UsageRequest {
  readonly upstreamId: string;
  readonly clock: Clock;
}

/** Reads when a key was used last; null: never. The system counts nothing else. */
export async function readUsage(client: VergeOSClient, { upstreamId, clock }: UsageRequest, options?: CallOptions): Promise<KeyUsage> {
  const key = await findKey(client, upstreamId, options);
  if (key === null)
    throw new KeyNotFoundError('VergeOS: the system has no such key', { advice: 'Sync the connection to see what it has.' });
  return { lastUsedAtMs: instantMs(key.lastLogin), dataBytes: null, spendUsd: null, readAtMs: clock.nowMs() };
}
