import type { EmulatorClock } from '../../kit/clock.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { ProxyFailure } from '../web/failures.ts';

/** Limits count from a key's first call for this long. */
const windowMs = 60_000;

interface Window {
  readonly fromMs: number;
  requests: number;
  tokens: number;
}

/** Counts what keys ask for, against their limits per minute. */
export class RateLimits {
  readonly #clock: EmulatorClock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /**
   * Counts one more call of a key in.
   * @returns the headers that say what is left
   * @throws {ProxyFailure} 429
   */
  count(key: KeyRow): readonly (readonly [string, string])[] {
    const window = this.#window(key.token);
    if (key.max_parallel_requests !== null && key.max_parallel_requests < 1) throw this.#limited(key, 'max_parallel_requests', window);
    if (key.tpm_limit !== null && window.tokens >= key.tpm_limit) throw this.#limited(key, 'tokens', window);
    if (key.rpm_limit === null) return [];
    if (window.requests >= key.rpm_limit) throw this.#limited(key, 'requests', window);
    window.requests += 1;
    return [
      ['x-ratelimit-api_key-remaining-requests', String(Number(key.rpm_limit) - window.requests)],
      ['x-ratelimit-api_key-limit-requests', String(key.rpm_limit)],
    ];
  }

  /** Counts the tokens of a call that was answered. */
  countTokens(key: KeyRow, tokens: number): void {
    this.#window(key.token).tokens += tokens;
  }

  /** The process starts anew. */
  forgetAll(): void {
    this.#windows.clear();
  }

  #window(token: string): Window {
    const nowMs = this.#clock.nowMs();
    const window = this.#windows.get(token);
    if (window !== undefined && nowMs >= window.fromMs && nowMs < window.fromMs + windowMs) return window;
    const fresh = { fromMs: nowMs, requests: 0, tokens: 0 };
    this.#windows.set(token, fresh);
    return fresh;
  }

  #limited(key: KeyRow, kind: 'requests' | 'tokens' | 'max_parallel_requests', window: Window): ProxyFailure {
    const limit = { requests: key.rpm_limit, tokens: key.tpm_limit, max_parallel_requests: key.max_parallel_requests }[kind];
    const resetAt = `${new Date(window.fromMs + windowMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    const message = `Rate limit exceeded for api_key: ${key.token}. Limit type: ${kind}. Current limit: ${limit}, Remaining: 0. Limit resets at: ${resetAt}`;
    return new ProxyFailure(message, {
      status: 429,
      type: 'throttling_error',
      param: null,
      headers: [
        ['retry-after', String(Math.max(1, Math.ceil((window.fromMs + windowMs - this.#clock.nowMs()) / 1_000)))],
        ['rate_limit_type', kind],
        ['reset_at', resetAt],
      ],
    });
  }
}
