const hourMs = 3_600_000;

/** Counts the calls of each API key. An hour begins with the first call; whether the real system's does is not known. */
export class RequestLimit {
  readonly #perHour: number;
  readonly #hours = new Map<number, { readonly fromMs: number; calls: number }>();

  /** @param perHour infinite for no limit */
  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  /** Counts a call; false when the key has used up its hour. */
  admit(key: number, nowMs: number): boolean {
    if (this.#perHour === Infinity) return true;
    let hour = this.#hours.get(key);
    if (hour === undefined || nowMs - hour.fromMs >= hourMs || nowMs < hour.fromMs) {
      hour = { fromMs: nowMs, calls: 0 };
      this.#hours.set(key, hour);
    }
    hour.calls += 1;
    return hour.calls <= this.#perHour;
  }
}
