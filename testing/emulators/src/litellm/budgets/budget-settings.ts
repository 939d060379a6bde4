import type { BudgetRow } from '../tables/budget-row.ts';
import { budgetBody } from '../tables/budget-row.ts';
import type { Body } from '../values/json.ts';

const settings = [
  ['max_budget', 'Float', 'Requests will fail if this budget (in USD) is exceeded.'],
  ['soft_budget', 'Float', 'Requests will NOT fail if this is exceeded. Will fire alerting though.'],
  ['max_parallel_requests', 'Integer', 'Max concurrent requests allowed for this budget id.'],
  ['tpm_limit', 'Integer', 'Max tokens per minute, allowed for this budget id.'],
  ['rpm_limit', 'Integer', 'Max requests per minute, allowed for this budget id.'],
  ['tpd_limit', 'Integer', 'Max tokens per day, charged by batch submissions, allowed for this budget id.'],
  ['budget_duration', 'String', "Max duration budget should be set for (e.g. '1hr', '1d', '28d')"],
  [
    'model_max_budget',
    'Object',
    "Max budget for each model (e.g. {'gpt-4o': {'max_budget': '0.0000001', 'budget_duration': '1d', 'tpm_limit': 1000, 'rpm_limit': 1000}})",
  ],
] as const;

/** What can be set in a budget, and what is; the same without values for a budget that is not there. */
export function settingsOf(row: BudgetRow | undefined): Body {
  const values = row === undefined ? {} : budgetBody(row);
  return settings.map(([name, type, description]) => ({
    field_name: name,
    field_type: type,
    field_description: description,
    field_value: values[name] ?? null,
    stored_in_db: true,
    field_default_value: null,
    premium_field: false,
    nested_fields: null,
    field_options: null,
    field_tab: null,
    source: 'unset',
    editable: true,
  }));
}
