import type { Clock } from '@keyrack/contracts';

/**
 * How long a key lives that ends at an instant, for the proxy, which counts from when it reads the request: rounded down, and a
 * second less for the way there, so that the key never lives longer than it should.
 */
export function durationUntil(expiresAtMs: number, clock: Clock): string {
  return `${Math.max(0, Math.floor((expiresAtMs - clock.nowMs()) / 1_000) - 1)}s`;
}
