// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Page } from '../page.ts';
import type { AccountInvoice } from '../types/billing.ts';

const collection = '/v1/accounts/{account_id}/invoices';

/** Which invoices a list shows. */
export interface InvoicesQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
}

/** The invoices of the account. The path is inferred from its siblings: no client of the vendor reaches it. */
export class InvoicesResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the invoices.
   *
   * Source: `GET /v1/accounts/{account_id}/invoices`
   * @throws {ApiError}
   */
  list(query: InvoicesQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: InvoicesQuery, options?: ReadOptions): Promise<Page<AccountInvoice>>;
  list(query: InvoicesQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query, amounts: true }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(query: InvoicesQuery = {}, options?: CallOptions): AsyncGenerator<AccountInvoice, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection, query, amounts: true }, options);
  }
}
