import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@keyrack/contracts';

/** The real time, for processes that no test steers. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (durationMs, options) => setTimeout(durationMs, undefined, options),
};
