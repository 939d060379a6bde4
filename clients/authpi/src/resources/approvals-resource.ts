// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Fields } from '../reading.ts';
import type { IssuerApprovalsListItem, User } from '../types/user.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/approvals';
const single = `${collection}/{user_id}`;

/** Which users who wait a list shows. */
export interface ApprovalsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** Users of an issuer who wait to be let in. */
export class ApprovalsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the users who wait.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/approvals`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: ApprovalsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: ApprovalsQuery, options?: ReadOptions): Promise<Page<IssuerApprovalsListItem>>;
  list(query: ApprovalsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(
    query: Omit<ApprovalsQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<IssuerApprovalsListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<ApprovalsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<IssuerApprovalsListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Reads a user who waits.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/approvals/{user_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(userId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(userId: string, options?: ReadOptions): Promise<Item<User>>;
  get(userId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { user_id: userId } }, options);
  }

  /**
   * Lets a user in, or turns them away. Which fields the body has is not documented; `status` is likely.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/approvals/{user_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(userId: string, body: Fields, options: ChangeOptions & Raw): Promise<unknown>;
  update(userId: string, body: Fields, options?: ChangeOptions): Promise<Item<User>>;
  update(userId: string, body: Fields, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { user_id: userId }, body }, options);
  }
}
