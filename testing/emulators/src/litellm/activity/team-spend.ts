import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Body } from '../values/json.ts';
import { Float } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import type { DailyCall, Scope } from './daily-calls.ts';
import { dailyCalls } from './daily-calls.ts';
import { sumsOf } from './metrics.ts';

/** What each user spent in some teams, the most expensive first. @param onlyUser - whom alone the caller may see, or null */
export function spendByUser(proxy: LiteLLMProxy, scope: Scope, onlyUser: string | null): readonly Body[] {
  const calls = dailyCalls(proxy, { ...scope, tokens: null }).filter(({ userId }) => onlyUser === null || userId === onlyUser);
  const groups = Map.groupBy(calls, ({ teamId, userId }) => JSON.stringify([teamId ?? '', userId ?? '']));
  return [...groups]
    .map(([key, own]) => ({ names: JSON.parse(key) as readonly [string, string], own, sums: sumsOf(own) })) // as written just above
    .toSorted((one, other) => other.sums.spend - one.sums.spend || byLetters(one.names.join('\n'), other.names.join('\n')))
    .map(({ names: [teamId, userId], own }) => rowOf(proxy, { teamId, userId, calls: own }));
}

function rowOf(
  { people }: LiteLLMProxy,
  { teamId, userId, calls }: { readonly teamId: string; readonly userId: string; readonly calls: readonly DailyCall[] },
): Body {
  const { spend, promptTokens, completionTokens, succeeded, failed } = sumsOf(calls);
  const user = people.user(userId);
  return {
    team_id: teamId,
    team_alias: people.team(teamId)?.team_alias ?? null,
    user_id: userId,
    user_email: user?.user_email ?? null,
    user_alias: user?.user_alias ?? null,
    spend: new Float(spend),
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    api_requests: succeeded + failed,
    successful_requests: succeeded,
    failed_requests: failed,
  };
}
