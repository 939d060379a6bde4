import type { Random } from '@keyrack/contracts';

const firstDelayMs = 2_000;
const longestDelayMs = 10 * 60_000;

/** Tries in a row without an answer before an operation is stuck and a person decides. */
export const mostFailedAttempts = 10;

/** How long to wait before the next try: doubling from two seconds to ten minutes, half of it random. */
export function retryDelayMs(failedAttempts: number, random: Random): number {
  const ceilingMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (failedAttempts - 1));
  const [byte = 0] = random.bytes(1);
  return Math.round(ceilingMs / 2 + (ceilingMs / 2) * (byte / 255));
}
