import type { CallOptions, Clock } from '@keyrack/contracts';

interface Sleeper {
  wakeAtMs: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until a test moves it.
 *
 * @example
 * const clock = new ManualClock();
 * const slept = clock.sleep(60_000);
 * await clock.advance(60_000);
 * await slept;
 */
export class ManualClock implements Clock {
  #nowMs: number;
  readonly #sleepers = new Set<Sleeper>();

  /** @param startMs - what the clock shows first. @default 2026-01-01T00:00:00Z */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** How many calls of {@link ManualClock.sleep} have not ended. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(durationMs: number, options: CallOptions = {}): Promise<void> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (durationMs <= 0) return resolve();
      const end = (settle: () => void): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', abort);
        settle();
      };
      const abort = (): void => end(() => reject(signal?.reason));
      const sleeper: Sleeper = { wakeAtMs: this.#nowMs + durationMs, wake: () => end(resolve) };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /**
   * Moves the clock and wakes, in their order, those who slept until then. Code that was woken runs before time goes on,
   * so that a loop that sleeps again is woken again within the same call.
   *
   * @param durationMs - 0 or more.
   */
  async advance(durationMs: number): Promise<void> {
    const target = this.#nowMs + durationMs;
    await settle();
    for (let next = this.#next(); next && next.wakeAtMs <= target; next = this.#next()) {
      this.#nowMs = Math.max(this.#nowMs, next.wakeAtMs);
      next.wake();
      await settle();
    }
    this.#nowMs = Math.max(this.#nowMs, target);
  }

  /**
   * Sets the clock, as somebody does whose machine was wrong, to an instant after or before: no time goes by. Who sleeps is not
   * woken by that: a sleep is a duration.
   */
  jump(byMs: number): void {
    this.#nowMs += byMs;
    for (const sleeper of this.#sleepers) sleeper.wakeAtMs += byMs;
  }

  /** Resolves when at least `count` calls of {@link ManualClock.sleep} wait, so that a test moves time only when its subject has gone to sleep. */
  async waitForSleepers(count = 1): Promise<void> {
    while (this.#sleepers.size < count) await settle();
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!first || sleeper.wakeAtMs < first.wakeAtMs) first = sleeper;
    return first;
  }
}

/** Lets everything run that is ready to run, input and output included. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
