import type { Clock } from '../../src/index.ts';

/** A clock that stands still until a test moves it, so that no time limit depends on how fast the machine is. */
export class ManualClock implements Clock {
  readonly #due = new Map<() => void, number>();
  #nowMs = 1_700_000_000_000;

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(callback: () => void, delayMs: number): () => void {
    const entry = (): void => callback();
    this.#due.set(entry, this.#nowMs + delayMs);
    if (delayMs <= 0) setImmediate(() => this.advance(0));
    return () => this.#due.delete(entry);
  }

  /** Moves the time; what falls due on the way is called in its order. */
  advance(durationMs: number): void {
    const untilMs = this.#nowMs + durationMs;
    for (;;) {
      const [next] = [...this.#due].filter(([, atMs]) => atMs <= untilMs).toSorted(([, one], [, other]) => one - other);
      if (next === undefined) break;
      const [entry, atMs] = next;
      this.#due.delete(entry);
      this.#nowMs = Math.max(this.#nowMs, atMs);
      entry();
    }
    this.#nowMs = untilMs;
  }
}
