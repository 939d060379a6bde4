import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { BudgetRequests, BudgetSettings, CreateBudget } from './budget-requests.ts';
import type { BudgetField } from './budget-field.ts';
import type { Budget } from './budget.ts';

/** Budgets that keys, members of teams and others can share. */
export class BudgetsResource {
  readonly #caller: Caller;
  readonly #requests: BudgetRequests;

  constructor(caller: Caller, requests: BudgetRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Makes a budget. Never repeated on its own.
   *
   * Source: `POST /budget/new`
   * @throws {ConflictError} when the id is taken.
   * @throws {HttpError}
   */
  create(parameters: CreateBudget | undefined, options: RawCallOptions): Promise<unknown>;
  create(parameters?: CreateBudget, options?: ReadCallOptions): Promise<Budget>;
  async create(parameters?: CreateBudget, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.create(parameters), options);
  }

  /**
   * Reads budgets; those that are not there are left out.
   *
   * Source: `POST /budget/info`
   * @throws {HttpError}
   */
  info(budgetIds: readonly string[], options: RawCallOptions): Promise<unknown>;
  info(budgetIds: readonly string[], options?: ReadCallOptions): Promise<readonly Budget[]>;
  async info(budgetIds: readonly string[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(budgetIds), options);
  }

  /**
   * Reads what can be set in a budget, with words for people, and what is. For a budget that is not there: what could be.
   *
   * Source: `GET /budget/settings`
   * @throws {HttpError}
   */
  settings(budgetId: string, options: RawCallOptions): Promise<unknown>;
  settings(budgetId: string, options?: ReadCallOptions): Promise<readonly BudgetField[]>;
  async settings(budgetId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.settings(budgetId), options);
  }

  /**
   * Reads all budgets. The proxy knows no pages here.
   *
   * Source: `GET /budget/list`
   * @throws {HttpError}
   */
  list(options: RawCallOptions): Promise<unknown>;
  list(options?: ReadCallOptions): Promise<readonly Budget[]>;
  async list(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.list(), options);
  }

  /**
   * Changes what is given and nothing else, for everybody who shares the budget.
   *
   * Source: `POST /budget/update`
   * @throws {BudgetNotFoundError}
   * @throws {HttpError}
   */
  update(budgetId: string, changes: BudgetSettings, options: RawCallOptions): Promise<unknown>;
  update(budgetId: string, changes: BudgetSettings, options?: ReadCallOptions): Promise<Budget>;
  async update(budgetId: string, changes: BudgetSettings, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.update(budgetId, changes), options);
  }

  /**
   * Deletes a budget, **also one in use: whoever shares it just loses it**. Gives it as it was.
   *
   * Source: `POST /budget/delete`
   * @throws {BudgetNotFoundError}
   * @throws {HttpError}
   */
  delete(budgetId: string, options: RawCallOptions): Promise<unknown>;
  delete(budgetId: string, options?: ReadCallOptions): Promise<Budget>;
  async delete(budgetId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.delete(budgetId), options);
  }
}
