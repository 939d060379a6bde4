import { checkCallOptions, ConfigurationError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';

/** For how long an answer is remembered. */
const memoryMs = 300_000;

/** The options of a health check. */
export interface HealthCheckOptions extends CallOptions {
  /**
   * Asks the server even if the last answer is younger than 300 s.
   * @default false
   */
  readonly force?: boolean;
}

/** Remembers whether a server answered when it was last asked. */
export class Health {
  readonly #ask: (options: CallOptions) => Promise<unknown>;
  readonly #nowMs: () => number;
  #isHealthy = true;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param ask - a call that fails when the server is not well.
   * @param nowMs - the time in epoch milliseconds.
   */
  constructor(ask: (options: CallOptions) => Promise<unknown>, nowMs: () => number) {
    this.#ask = ask;
    this.#nowMs = nowMs;
  }

  /** True until a check has failed. */
  get isHealthy(): boolean {
    return this.#isHealthy;
  }

  /**
   * Whether the server answers; never throws for what it does.
   *
   * @throws {ConfigurationError} when an option is wrong, also while an answer is remembered.
   */
  async check(given: HealthCheckOptions = {}): Promise<boolean> {
    checkCallOptions('outline', given, { flags: ['force'] });
    const { force = false, ...options } = given;
    if (!force && this.#nowMs() - this.#askedAtMs < memoryMs) return this.#isHealthy;
    try {
      await this.#ask(options);
      this.#isHealthy = true;
    } catch (error) {
      // It says nothing about the server: nothing was sent.
      if (ConfigurationError.isInstance(error)) throw error;
      this.#isHealthy = false;
    }
    this.#askedAtMs = this.#nowMs();
    return this.#isHealthy;
  }
}
