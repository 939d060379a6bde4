import { ConfigurationError } from '@keyrack/http';
import type { LiteLLMRequest } from '../caller.ts';
import { settingChecks } from '../keys/key-settings.ts';
import type { KeySettings } from '../keys/key-settings.ts';
import { checkParameters, nonEmptyText, orNull, pickChecks, record } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import { decodeBudget, decodeBudgets, decodeNamedBudget } from './budget.ts';
import type { Budget } from './budget.ts';
import { decodeBudgetFields } from './budget-field.ts';
import type { BudgetField } from './budget-field.ts';

/** What a budget limits, under the names that keys use too. */
export const budgetSharedNames = [
  'max_budget',
  'soft_budget',
  'budget_duration',
  'max_parallel_requests',
  'tpm_limit',
  'rpm_limit',
  'tpd_limit',
] as const satisfies readonly (keyof KeySettings)[];

/** What can be said of a budget. Left out stays as it is; null clears. */
export interface BudgetSettings extends Pick<KeySettings, (typeof budgetSharedNames)[number]> {
  /** Needs a licensed proxy. Cannot be cleared. */
  readonly model_max_budget?: Fields;
  /** When the spending starts at 0 again next, in ISO 8601. @default computed from `budget_duration` */
  readonly budget_reset_at?: string | null;
}

/** What a new budget shall be. */
export interface CreateBudget extends BudgetSettings {
  /** @default chosen by the proxy */
  readonly budget_id?: string | null;
}

const budgetChecks: Checks<BudgetSettings> = {
  ...pickChecks(settingChecks, budgetSharedNames),
  model_max_budget: record,
  budget_reset_at: orNull(nonEmptyText),
};

const createChecks: Checks<CreateBudget> = { ...budgetChecks, budget_id: orNull(nonEmptyText) };

/** Builds the requests about budgets; {@link BudgetsResource} says what each does. */
export class BudgetRequests {
  /** @throws {ConfigurationError} */
  async create(parameters: CreateBudget = {}): Promise<LiteLLMRequest<Budget>> {
    const body = checkParameters('a new budget', parameters, createChecks);
    return { method: 'POST', route: '/budget/new', body, decode: (answered) => decodeBudget(answered) };
  }

  /** @throws {ConfigurationError} */
  async info(budgetIds: readonly string[]): Promise<LiteLLMRequest<readonly Budget[]>> {
    if (!Array.isArray(budgetIds) || budgetIds.length === 0) throw new ConfigurationError('litellm', 'info needs the ids of budgets');
    return {
      method: 'POST',
      route: '/budget/info',
      body: { budgets: budgetIds.map(checkBudgetId) },
      readOnly: true,
      decode: decodeBudgets,
    };
  }

  /** @throws {ConfigurationError} */
  async settings(budgetId: string): Promise<LiteLLMRequest<readonly BudgetField[]>> {
    return { method: 'GET', route: '/budget/settings', query: { budget_id: checkBudgetId(budgetId) }, decode: decodeBudgetFields };
  }

  async list(): Promise<LiteLLMRequest<readonly Budget[]>> {
    return { method: 'GET', route: '/budget/list', decode: decodeBudgets };
  }

  /** @throws {ConfigurationError} */
  async update(budgetId: string, changes: BudgetSettings): Promise<LiteLLMRequest<Budget>> {
    const body = { budget_id: checkBudgetId(budgetId), ...checkParameters('a budget', changes, budgetChecks) };
    return { method: 'POST', route: '/budget/update', body, repeatable: true, decode: decodeNamedBudget };
  }

  /** @throws {ConfigurationError} */
  async delete(budgetId: string): Promise<LiteLLMRequest<Budget>> {
    return { method: 'POST', route: '/budget/delete', body: { id: checkBudgetId(budgetId) }, decode: decodeNamedBudget };
  }
}

function checkBudgetId(budgetId: unknown): string {
  if (typeof budgetId === 'string' && budgetId !== '' && budgetId.isWellFormed()) return budgetId;
  throw new ConfigurationError('litellm', 'a budget is named by its budget_id, a text that is not empty');
}
