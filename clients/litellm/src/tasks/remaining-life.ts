import type { Key } from '../keys/key.ts';

/**
 * How long a key still lives, as a `duration` that ends no later than the key itself: whole seconds, rounded down.
 *
 * @param nowMs - epoch milliseconds.
 * @returns null for ever, undefined when it has ended.
 */
export function remainingLife({ expires }: Pick<Key, 'expires'>, nowMs: number): string | null | undefined {
  if (expires === null) return null;
  const seconds = Math.floor((Date.parse(expires) - nowMs) / 1_000);
  return seconds > 0 ? `${seconds}s` : undefined;
}
