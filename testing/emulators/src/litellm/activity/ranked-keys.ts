import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Body } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import type { DailyCall } from './daily-calls.ts';
import { knownKey, knownKeyBody } from './known-key.ts';
import { keyMetricsBody, metricsBody, sumsOf } from './metrics.ts';

/** The calls of one key. */
export type KeyCalls = readonly [token: string, calls: readonly DailyCall[]];

/** Keys with their calls, those that spent the most first, equal ones by their tokens. */
export function keysBySpend(calls: readonly DailyCall[]): readonly KeyCalls[] {
  return ranked(calls, (own) => sumsOf(own).spend);
}

/** Keys whose prompts no cache had, those with the longest first. Nothing here has a cache. */
export function keysByPrompts(calls: readonly DailyCall[]): readonly KeyCalls[] {
  return ranked(calls, (own) => sumsOf(own).promptTokens).filter(([, own]) => sumsOf(own).promptTokens > 0);
}

/** Keys whose token, alias, user or address holds a text, in any case. */
export function keysThatHold(proxy: LiteLLMProxy, calls: readonly DailyCall[], text: string): readonly KeyCalls[] {
  const searched = text.toLowerCase();
  const holds = (value: string | null): boolean => value?.toLowerCase().includes(searched) === true;
  return keysBySpend(calls).filter(([token]) => {
    const { alias, userId, email } = knownKey(proxy, token);
    const isKept = proxy.keys.get(token) !== undefined || proxy.archive.some(({ row }) => row.token === token);
    return holds(token) || (isKept && [alias, userId, email].some(holds));
  });
}

/** Keys as lists show them. */
export function keysBody(proxy: LiteLLMProxy, keys: readonly KeyCalls[]): readonly Body[] {
  return keys.map(([token, calls]) => ({ api_key: token, metrics: keyMetricsBody(calls), metadata: knownKeyBody(proxy, token) }));
}

/** Keys as a search shows them: with everything. */
export function foundKeysBody(proxy: LiteLLMProxy, keys: readonly KeyCalls[]): readonly Body[] {
  return keys.map(([token, calls]) => ({ api_key: token, metrics: metricsBody(calls), metadata: knownKeyBody(proxy, token) }));
}

function ranked(calls: readonly DailyCall[], amount: (own: readonly DailyCall[]) => number): readonly KeyCalls[] {
  return [...Map.groupBy(calls, ({ token }) => token)].toSorted(
    ([oneToken, one], [otherToken, other]) => amount(other) - amount(one) || byLetters(oneToken, otherToken),
  );
}
