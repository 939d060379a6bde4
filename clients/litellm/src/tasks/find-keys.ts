import type { CallOptions } from '@keyrack/http';
import type { KeyFilter } from '../keys/list-keys.ts';
import type { ListedKey } from '../keys/listed-key.ts';
import type { LiteLLMClient } from '../litellm-client.ts';
import { nonEmptyText, refuse } from '../values/parameter-checks.ts';
import { keyBudget } from './key-budget.ts';
import type { KeyBudget } from './key-budget.ts';
import { checkTask } from './task-options.ts';

/** A key, what it may spend, and how much of it is gone. */
export interface KeyNearBudget {
  readonly key: ListedKey;
  readonly budget: KeyBudget;
}

/**
 * Finds the keys that have exactly this alias, letter by letter. Aliases are meant to be unique, but keys that were made at the same
 * moment can share one, so there may be several.
 *
 * Source: `GET /key/list`
 * @returns none, one, or more, oldest first.
 * @throws {HttpError}
 */
export async function findKeysByAlias(client: LiteLLMClient, alias: string, options: CallOptions = {}): Promise<readonly ListedKey[]> {
  checkTask(client, options, []);
  nonEmptyText('the alias', alias);
  const found: ListedKey[] = [];
  for await (const key of client.keys.listAll({ key_alias: alias }, options)) if (key.key_alias === alias) found.push(key);
  return found;
}

/**
 * Streams the keys that were made before an instant, oldest first, and stops asking at the first younger one.
 *
 * Source: `GET /key/list`
 * @param beforeMs - epoch milliseconds, by the proxy's clock.
 * @throws {HttpError} from the loop.
 * @example
 * for await (const key of keysMadeBefore(litellm, Date.now() - 90 * 86_400_000)) console.log(key.key_alias, key.created_at);
 */
export async function* keysMadeBefore(
  client: LiteLLMClient,
  beforeMs: number,
  given: CallOptions & { readonly filter?: KeyFilter } = {},
): AsyncGenerator<ListedKey, void, undefined> {
  const { filter, ...options } = checkTask(client, given, ['filter']);
  checkInstant(beforeMs);
  for await (const key of client.keys.listAll(filter, options)) {
    if (!isBefore(key.created_at, beforeMs)) return;
    yield key;
  }
}

/**
 * Streams the keys that called no model since an instant, oldest first. Keys that were made since are left out. The proxy tells the
 * last call up to ten seconds late, and of keys that were only used for other things nothing.
 *
 * Source: `GET /key/list`
 * @param sinceMs - epoch milliseconds, by the proxy's clock.
 * @throws {HttpError} from the loop.
 */
export async function* keysUnusedSince(
  client: LiteLLMClient,
  sinceMs: number,
  options: CallOptions & { readonly filter?: KeyFilter } = {},
): AsyncGenerator<ListedKey, void, undefined> {
  for await (const key of keysMadeBefore(client, sinceMs, options)) {
    if (key.last_active === null || isBefore(key.last_active, sinceMs)) yield key;
  }
}

/**
 * Streams the keys that have spent a share of their budget or more; keys without a budget are left out.
 *
 * Source: `GET /key/list`
 * @param share - of the limit: 0.8 is four fifths, 1 is all of it.
 * @throws {HttpError} from the loop.
 */
export async function* keysNearBudget(
  client: LiteLLMClient,
  share: number,
  given: CallOptions & { readonly filter?: KeyFilter } = {},
): AsyncGenerator<KeyNearBudget, void, undefined> {
  const { filter, ...options } = checkTask(client, given, ['filter']);
  if (typeof share !== 'number' || !(share > 0 && share <= 1_000)) throw refuse('a share is a number above 0, such as 0.8');
  for await (const key of client.keys.listAll(filter, options)) {
    const budget = keyBudget(key, client.nowMs());
    if (budget.share !== null && budget.share >= share) yield { key, budget };
  }
}

function isBefore(instant: string | null, beforeMs: number): boolean {
  return instant !== null && Date.parse(instant) < beforeMs;
}

function checkInstant(instantMs: number): void {
  if (!Number.isFinite(instantMs)) throw refuse('an instant is a number of milliseconds since 1970');
}
