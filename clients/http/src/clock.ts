/** The time as a client sees it. Tests give their own. */
export interface Clock {
  /** Epoch milliseconds that never go backwards. */
  nowMs(): number;
  /**
   * Calls back once after `delayMs`.
   *
   * @returns a function that cancels it; calling that later does no harm.
   */
  schedule(callback: () => void, delayMs: number): () => void;
}

/** The platform's time: monotonic, so that a clock set back cannot stall a client. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  schedule(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The platform's randomness, in [0, 1); it only spreads retries. */
export const systemRandom: () => number = Math.random;
