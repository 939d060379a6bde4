import type { CallOptions, Hooks } from '@keyrack/http';
import type { Clock } from './clock.ts';
import { wrong } from './configuration-error.ts';

const hourMs = 3_600_000;

/** What a {@link RequestBudget} is made from. */
export interface RequestBudgetOptions {
  /** A whole number of 1 or more; `Infinity`: no limit. */
  readonly requestsPerHour: number;
  readonly clock: Clock;
}

/** When a request may be sent: now, or not within the time that it has. */
export type Turn = { readonly kind: 'now'; readonly waitedMs: number } | { readonly kind: 'too-late'; readonly waitMs: number };

/**
 * Counts the requests of one client, so that no hour, wherever it begins, holds more of them than the system allows. A burst
 * costs nothing; what comes after it waits until the oldest request is an hour old.
 */
export class RequestBudget {
  readonly #requestsPerHour: number;
  readonly #clock: Clock;
  /** When requests were started or will be, in ascending order; at most an hour of them. */
  #starts: number[] = [];
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  /** @throws {ConfigurationError} */
  constructor({ requestsPerHour, clock }: RequestBudgetOptions) {
    if (!(Number.isInteger(requestsPerHour) && requestsPerHour > 0) && requestsPerHour !== Infinity) {
      throw wrong('requestsPerHour must be a whole number of 1 or more, or Infinity');
    }
    this.#requestsPerHour = requestsPerHour;
    this.#clock = clock;
  }

  /** Waits for the turn of one request; ends early when the call is aborted or the client is closed. */
  async take(mostMs: number, { signal }: Pick<CallOptions, 'signal'>): Promise<Turn> {
    if (this.#requestsPerHour === Infinity || this.#isClosed || signal?.aborted === true) return { kind: 'now', waitedMs: 0 };
    const nowMs = this.#clock.nowMs();
    const startMs = this.#nextStart(nowMs);
    const waitMs = startMs - nowMs;
    if (waitMs > 0 && waitMs >= mostMs) return { kind: 'too-late', waitMs };
    this.#starts.push(startMs);
    if (waitMs > 0 && !(await this.#wait(waitMs, signal))) this.#giveBack(startMs);
    return { kind: 'now', waitedMs: this.#clock.nowMs() - nowMs };
  }

  /** The same hooks, and every repetition of a request counts as well. */
  watch(hooks: Hooks | undefined): Hooks | undefined {
    if (this.#requestsPerHour === Infinity) return hooks;
    return {
      onRequest: (event) => {
        if (event.attempt > 1) this.#count();
        return hooks?.onRequest?.(event);
      },
      onResponse: (event) => hooks?.onResponse?.(event),
      onRetry: (event) => hooks?.onRetry?.(event),
    };
  }

  /** Lets everything that waits go on; it will find the client closed. */
  close(): void {
    this.#isClosed = true;
    for (const goOn of this.#waiting) goOn();
  }

  #nextStart(nowMs: number): number {
    if (this.#starts.length >= 2 * this.#requestsPerHour) this.#starts = this.#starts.slice(-this.#requestsPerHour);
    const before = this.#starts.at(-this.#requestsPerHour);
    return before === undefined ? nowMs : Math.max(nowMs, before + hourMs);
  }

  #count(): void {
    this.#starts.push(Math.max(this.#clock.nowMs(), this.#starts.at(-1) ?? 0));
  }

  #giveBack(startMs: number): void {
    const place = this.#starts.lastIndexOf(startMs);
    if (place >= 0) this.#starts.splice(place, 1);
  }

  /** @returns whether the time is over; false: the wait was ended. */
  async #wait(delayMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const endEarly = (): void => resolve(false);
    const cancel = this.#clock.schedule(() => resolve(true), delayMs);
    this.#waiting.add(endEarly);
    signal?.addEventListener('abort', endEarly, { once: true });
    try {
      return await promise;
    } finally {
      cancel();
      this.#waiting.delete(endEarly);
      signal?.removeEventListener('abort', endEarly);
    }
  }
}
