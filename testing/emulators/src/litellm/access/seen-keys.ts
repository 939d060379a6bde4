import type { EmulatorClock } from '../../kit/clock.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { KeyRow } from '../tables/key-row.ts';

/** How long a key is remembered as it was when authorization last read it, in milliseconds. */
const rememberedMs = 60_000;

/**
 * Keys as authorization sees them on a proxy that nobody told of a change: read once, then remembered for a minute. So a key that was
 * just deleted, blocked or changed through another proxy goes on as it was, if it was used here in the minute before.
 */
export class SeenKeys {
  readonly #clock: EmulatorClock;
  readonly #seen = new Map<string, { readonly row: KeyRow; readonly untilMs: number }>();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** The key, perhaps as it was; undefined when there is none. */
  get(proxy: LiteLLMProxy, token: string): KeyRow | undefined {
    const nowMs = this.#clock.nowMs();
    const seen = this.#seen.get(token);
    if (seen !== undefined && nowMs < seen.untilMs && nowMs >= seen.untilMs - rememberedMs) return seen.row;
    const row = proxy.keys.get(token);
    if (row === undefined) this.#seen.delete(token);
    else this.#seen.set(token, { row, untilMs: nowMs + rememberedMs });
    return row;
  }

  /** The process starts anew. */
  forgetAll(): void {
    this.#seen.clear();
  }
}
