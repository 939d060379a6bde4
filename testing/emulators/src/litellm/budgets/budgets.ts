import { randomUUID } from 'node:crypto';
import { checkAmount, checkBudgetDuration } from '../keys/generation-checks.ts';
import { checkModelBudgets } from '../keys/licence.ts';
import { written } from '../keys/key-metadata.ts';
import { changedBy } from '../litellm-proxy.ts';
import type { budgetSchema } from '../schema/budget-schemas.ts';
import type { Given } from '../schema/schema.ts';
import type { BudgetRow } from '../tables/budget-row.ts';
import { budgetRow } from '../tables/budget-row.ts';
import { fitColumns } from '../tables/columns.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import { isObject } from '../values/json.ts';
import type { Asking } from '../web/endpoint.ts';
import { PlainFailure, refused, UnhandledFault } from '../web/failures.ts';

type BudgetRequest = Given<typeof budgetSchema.fields>;

/** Makes a budget. @throws {HttpFailure} 400 */
export function newBudget(asking: Asking, request: BudgetRequest): BudgetRow {
  const { proxy, caller } = asking;
  const { values } = request;
  checkBudget(asking, request);
  const id = values.budget_id ?? randomUUID();
  if (!fitColumns(values)) throw new UnhandledFault();
  if (proxy.budgets.has(id)) throw refused(400, `Budget with id '${id}' already exists.`);
  const budgets = written(request, 'model_max_budget') ?? null;
  const row = budgetRow({
    ...values,
    budget_id: id,
    model_max_budget: isObject(budgets) ? budgets : null,
    budget_reset_at:
      values.budget_reset_at?.epochMs ?? (values.budget_duration === null ? null : budgetResetMs(values.budget_duration, proxy.nowMs)),
    created_at: proxy.nowMs,
    created_by: changedBy(caller),
  });
  proxy.keepBudget(row);
  proxy.note('budget-created', id);
  return row;
}

/** Changes a budget: what is left out stays, null clears. Null when there is no such budget. */
export function changeBudget(asking: Asking, request: BudgetRequest): BudgetRow | null {
  const { proxy, caller } = asking;
  const { values, names } = request;
  const { budget_id: id, budget_duration: duration, budget_reset_at: reset, model_max_budget: _, ...others } = values;
  if (id === null) throw refused(400, 'budget_id is required');
  checkBudget(asking, request);
  if (!fitColumns(values)) throw new UnhandledFault();
  if (names.has('model_max_budget') && values.model_max_budget === null) throw new UnhandledFault();
  const row = proxy.budgets.get(id);
  if (row === undefined) return null;
  const given = Object.fromEntries(Object.entries(others).filter(([name]) => names.has(name)));
  const resets = duration === null ? null : budgetResetMs(duration, proxy.nowMs);
  const changed: BudgetRow = {
    ...row,
    ...(names.has('budget_duration') ? { budget_duration: duration, budget_reset_at: resets } : {}),
    ...given,
    ...(names.has('budget_reset_at') ? { budget_reset_at: reset?.epochMs ?? null } : {}),
    updated_at: proxy.nowMs,
    updated_by: changedBy(caller),
  };
  proxy.keepBudget(changed);
  proxy.note('budget-updated', id);
  return changed;
}

/** Deletes a budget; keys that point at it stay without one. */
export function deleteBudget({ proxy }: Asking, id: string): BudgetRow | null {
  const row = proxy.budgets.get(id);
  if (row === undefined) return null;
  proxy.budgets.delete(id);
  for (const key of proxy.keys.found(({ budget_id }) => budget_id === id)) proxy.detachBudget(key);
  proxy.note('budget-deleted', id);
  return row;
}

function checkBudget({ proxy }: Asking, { values }: BudgetRequest): void {
  checkAmount('max_budget', values.max_budget);
  checkAmount('soft_budget', values.soft_budget);
  checkBudgetDuration(values.budget_duration, proxy.nowMs);
  if (values.model_max_budget === null || values.model_max_budget.size === 0) return;
  try {
    checkModelBudgets(proxy, values.model_max_budget);
  } catch (error) {
    throw error instanceof PlainFailure ? refused(400, error.message) : error;
  }
}
