import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Random } from '@keyrack/contracts';

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (durationMs, options) => setTimeout(durationMs, undefined, options?.signal ? { signal: options.signal } : {}),
};

/** The operating system's randomness. */
export const systemRandom: Random = { bytes: (length) => randomBytes(length) };
