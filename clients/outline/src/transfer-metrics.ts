import { DecodeError, JsonReader } from '@keyrack/http';

/** What left the server for each key over the last 30 days. */
export interface TransferMetrics {
  /**
   * Bytes by key id, as estimates that can also go down between two calls. A key without traffic is absent, a deleted one
   * can be there, and `""` is traffic that belongs to no key. The record inherits nothing, so any id can be looked up.
   */
  readonly bytesTransferredByUserId: Readonly<Record<string, number>>;
}

/** @throws {DecodeError} when the answer holds no figures. */
export function decodeTransferMetrics(body: unknown): TransferMetrics {
  const figures = JsonReader.of(body).unknown('bytesTransferredByUserId');
  if (typeof figures !== 'object' || figures === null || Array.isArray(figures))
    throw new DecodeError('bytesTransferredByUserId', 'an object');
  // An id such as `__proto__` is a name like any other here.
  const bytesTransferredByUserId = Object.create(null) as Record<string, number>;
  for (const [id, bytes] of Object.entries(figures)) if (typeof bytes === 'number') bytesTransferredByUserId[id] = bytes;
  return { bytesTransferredByUserId };
}
