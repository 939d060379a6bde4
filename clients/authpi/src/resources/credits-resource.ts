// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ActionOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreditLedgerEntry, CreditsCreateTopupResponse } from '../types/billing.ts';

const collection = '/v1/accounts/{account_id}/credits';

/** Which entries of the ledger a list shows. */
export interface CreditsLedgerQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** The prepaid credits of the account. */
export class CreditsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the ledger: what was put in, and what was used.
   *
   * Source: `GET /v1/accounts/{account_id}/credits/ledger`
   * @throws {ApiError}
   */
  ledger(query: CreditsLedgerQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  ledger(query?: CreditsLedgerQuery, options?: ReadOptions): Promise<Page<CreditLedgerEntry>>;
  ledger(query: CreditsLedgerQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: `${collection}/ledger`, query, amounts: true }, options);
  }

  /** Every page of {@link ledger}, each read when it is asked for. It ends for certain. */
  ledgerPages(
    query: Omit<CreditsLedgerQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<CreditLedgerEntry>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: `${collection}/ledger`, query, amounts: true }, options);
  }

  /** Every item of {@link ledger}, page by page. It ends for certain. */
  ledgerAll(query: Omit<CreditsLedgerQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<CreditLedgerEntry, void, undefined> {
    return this.#caller.all({ method: 'GET', route: `${collection}/ledger`, query, amounts: true }, options);
  }

  /**
   * Puts credits in. Which fields the body has is not documented.
   *
   * Source: `POST /v1/accounts/{account_id}/credits/topups`
   * @throws {ValidationError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  createTopup(options: ActionOptions & Raw): Promise<unknown>;
  createTopup(options?: ActionOptions): Promise<Item<CreditsCreateTopupResponse>>;
  createTopup(options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/topups`, amounts: true }, options);
  }
}
