import type { Clock } from '@keyrack/contracts';

/** How many calls for later are remembered; what is beyond is found by the next look. */
const most = 1_000;
/** Many calls at once are one. */
const leastGapMs = 50;
/** A timer may be over a moment before the clock says so. */
const timerErrorMs = 5;

/** The instants at which a sleeping worker is to look for due work. */
export class WakeCalls {
  readonly #clock: Clock;
  readonly #instants = new Set<number>();
  #onCall: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks for a look at an instant; one that is past: at once. */
  call(atMs: number): void {
    if (this.#instants.size >= most) return;
    this.#instants.add(atMs);
    this.#onCall();
  }

  /** Forgets what a look that begins now will find. */
  look(): void {
    const nowMs = this.#clock.nowMs();
    for (const atMs of this.#instants) if (atMs <= nowMs) this.#instants.delete(atMs);
  }

  /** Resolves at the next instant that was asked for, or when the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const first = Math.min(...this.#instants);
      const waitMs = Math.max(leastGapMs, first - this.#clock.nowMs() + timerErrorMs);
      if (await this.#sleep(Math.min(waitMs, 2 ** 31 - 1), signal)) return;
    }
  }

  /** @returns whether the time is over; false: another call came, or the signal. */
  async #sleep(durationMs: number, signal: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const interrupt = (): void => resolve(false);
    const timer = setTimeout(() => resolve(this.#instants.size > 0), durationMs);
    this.#onCall = interrupt;
    signal.addEventListener('abort', interrupt, { once: true });
    const isOver = await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
    return isOver;
  }
}
