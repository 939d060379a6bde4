import type { Body, JsonObject } from '../values/json.ts';
import { arranged, inOrder, kinds, shown } from './columns.ts';

/** A budget that keys and members can point at. Instants are epoch milliseconds. */
export interface BudgetRow {
  readonly budget_id: string;
  readonly max_budget: number | null;
  readonly soft_budget: number | null;
  readonly max_parallel_requests: number | bigint | null;
  readonly tpm_limit: number | bigint | null;
  readonly rpm_limit: number | bigint | null;
  readonly tpd_limit: number | bigint | null;
  readonly model_max_budget: JsonObject | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: number | null;
  readonly allowed_models: readonly string[];
  readonly temp_budget_increase: number | null;
  readonly temp_budget_expiry: number | null;
  readonly created_at: number;
  readonly created_by: string;
  readonly updated_at: number;
  readonly updated_by: string;
}

const columns = inOrder(`
  budget_id max_budget soft_budget max_parallel_requests tpm_limit rpm_limit tpd_limit model_max_budget budget_duration budget_reset_at
  allowed_models temp_budget_increase temp_budget_expiry created_at created_by updated_at updated_by`);
const columnKinds = {
  ...kinds('float', 'max_budget soft_budget temp_budget_increase'),
  ...kinds('instant', 'budget_reset_at temp_budget_expiry created_at updated_at'),
};
const rowOrder = [
  ...columns,
  ...inOrder('organization projects keys end_users tags model_access_groups team_membership organization_membership'),
];

const shortOrder = inOrder(`
  budget_id soft_budget max_budget max_parallel_requests tpm_limit rpm_limit tpd_limit model_max_budget budget_duration allowed_models
  temp_budget_increase temp_budget_expiry budget_reset_at created_at`);

/** A budget without limits. */
export function budgetRow(values: Partial<BudgetRow> & Pick<BudgetRow, 'budget_id' | 'created_at' | 'created_by'>): BudgetRow {
  return {
    max_budget: null,
    soft_budget: null,
    max_parallel_requests: null,
    tpm_limit: null,
    rpm_limit: null,
    tpd_limit: null,
    model_max_budget: null,
    budget_duration: null,
    budget_reset_at: null,
    allowed_models: [],
    temp_budget_increase: null,
    temp_budget_expiry: null,
    updated_at: values.created_at,
    updated_by: values.created_by,
    ...values,
  };
}

/** A budget as answers show it. */
export function budgetBody(row: BudgetRow): Record<string, Body> {
  return arranged(rowOrder, shown(row, columns, columnKinds));
}

/** A budget as memberships show it. */
export function budgetInShort(row: BudgetRow): Record<string, Body> {
  return arranged(shortOrder, shown(row, columns, columnKinds));
}
