import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { KeyRow } from '../tables/key-row.ts';
import type { TeamRow } from '../tables/team-row.ts';
import { budgetStartMs } from '../values/budget-resets.ts';
import { Float, isObject, numberOf } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import { ProxyFailure } from '../web/failures.ts';
import type { Caller } from './caller.ts';

/** What a key has spent so far, written or not. */
function keySpend(proxy: LiteLLMProxy, key: KeyRow): number {
  return key.spend + proxy.spend.unwritten((use) => use.token === key.token);
}

/** What a key may spend: its own limit or its budget's, and more for a while when that was granted. */
export function keyLimit(proxy: LiteLLMProxy, key: KeyRow): number | null {
  const budget = key.budget_id === null ? undefined : proxy.budgets.get(key.budget_id);
  const limit = key.max_budget ?? budget?.max_budget ?? null;
  const until = key.metadata.get('temp_budget_expiry');
  if (limit === null || typeof until !== 'string') return limit;
  const increase = numberOf(key.metadata.get('temp_budget_increase')) ?? 0;
  return Date.parse(/[zZ]|[-+]\d\d:\d\d$/.test(until) ? until : `${until}Z`) > proxy.nowMs ? limit + increase : limit;
}

/** Whether the key has something left. @throws {ProxyFailure} 422 */
export function checkKeyBudget(proxy: LiteLLMProxy, key: KeyRow): void {
  const limit = keyLimit(proxy, key);
  const spend = keySpend(proxy, key);
  if (limit === null || spend < limit) return;
  if (key.metadata.get('throttle_on_budget_exceeded') === true) return;
  const name = `${key.key_alias !== null && key.key_alias !== '' ? key.key_alias : 'key'}${key.key_name === null ? '' : ` (${key.key_name})`}`;
  throw exceeded(`Budget has been exceeded! Key=${name} Current cost: ${money(spend)}, Max budget: ${money(limit)}`);
}

/** Whether the team, the key's windows and the user have something left. @throws {ProxyFailure} 422 */
export function checkOtherBudgets(proxy: LiteLLMProxy, { key, user, userId }: Caller, team: TeamRow | null): void {
  if (team !== null && team.max_budget !== null) {
    const spend = team.spend + proxy.spend.unwritten((use) => use.teamId === team.team_id);
    if (spend > team.max_budget) {
      throw exceeded(`Budget has been exceeded! Team=${team.team_id} Current cost: ${money(spend)}, Max budget: ${money(team.max_budget)}`);
    }
  }
  if (key !== null) checkWindows(proxy, key);
  if (team === null && user?.max_budget !== null && user !== null) {
    const spend = user.spend + proxy.spend.unwritten((use) => use.userId === userId);
    if (spend >= user.max_budget) {
      throw exceeded(`ExceededBudget: User=${user.user_id} over budget. Spend=${money(spend)}, Budget=${money(user.max_budget)}`);
    }
  }
  if (team !== null) checkMember(proxy, userId, team);
}

/** What the key spent in each of its windows, by the window's duration. */
export function windowUsage(
  proxy: LiteLLMProxy,
  key: KeyRow,
): readonly { readonly duration: string; readonly limit: number; readonly spend: number }[] {
  return (key.budget_limits ?? []).flatMap((window) => {
    if (!isObject(window)) return [];
    const duration = window.get('budget_duration');
    const resetAt = window.get('reset_at');
    if (typeof duration !== 'string' || typeof resetAt !== 'string') return [];
    const fromMs = budgetStartMs(duration, Date.parse(resetAt));
    return [
      { duration, limit: numberOf(window.get('max_budget')) ?? 0, spend: proxy.spend.since(fromMs, (use) => use.token === key.token) },
    ];
  });
}

function checkWindows(proxy: LiteLLMProxy, key: KeyRow): void {
  for (const { duration, limit, spend } of windowUsage(proxy, key)) {
    if (spend < limit) continue;
    throw exceeded(`ExceededBudget: Key over ${duration} budget. Spend=$${spend.toFixed(4)}, Limit=$${limit.toFixed(2)}`);
  }
}

function checkMember(proxy: LiteLLMProxy, userId: string | null, team: TeamRow): void {
  const member = proxy.people.membership(userId, team.team_id);
  const budget = member?.budget_id === null || member === undefined ? undefined : proxy.budgets.get(member.budget_id);
  if (member === undefined || budget === undefined || budget.max_budget === null || budget.max_budget <= 0) return;
  const spend = member.spend + proxy.spend.unwritten((use) => use.userId === userId && use.teamId === team.team_id);
  if (spend < budget.max_budget) return;
  const name = `${userId}:${team.team_id}`;
  throw exceeded(`Budget has been exceeded! TeamMember=${name} Current cost: ${money(spend)}, Max budget: ${money(budget.max_budget)}`);
}

function exceeded(message: string): ProxyFailure {
  return new ProxyFailure(message, { status: 422, type: 'budget_exceeded', param: null });
}

function money(amount: number): string {
  return inserted(new Float(amount));
}
