import type { Clock } from './clock.ts';

/** Why a phase of a call is ended from outside: the caller, the time for an attempt, the time for the call, `close()`. */
export type InterruptionReason = 'aborted' | 'timed-out' | 'out-of-time' | 'closed';

/** One phase of a call: waiting for its turn, being sent, waiting to be tried again. */
export interface Phase {
  /** Makes the phase settle. Called at most once. */
  readonly stop: () => void;
  /** For this phase; the whole call's time counts beside it. */
  readonly limitMs?: number;
  /** Whether `close()` ends it. What is already being sent goes on. */
  readonly endsOnClose: boolean;
}

/** Watches over one phase at a time. */
export class Interruption {
  readonly #clock: Clock;
  #deadlineMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#interrupt('aborted');
  #phase: Phase | undefined;
  #cancelTimer: (() => void) | undefined;
  #reason: InterruptionReason | undefined;
  #isClosed = false;
  #pausedAtMs = 0;

  constructor(clock: Clock, totalTimeoutMs: number, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.#deadlineMs = clock.nowMs() + totalTimeoutMs;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
  }

  /** Why the phase that was begun last had to settle; `undefined` when it did so by itself. */
  get reason(): InterruptionReason | undefined {
    return this.#reason;
  }

  /** How much of the whole call's time is left. */
  remainingMs(): number {
    return this.#deadlineMs - this.#clock.nowMs();
  }

  /** Begins to watch a phase; what would end it already ends it at once. */
  begin(phase: Phase): void {
    this.#phase = phase;
    this.#reason = undefined;
    const leftMs = this.remainingMs();
    const limitMs = phase.limitMs ?? Number.POSITIVE_INFINITY;
    if (this.#signal?.aborted === true) this.#interrupt('aborted');
    else if (this.#isClosed && phase.endsOnClose) this.#interrupt('closed');
    else if (leftMs <= 0) this.#interrupt('out-of-time');
    else
      this.#cancelTimer = this.#clock.schedule(
        () => this.#interrupt(limitMs < leftMs ? 'timed-out' : 'out-of-time'),
        Math.min(limitMs, leftMs),
      );
  }

  /** The phase is over. */
  end(): void {
    this.#phase = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Others are at work in the middle of a phase: their time does not count. */
  pause(): void {
    this.#pausedAtMs = this.#clock.nowMs();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Goes on after a pause; the phase has its whole time again. */
  resume(): void {
    this.#deadlineMs += this.#clock.nowMs() - this.#pausedAtMs;
    if (this.#phase !== undefined) this.begin(this.#phase);
  }

  /** The client is being closed: what only waits ends. */
  close(): void {
    this.#isClosed = true;
    if (this.#phase?.endsOnClose === true) this.#interrupt('closed');
  }

  /** The call is over: lets go of the caller's signal. */
  dispose(): void {
    this.end();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #interrupt(reason: InterruptionReason): void {
    const phase = this.#phase;
    if (phase === undefined) return;
    this.#reason = reason;
    this.end();
    phase.stop();
  }
}
