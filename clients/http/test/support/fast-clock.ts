import type { Clock } from '../../src/index.ts';

/** A longer time is a limit that no test means to reach; it never comes. */
const longestSkippedMs = 20_000;

/**
 * A clock that skips waits: it jumps from one scheduled time to the next as soon as the program has nothing else to do. What
 * was waited for is written down.
 */
export class FastClock implements Clock {
  readonly waitsMs: number[] = [];
  readonly #due = new Map<() => void, number>();
  #nowMs = 1_700_000_000_000;

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(callback: () => void, delayMs: number): () => void {
    if (delayMs > longestSkippedMs) return () => undefined;
    this.waitsMs.push(delayMs);
    const entry = (): void => callback();
    this.#due.set(entry, this.#nowMs + delayMs);
    setImmediate(() => this.#jump());
    return () => this.#due.delete(entry);
  }

  /** To the earliest time that is still to come. */
  #jump(): void {
    const [next] = [...this.#due].toSorted(([, one], [, other]) => one - other);
    if (next === undefined) return;
    const [entry, atMs] = next;
    this.#due.delete(entry);
    this.#nowMs = Math.max(this.#nowMs, atMs);
    entry();
  }
}
