import type { EmulatorClock } from '../kit/clock.ts';
import type { DataLimit } from './access-key.ts';
import type { KeyStore } from './key-store.ts';
import type { Prometheus } from './prometheus.ts';
import { thirtyDaysMs } from './prometheus.ts';

const hourMs = 3_600_000;

/** What the enforcement works on. */
export interface EnforcementParts {
  readonly keys: KeyStore;
  readonly prometheus: Prometheus;
  readonly clock: EmulatorClock;
  readonly defaultLimit: () => DataLimit | undefined;
}

/**
 * Which keys the proxy drops for their usage. It looks after every limit call and once an hour, and at no other time:
 * until then a key stays as the last look left it, and a new key is let in.
 */
export class LimitEnforcement {
  readonly #parts: EnforcementParts;
  readonly #blocked = new Set<string>();
  #nextLookMs: number;

  constructor(parts: EnforcementParts) {
    this.#parts = parts;
    this.#nextLookMs = parts.clock.nowMs() + hourMs;
  }

  /** Whether the proxy takes the key's connections. */
  accepts(id: string): boolean {
    return !this.#blocked.has(id);
  }

  /** Looks a moment after the answer to a limit call is on its way; not at all while Prometheus is down. */
  lookSoon(): void {
    setImmediate(() => {
      this.#parts.prometheus.answers().then(
        () => this.#look(this.#parts.clock.nowMs()),
        () => undefined, // limits are stored but not enforced
      );
    });
  }

  /** Catches up with the hourly looks that the clock has passed. Only the newest matters: each judges every key anew. */
  catchUp(): void {
    const nowMs = this.#parts.clock.nowMs();
    if (nowMs < this.#nextLookMs - hourMs) this.#nextLookMs = nowMs + hourMs; // the clock was set back
    if (nowMs < this.#nextLookMs) return;
    const missed = Math.floor((nowMs - this.#nextLookMs) / hourMs);
    const lookMs = this.#nextLookMs + missed * hourMs;
    this.#nextLookMs = lookMs + hourMs;
    if (this.#parts.prometheus.mode === 'up') this.#look(lookMs);
  }

  /** A fresh process lets every key in and looks at once. */
  restarted(): void {
    this.#blocked.clear();
    this.#nextLookMs = this.#parts.clock.nowMs() + hourMs;
    if (this.#parts.prometheus.mode === 'up') this.#look(this.#parts.clock.nowMs());
  }

  /** A deleted key is no longer blocked; one made again under its id is let in until the next look. */
  forget(id: string): void {
    this.#blocked.delete(id);
  }

  #look(atMs: number): void {
    this.#blocked.clear();
    const { keys, prometheus } = this.#parts;
    const defaultBytes = this.#parts.defaultLimit()?.bytes ?? Number.POSITIVE_INFINITY;
    const judge = (id: string) => {
      const key = keys.get(id);
      if (key === undefined) return;
      const limitBytes = key.dataLimit?.bytes ?? defaultBytes;
      if (prometheus.traffic.usedBytes(id, atMs - thirtyDaysMs, atMs) >= limitBytes) this.#blocked.add(id);
    };
    // A limit above 0 can only stop keys that have traffic, so a look stays quick however many keys there are.
    if (defaultBytes === 0) for (const { id } of keys.snapshot()) judge(id);
    else for (const [id] of prometheus.traffic.keys()) judge(id);
    for (const id of keys.limitedIds) judge(id);
  }
}
