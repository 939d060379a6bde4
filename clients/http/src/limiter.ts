import type { Clock } from './clock.ts';

/** Told when its turn has come. */
type Waiter = () => void;

/**
 * Lets at most `maxConnections` requests be under way and starts them at least `minRequestGapMs` apart, in the order in
 * which they came.
 */
export class Limiter {
  readonly #maxConnections: number;
  readonly #minRequestGapMs: number;
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiter>();
  #underWay = 0;
  #nextStartMs = Number.NEGATIVE_INFINITY;

  constructor(options: { readonly maxConnections: number; readonly minRequestGapMs: number; readonly clock: Clock }) {
    this.#maxConnections = options.maxConnections;
    this.#minRequestGapMs = options.minRequestGapMs;
    this.#clock = options.clock;
  }

  /** Takes a place at once, where one is free and no gap has to be kept. */
  tryEnter(): boolean {
    if (this.#minRequestGapMs > 0 || this.#underWay >= this.#maxConnections) return false;
    this.#underWay += 1;
    return true;
  }

  /**
   * Takes a place as soon as it is this one's turn.
   *
   * @returns `turn`: whether a place was taken; `leave`: gives the place in the line up, and does nothing once the turn has come.
   */
  enter(): { readonly turn: Promise<boolean>; readonly leave: () => void } {
    const { promise: turn, resolve } = Promise.withResolvers<boolean>();
    let cancelGap: (() => void) | undefined;
    let isSettled = false;
    const settle = (hasPlace: boolean): void => {
      isSettled = true;
      resolve(hasPlace);
    };
    const admitted: Waiter = () => {
      const waitMs = this.#reserveStart();
      if (waitMs <= 0) settle(true);
      else cancelGap = this.#clock.schedule(() => settle(true), waitMs);
    };
    if (this.#underWay < this.#maxConnections) this.#admit(admitted);
    else this.#waiting.add(admitted);
    const leave = (): void => {
      if (isSettled) return;
      settle(false);
      if (this.#waiting.delete(admitted)) return;
      cancelGap?.();
      this.exit();
    };
    return { turn, leave };
  }

  /** Gives a place back. */
  exit(): void {
    this.#underWay -= 1;
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      this.#admit(next);
      return;
    }
  }

  #admit(waiter: Waiter): void {
    this.#underWay += 1;
    waiter();
  }

  #reserveStart(): number {
    const nowMs = this.#clock.nowMs();
    const startMs = Math.max(nowMs, this.#nextStartMs);
    this.#nextStartMs = startMs + this.#minRequestGapMs;
    return startMs - nowMs;
  }
}
