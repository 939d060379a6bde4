/** Amounts by instant, summed over windows. */
export class WindowedSum {
  /** Ascending by instant. */
  readonly #entries: { readonly atMs: number; readonly amount: number }[] = [];

  add(atMs: number, amount: number): void {
    let place = this.#entries.length;
    while (place > 0 && (this.#entries[place - 1]?.atMs ?? 0) > atMs) place -= 1;
    this.#entries.splice(place, 0, { atMs, amount });
  }

  /** What came in after `fromMs` and up to `toMs`. */
  between(fromMs: number, toMs: number): number {
    let sum = 0;
    for (const { atMs, amount } of this.#entries) if (atMs > fromMs && atMs <= toMs) sum += amount;
    return sum;
  }

  /** The same amounts by the end of the step they fall into; steps without any are left out. */
  bySteps({
    firstMs,
    lastMs,
    stepMs,
  }: {
    readonly firstMs: number;
    readonly lastMs: number;
    readonly stepMs: number;
  }): Map<number, number> {
    const sums = new Map<number, number>();
    for (const { atMs, amount } of this.#entries) {
      if (atMs <= firstMs - stepMs || atMs > lastMs) continue;
      const step = firstMs + Math.ceil((atMs - firstMs) / stepMs) * stepMs;
      if (step <= lastMs) sums.set(step, (sums.get(step) ?? 0) + amount);
    }
    return sums;
  }
}
