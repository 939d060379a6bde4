// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { AccountUsageEstimate, UsageByDimension } from '../types/billing.ts';

const collection = '/v1/accounts/{account_id}/usage';

/** Which periods of use a list shows. */
export interface UsageQuery {
  readonly period?: string;
}

/** What the account has used. The path is inferred from its siblings: no client of the vendor reaches it. */
export class UsageResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the periods of use.
   *
   * Source: `GET /v1/accounts/{account_id}/usage`
   * @throws {ApiError}
   */
  list(query: UsageQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: UsageQuery, options?: ReadOptions): Promise<Page<UsageByDimension>>;
  list(query: UsageQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query, amounts: true, mayBeSingle: true }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(query: UsageQuery = {}, options?: CallOptions): AsyncGenerator<UsageByDimension, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection, query, amounts: true, mayBeSingle: true }, options);
  }

  /**
   * Estimates what the present period will cost.
   *
   * Source: `GET /v1/accounts/{account_id}/usage/estimate`
   * @throws {ApiError}
   */
  estimate(options: ReadOptions & Raw): Promise<unknown>;
  estimate(options?: ReadOptions): Promise<Item<AccountUsageEstimate>>;
  estimate(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: `${collection}/estimate`, amounts: true }, options);
  }
}
