import type { Random } from '@keyrack/contracts';
import { toBase32 } from '@keyrack/contracts';

/** What an id names; it stands at its beginning, so that a pasted id says what it is. */
export type IdPrefix = 'con' | 'key' | 'ver' | 'op' | 'step' | 'sync';

/** Makes an id: 80 random bits. Random all through, so that a short beginning is unique for the person who types it. */
export function newId(prefix: IdPrefix, random: Random): string {
  return `${prefix}_${toBase32(random.bytes(16))}`;
}
