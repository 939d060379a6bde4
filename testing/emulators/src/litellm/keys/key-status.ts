import type { KeyRow } from '../tables/key-row.ts';

/** What a key that is alive can be. A blocked key is `revoked`, expired or not. */
export type LiveStatus = 'active' | 'expired' | 'revoked';

/** A key's status now. */
export function keyStatus({ blocked, expires }: KeyRow, nowMs: number): LiveStatus {
  if (blocked === true) return 'revoked';
  return expires !== null && expires < nowMs ? 'expired' : 'active';
}
