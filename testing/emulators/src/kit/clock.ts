/**
 * The emulator's own time. It runs with the machine's clock until a test sets, advances or freezes it.
 */
export class EmulatorClock {
  readonly #machineNowMs: () => number;
  #offsetMs = 0;
  #frozenAtMs: number | undefined;

  /** @param machineNowMs the clock underneath, in epoch milliseconds; default the machine's. */
  constructor(machineNowMs: () => number = Date.now) {
    this.#machineNowMs = machineNowMs;
  }

  /** The instant that the emulated system believes in, in epoch milliseconds. */
  nowMs(): number {
    return this.#frozenAtMs ?? this.#machineNowMs() + this.#offsetMs;
  }

  /** Whether time stands still until {@link set} or {@link advance} moves it. */
  get frozen(): boolean {
    return this.#frozenAtMs !== undefined;
  }

  /** Jumps to an instant, forwards or backwards; a running clock runs on from there. */
  set(instantMs: number): void {
    if (this.#frozenAtMs === undefined) this.#offsetMs = instantMs - this.#machineNowMs();
    else this.#frozenAtMs = instantMs;
  }

  /** Moves time by a number of milliseconds. */
  advance(byMs: number): void {
    this.set(this.nowMs() + byMs);
  }

  /** Lets time stand still (`true`) or run again from where it stands (`false`). */
  freeze(frozen: boolean): void {
    const nowMs = this.nowMs();
    this.#frozenAtMs = frozen ? nowMs : undefined;
    if (!frozen) this.#offsetMs = nowMs - this.#machineNowMs();
  }

  /** Back to the machine's time, running. */
  reset(): void {
    this.#offsetMs = 0;
    this.#frozenAtMs = undefined;
  }
}
