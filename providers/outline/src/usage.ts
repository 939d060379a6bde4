import { KeyNotFoundError } from '@keyrack/contracts';
import type { CallOptions, Clock, KeyUsage } from '@keyrack/contracts';
import type { OutlineClient } from '@keyrack/outline';
import { translated } from './errors.ts';
import { readLastUses } from './last-use.ts';
import { findKey } from './observe.ts';

/** What {@link readUsage} reads. */
export interface UsageRequest {
  readonly upstreamId: string;
  readonly clock: Clock;
}

/** Reads bytes and last use of the last 30 days. The figures leave idle keys out and keep deleted ones, so the key itself is asked for too. */
export async function readUsage(client: OutlineClient, { upstreamId, clock }: UsageRequest, options?: CallOptions): Promise<KeyUsage> {
  const { bytesTransferredByUserId } = await translated('read the usage', () => client.metrics.transfer(options));
  const readAtMs = clock.nowMs();
  if ((await findKey(client, upstreamId, options)) === null) throw new KeyNotFoundError('Outline: the server has no such key');
  const lastUses = await readLastUses(client, options);
  return { lastUsedAtMs: lastUses(upstreamId), dataBytes: bytesTransferredByUserId[upstreamId] ?? 0, spendUsd: null, readAtMs };
}
