import { isAdmin } from '../access/caller.ts';
import { existingTeam, isTeamAdmin } from '../access/team-permissions.ts';
import type { KeyRow } from '../tables/key-row.ts';
import type { Body, Json } from '../values/json.ts';
import { Float, Instant, isObject } from '../values/json.ts';
import { durationSeconds } from '../values/durations.ts';
import { inserted } from '../values/python-text.ts';
import { tokenInPath } from '../values/secrets.ts';
import { timeText } from '../values/time-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** Sets what a key has spent, downwards; its windows start anew. */
export function resetSpend(asking: Asking, key: string, resetTo: number): Body {
  const { proxy } = asking;
  if (!proxy.settings.database) throw refused(500, 'DB not connected. prisma_client is None');
  const token = tokenInPath(key);
  const row = proxy.keys.get(token);
  if (row === undefined) throw refused(404, `Key ${key} not found.`);
  checkAmount(row, resetTo, row.budget_id === null ? null : (proxy.budgets.get(row.budget_id)?.max_budget ?? null));
  checkMayReset(asking, row);
  proxy.changeKey(row, {
    spend: resetTo,
    ...(row.budget_limits === null ? {} : { budget_limits: startedAnew(row.budget_limits, proxy.nowMs) }),
  });
  proxy.note('key-spend-reset', token, new Float(resetTo));
  return {
    key_hash: token,
    spend: new Float(resetTo),
    previous_spend: new Float(row.spend),
    max_budget: row.max_budget === null ? null : new Float(row.max_budget),
    budget_reset_at: row.budget_reset_at === null ? null : Instant.ofMs(row.budget_reset_at),
  };
}

function checkAmount(row: KeyRow, resetTo: number, budgetLimit: number | null): void {
  const money = (amount: number) => inserted(new Float(amount));
  if (resetTo < 0) throw refused(400, 'reset_to must be >= 0');
  if (resetTo > row.spend) throw refused(400, `reset_to (${money(resetTo)}) must be <= current spend (${money(row.spend)})`);
  const limits = [row.max_budget, budgetLimit].filter((limit) => limit !== null);
  const limit = limits.length === 0 ? null : Math.min(...limits);
  if (limit !== null && resetTo > limit) throw refused(400, `reset_to (${money(resetTo)}) must be <= budget (${money(limit)})`);
}

function checkMayReset({ proxy, caller }: Asking, row: KeyRow): void {
  if (isAdmin(caller)) return;
  if (row.team_id !== null && isTeamAdmin(existingTeam(proxy, row.team_id), caller)) return;
  throw refused(403, 'You must be a proxy admin or team admin to reset key spend');
}

/** Windows that begin now, whatever the calendar says. */
function startedAnew(windows: readonly Json[], nowMs: number): readonly Json[] {
  return windows.map((window) => {
    if (!isObject(window)) return window;
    const duration = window.get('budget_duration');
    if (typeof duration !== 'string') return window;
    const resetAt = timeText(Instant.ofMs(nowMs + durationSeconds(duration, nowMs) * 1_000), 'plain');
    return new Map<string, Json>([...window, ['reset_at', resetAt]]);
  });
}
