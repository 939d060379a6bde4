import { checkIterable, checkObject } from '@keyrack/http';
import type { AccessKey, DataLimit } from './access-key.ts';
import type { ServerInfo } from './server-info.ts';
import type { KeyMetrics, ServerMetrics } from './server-metrics.ts';
import type { TransferMetrics } from './transfer-metrics.ts';

/**
 * Finds the metrics of each key. The server shows them under `parseInt(id)`, so that `12` and `12abc` are both 12 and `alice` is
 * nobody: only what belongs to one key beyond doubt is in the result.
 *
 * @param ids - the ids of all keys of the server: one that is left out could be taken for another.
 */
export function matchKeyMetrics(metrics: ServerMetrics, ids: Iterable<string>): ReadonlyMap<string, KeyMetrics> {
  checkObject('outline', 'the metrics of a server', metrics);
  const claims = new Map<number, string[]>();
  for (const id of checkIterable('outline', 'the ids', ids)) {
    const number = Number.parseInt(id, 10);
    if (!Number.isNaN(number)) claims.set(number, [...(claims.get(number) ?? []), id]);
  }
  const entries = Map.groupBy(
    checkIterable('outline', 'the accessKeys of the metrics', metrics.accessKeys),
    ({ accessKeyNumber }) => accessKeyNumber,
  );
  const matched = new Map<string, KeyMetrics>();
  for (const [number, [id = '', ...others]] of claims) {
    const [entry, ...more] = entries.get(number) ?? [];
    // A second entry under the number is that of a deleted key with such an id.
    if (entry !== undefined && more.length === 0 && others.length === 0 && isWritten(id, number)) matched.set(id, entry);
  }
  return matched;
}

/** Whether an id is just this number, written plainly and held exactly. */
function isWritten(id: string, number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0 && id === String(number);
}

/** How far a key is from its limit, in the sliding window of 30 days that a server counts. */
export interface DataLimitUsage {
  /** The key's own limit, else the server's default; null when neither is set. */
  readonly limitBytes: number | null;
  /** Estimated by the server; it can go down as old traffic leaves the window. */
  readonly usedBytes: number;
  /** Never below 0; null without a limit. */
  readonly remainingBytes: number | null;
  /** Whether the server lets this key in no more, as soon as it looks: after a limit call, else once an hour. */
  readonly isReached: boolean;
}

/**
 * Compares a key with its limit. A key that was deleted and made again under its old id begins with what the old one used.
 *
 * @example
 * const [server, transfer] = [await outline.server.get(), await outline.metrics.transfer()];
 * for await (const key of outline.accessKeys.listAll()) if (dataLimitUsage(key, server, transfer).isReached) console.log(key.name);
 */
export function dataLimitUsage(
  key: Pick<AccessKey, 'id' | 'dataLimit'>,
  server: Pick<ServerInfo, 'accessKeyDataLimit'>,
  transfer: TransferMetrics,
): DataLimitUsage {
  checkObject('outline', 'a key', key);
  checkObject('outline', 'a server', server);
  checkObject('outline', 'what was transferred', checkObject('outline', 'the transfer metrics', transfer).bytesTransferredByUserId);
  const limit: DataLimit | undefined = key.dataLimit ?? server.accessKeyDataLimit;
  const limitBytes = limit?.bytes ?? null;
  const usedBytes = transfer.bytesTransferredByUserId[key.id] ?? 0;
  const remainingBytes = limitBytes === null ? null : Math.max(0, limitBytes - usedBytes);
  return { limitBytes, usedBytes, remainingBytes, isReached: limitBytes !== null && usedBytes >= limitBytes };
}
