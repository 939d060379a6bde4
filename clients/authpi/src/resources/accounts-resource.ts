// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Account, UpdateAccountInput } from '../types/account.ts';

const collection = '/v1/accounts';
const single = `${collection}/{account_id}`;

/** Which accounts a list shows. */
export interface AccountsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** The accounts that the credential may use. */
export class AccountsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the accounts.
   *
   * Source: `GET /v1/accounts`
   * @throws {ApiError}
   */
  list(query: AccountsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: AccountsQuery, options?: ReadOptions): Promise<Page<Account>>;
  list(query: AccountsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query, amounts: true }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<AccountsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<Account>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query, amounts: true }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<AccountsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Account, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query, amounts: true }, options);
  }

  /**
   * Reads an account.
   *
   * Source: `GET /v1/accounts/{account_id}`
   * @throws {ApiError}
   */
  get(accountId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(accountId: string, options?: ReadOptions): Promise<Item<Account>>;
  get(accountId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { account_id: accountId }, amounts: true }, options);
  }

  /**
   * Changes an account; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}`
   * @throws {ValidationError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(accountId: string, body: UpdateAccountInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(accountId: string, body: UpdateAccountInput, options?: ChangeOptions): Promise<Item<Account>>;
  update(accountId: string, body: UpdateAccountInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { account_id: accountId }, body, amounts: true }, options);
  }
}
