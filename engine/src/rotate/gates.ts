import type { AccessKey, Operation } from '@keyrack/contracts';

/** When the overlap of a rotation ends: never after the key's own expiry. Null while the new secret was not delivered. */
export function soakUntilMs({ parameters }: Operation, { expiresAtMs }: Pick<AccessKey, 'expiresAtMs'>): number | null {
  const { deliveredAtMs, overlapMs } = parameters;
  if (typeof deliveredAtMs !== 'number' || typeof overlapMs !== 'number') return null;
  return Math.min(deliveredAtMs + overlapMs, expiresAtMs ?? Number.POSITIVE_INFINITY);
}
