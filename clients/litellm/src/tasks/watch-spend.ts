import { checkFunction } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import type { KeyFilter } from '../keys/list-keys.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { refuse } from '../values/parameter-checks.ts';
import { keyBudget } from './key-budget.ts';
import { checkTask } from './task-options.ts';

/** What a key has spent since it was last looked at. */
export interface SpendChange {
  readonly token: string;
  readonly key_alias: string | null;
  readonly spend: number;
  readonly previous_spend: number;
  /** What was spent meanwhile; since the beginning of the budget where it was started anew. */
  readonly increase: number;
  /** Whether the spending was set back meanwhile: a new budget period, or a reset. */
  readonly was_reset: boolean;
  /** The limit of `spend`; null: none. */
  readonly limit: number | null;
  /** `spend` of `limit`; null without a limit. */
  readonly share: number | null;
}

/** What is watched, and how. */
export interface WatchSpendOptions extends CallOptions {
  /** Which keys. @default all */
  readonly filter?: KeyFilter;
  /** From the end of one look to the next, in milliseconds. The proxy books calls up to ten seconds late. @default 10_000 */
  readonly intervalMs?: number;
  /** Waits; ends early when the signal says so. @default by a timer */
  readonly wait?: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * Watches what keys spend, until the loop is left or the signal ends it. The first look gives nothing: it is what the next ones are
 * compared with. A key that is made meanwhile counts from 0. Of each key its token and its spending are kept.
 *
 * Source: `GET /key/list`
 * @throws {HttpError} from the loop, when a look fails after its retries.
 * @throws {AbortedError} from the loop, when the signal ends a look; between two looks the loop just ends.
 * @example
 * for await (const { key_alias, increase, share } of watchSpend(litellm, { signal })) console.log(key_alias, increase, share);
 */
export async function* watchSpend(client: LiteLLMClient, given: WatchSpendOptions = {}): AsyncGenerator<SpendChange, void, undefined> {
  const { filter, intervalMs = 10_000, wait = waitByTimer, ...options } = checkTask(client, given, ['filter', 'intervalMs', 'wait']);
  checkFunction('litellm', 'wait', wait);
  if (!Number.isFinite(intervalMs) || intervalMs < 0) throw refuse('intervalMs is a number of 0 or more');
  let known: ReadonlyMap<string, number> | undefined;
  for (;;) {
    const seen = new Map<string, number>();
    for await (const key of client.keys.listAll(filter, options)) {
      seen.set(key.token, key.spend);
      const before = known?.get(key.token) ?? 0;
      if (known === undefined || key.spend === before) continue;
      const wasReset = key.spend < before;
      const { limit, share } = keyBudget(key, client.nowMs());
      yield {
        token: key.token,
        key_alias: key.key_alias,
        spend: key.spend,
        previous_spend: before,
        increase: wasReset ? key.spend : key.spend - before,
        was_reset: wasReset,
        limit,
        share,
      };
    }
    known = seen;
    await wait(intervalMs, options.signal);
    if (options.signal?.aborted === true) return;
  }
}

function waitByTimer(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    signal?.addEventListener('abort', end);
  });
}
