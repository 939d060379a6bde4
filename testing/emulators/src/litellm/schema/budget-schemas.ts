import { listOf, model, objectOf } from './nested-types.ts';
import { instant, integer, number, text } from './plain-types.ts';
import { optional, required } from './schema.ts';

const modelBudget = model({
  fields: { max_budget: optional(number), budget_duration: optional(text), tpm_limit: optional(integer), rpm_limit: optional(integer) },
});

/** A budget, new or changed. */
export const budgetSchema = {
  fields: {
    budget_id: optional(text),
    max_budget: optional(number),
    soft_budget: optional(number),
    max_parallel_requests: optional(integer),
    tpm_limit: optional(integer),
    rpm_limit: optional(integer),
    tpd_limit: optional(integer),
    budget_duration: optional(text),
    model_max_budget: optional(objectOf(modelBudget)),
    budget_reset_at: optional(instant),
  },
};

export const budgetsSchema = { fields: { budgets: required(listOf(text)) } };

export const budgetEndSchema = { fields: { id: required(text) } };

export const budgetSettingsSchema = { fields: { budget_id: required(text) } };
