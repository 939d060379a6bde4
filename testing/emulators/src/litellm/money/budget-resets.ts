import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { keptWindows } from '../keys/budget-windows.ts';
import type { BudgetRow } from '../tables/budget-row.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import { isObject, numberOf } from '../values/json.ts';

/** A row whose spend starts anew some time. */
interface Resetting {
  readonly budget_duration: string | null;
  readonly budget_reset_at: number | null;
}

/** Starts budgets anew when their time has come: at once, where the real proxy looks every ten minutes. */
export class BudgetResets {
  readonly #proxy: LiteLLMProxy;
  readonly #keys = new Set<string>();
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(proxy: LiteLLMProxy) {
    this.#proxy = proxy;
  }

  /** Hears of a key that is new or changed. */
  watchKey(row: KeyRow): void {
    const dueMs = dueOf(row);
    if (dueMs === Number.POSITIVE_INFINITY) return;
    this.#keys.add(row.token);
    this.#dueMs = Math.min(this.#dueMs, dueMs);
  }

  /** Hears of a user, team or budget that is new or changed. */
  watch({ budget_reset_at: resetAt }: Resetting): void {
    if (resetAt !== null) this.#dueMs = Math.min(this.#dueMs, resetAt);
  }

  catchUp(nowMs: number): void {
    if (nowMs < this.#dueMs) return;
    this.#dueMs = Number.POSITIVE_INFINITY;
    const { keys, people, budgets } = this.#proxy;
    for (const row of budgets.values()) if (isDue(row, nowMs)) this.#resetBudget(row, nowMs);
    for (const token of this.#keys) {
      const row = keys.get(token);
      if (row === undefined || dueOf(row) === Number.POSITIVE_INFINITY) this.#keys.delete(token);
      else if (dueOf(row) <= nowMs) this.watchKey(this.#proxy.changeKey(row, keyChanges(row, nowMs)));
      else this.watchKey(row);
    }
    for (const row of people.users.values()) {
      this.watch(isDue(row, nowMs) ? people.changeUser(row, { ...anew(row, nowMs), updated_at: nowMs }) : row);
    }
    for (const row of people.teams.values()) {
      this.watch(isDue(row, nowMs) ? people.changeTeam(row, { ...anew(row, nowMs), updated_at: nowMs }) : row);
    }
    for (const row of budgets.values()) this.watch(row);
  }

  /** A budget of its own takes along the keys and members that point at it, but no key that has a rhythm of its own. */
  #resetBudget(row: BudgetRow, nowMs: number): void {
    const { keys, people } = this.#proxy;
    this.#proxy.keepBudget({ ...row, budget_reset_at: anew(row, nowMs).budget_reset_at });
    const linked = keys.found((key) => key.budget_id === row.budget_id && key.budget_duration === null && key.spend > 0);
    for (const key of linked) this.#proxy.changeKey(key, { spend: 0 });
    for (const member of people.memberships()) if (member.budget_id === row.budget_id) people.putMembership({ ...member, spend: 0 });
  }
}

function keyChanges(row: KeyRow, nowMs: number): Partial<KeyRow> {
  return { ...(isDue(row, nowMs) ? anew(row, nowMs) : {}), budget_limits: windowsAnew(row.budget_limits, nowMs) };
}

function anew({ budget_duration: duration }: Resetting, nowMs: number): { readonly spend: number; readonly budget_reset_at: number } {
  return { spend: 0, budget_reset_at: budgetResetMs(duration ?? '', nowMs) };
}

function isDue({ budget_duration: duration, budget_reset_at: resetAt }: Resetting, nowMs: number): boolean {
  return duration !== null && resetAt !== null && resetAt <= nowMs;
}

/** Windows whose time has come end one period later. */
function windowsAnew(windows: KeyRow['budget_limits'], nowMs: number): KeyRow['budget_limits'] {
  return (windows ?? []).length === 0
    ? null
    : (windows ?? []).flatMap((window) => {
        if (!isObject(window) || windowEndMs(window) > nowMs) return [window];
        return keptWindows(
          [{ budget_duration: String(window.get('budget_duration')), max_budget: numberOf(window.get('max_budget')) ?? 0 }],
          nowMs,
        );
      });
}

function dueOf(row: KeyRow): number {
  const ends = (row.budget_limits ?? []).map(windowEndMs);
  return Math.min(row.budget_duration === null ? Number.POSITIVE_INFINITY : (row.budget_reset_at ?? Number.POSITIVE_INFINITY), ...ends);
}

function windowEndMs(window: unknown): number {
  const end = isObject(window as never) ? (window as ReadonlyMap<string, unknown>).get('reset_at') : undefined;
  return typeof end === 'string' ? Date.parse(end) : Number.POSITIVE_INFINITY;
}
