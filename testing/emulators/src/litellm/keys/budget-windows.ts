import { budgetResetMs } from '../values/budget-resets.ts';
import type { Json } from '../values/json.ts';
import { Float, Instant, isObject } from '../values/json.ts';
import { timeText } from '../values/time-text.ts';

/** A window as it is asked for. */
export interface AskedWindow {
  readonly budget_duration: string;
  readonly max_budget: number;
}

/** Windows as the column keeps them, each with the instant at which it starts anew. */
export function keptWindows(windows: readonly AskedWindow[], nowMs: number): readonly Json[] {
  return windows.map(({ budget_duration, max_budget }) => {
    const resetAt = timeText(Instant.ofMs(budgetResetMs(budget_duration, nowMs)), 'plain');
    return new Map<string, Json>([
      ['reset_at', resetAt],
      ['max_budget', new Float(max_budget)],
      ['budget_duration', budget_duration],
    ]);
  });
}

/** Kept windows as the answer to a generate shows them. */
export function shownWindows(windows: readonly Json[]) {
  return windows.filter(isObject).map((window) => ({
    budget_duration: window.get('budget_duration') ?? null,
    max_budget: window.get('max_budget') ?? null,
    reset_at: Instant.ofMs(Date.parse(String(window.get('reset_at')))),
  }));
}
