import type { AnswerToDecode } from '@keyrack/http';
import { BudgetNotFoundError } from '../errors/errors.ts';
import { readInstant } from '../values/instant.ts';
import { isFields, readFields, readList, readNumber, readObject, readRecordOrNull, readText, readTexts } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** A budget that keys, users and others can share. Amounts are in the proxy's currency, US dollars unless it was set up otherwise. */
export interface Budget {
  readonly budget_id: string | null;
  /** The most that may be spent; 0 means nothing at all, null no limit. */
  readonly max_budget: number | null;
  /** Spending more than this only raises an alert. */
  readonly soft_budget: number | null;
  readonly max_parallel_requests: number | null;
  /** Tokens per minute. */
  readonly tpm_limit: number | null;
  /** Requests per minute. */
  readonly rpm_limit: number | null;
  /** Tokens per day. */
  readonly tpd_limit: number | null;
  readonly model_max_budget: Fields | null;
  /** After which time the spending starts at 0 again, at calendar boundaries in UTC: `1d` midnight, `7d` Monday, `30d` the first. */
  readonly budget_duration: string | null;
  /** ISO 8601 in UTC, like all instants. */
  readonly budget_reset_at: string | null;
  readonly allowed_models: readonly string[];
  readonly temp_budget_increase: number | null;
  readonly temp_budget_expiry: string | null;
  readonly created_at: string | null;
  readonly created_by: string | null;
  readonly updated_at: string | null;
  readonly updated_by: string | null;
}

const budgetFields: Readers<Budget> = {
  budget_id: readText,
  max_budget: readNumber,
  soft_budget: readNumber,
  max_parallel_requests: readNumber,
  tpm_limit: readNumber,
  rpm_limit: readNumber,
  tpd_limit: readNumber,
  model_max_budget: readRecordOrNull,
  budget_duration: readText,
  budget_reset_at: readInstant,
  allowed_models: readTexts,
  temp_budget_increase: readNumber,
  temp_budget_expiry: readInstant,
  created_at: readInstant,
  created_by: readText,
  updated_at: readInstant,
  updated_by: readText,
};

/** Null when the value is no object: a key or a team without a budget has none there. */
export function readBudget(value: unknown): Budget | null {
  return isFields(value) ? readFields(value, budgetFields) : null;
}

/** @throws {DecodeError} when the answer is not a budget. */
export function decodeBudget(body: unknown, path = ''): Budget {
  return readFields(readObject(body, path), budgetFields);
}

/** Reads what became of a budget; for one that is not there the proxy answers null. @throws {BudgetNotFoundError} @throws {DecodeError} */
export function decodeNamedBudget(body: unknown, answer: AnswerToDecode): Budget {
  if (body === null) throw new BudgetNotFoundError({ ...answer.errorDetails(), outcome: 'not-applied' });
  return decodeBudget(body);
}

/** @throws {DecodeError} */
export function decodeBudgets(body: unknown): readonly Budget[] {
  return readList(body, '').map((budget, index) => decodeBudget(budget, `[${index}]`));
}

/** What a key may spend within one window of time. */
export interface BudgetWindow {
  /** `1h`, `1d`, `30d`. */
  readonly budget_duration: string;
  readonly max_budget: number;
  readonly reset_at: string | null;
}

/** The windows that can be read; null when there is no list. */
export function readBudgetWindows(value: unknown): readonly BudgetWindow[] | null {
  if (!Array.isArray(value)) return null;
  return value.filter(isFields).flatMap((window) => {
    const { budget_duration: duration, max_budget: most, reset_at: resetAt } = window;
    if (typeof duration !== 'string' || typeof most !== 'number') return [];
    return [{ budget_duration: duration, max_budget: most, reset_at: readInstant(resetAt) }];
  });
}
