import type { CallOptions } from '@keyrack/contracts';
import type { KeyMetrics, OutlineClient } from '@keyrack/outline';

/** As far back as the server's Prometheus surely reaches. */
const window = '30d';
/** A server whose Prometheus hangs does not answer at all, and what it was asked for besides must not wait for that. */
const patienceMs = 5_000;

/** When a key was last used, in epoch milliseconds; null: not within the last 30 days, or nobody knows. */
export type LastUses = (upstreamId: string) => number | null;

const unknown: LastUses = () => null;

/**
 * Reads when keys were last used, which the server derives from its metrics. It leaves idle keys out, keeps an answer for five minutes, and
 * has none where nothing was ever measured, where its Prometheus is away, or before version 1.12.0: then nothing is known, and nothing fails.
 */
export async function readLastUses(client: OutlineClient, options: CallOptions = {}): Promise<LastUses> {
  try {
    const { accessKeys } = await client.metrics.server(window, { ...options, timeoutMs: patienceMs, retries: false });
    const byNumber = Map.groupBy(accessKeys, ({ accessKeyNumber }) => accessKeyNumber);
    return (upstreamId) => lastUseOf(byNumber.get(numberOf(upstreamId)));
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return unknown;
  }
}

/** Two entries of one number are two keys, of which the server does not say which is which. */
function lastUseOf([entry, ...more]: readonly KeyMetrics[] = []): number | null {
  return entry === undefined || more.length > 0 ? null : entry.lastTrafficAtMs;
}

/** The metrics name a key by the number that its id begins with: only an id that is that number, digit for digit, is meant beyond doubt. */
function numberOf(upstreamId: string): number | null {
  const number = Number(upstreamId);
  return Number.isSafeInteger(number) && String(number) === upstreamId ? number : null;
}
