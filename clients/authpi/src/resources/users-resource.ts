// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateUserInput, IssuerUsersListItem, UpdateUserInput, User } from '../types/user.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/users';
const single = `${collection}/{user_id}`;

/** Which users a list shows. */
export interface UsersQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
}

/** The users of an issuer. */
export class UsersResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the users.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: UsersQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: UsersQuery, options?: ReadOptions): Promise<Page<IssuerUsersListItem>>;
  list(query: UsersQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<UsersQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<IssuerUsersListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<UsersQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<IssuerUsersListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a user.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateUserInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateUserInput, options?: CreateOptions): Promise<Item<User>>;
  create(body: CreateUserInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads a user.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(userId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(userId: string, options?: ReadOptions): Promise<Item<User>>;
  get(userId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { user_id: userId } }, options);
  }

  /**
   * Changes a user; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(userId: string, body: UpdateUserInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(userId: string, body: UpdateUserInput, options?: ChangeOptions): Promise<Item<User>>;
  update(userId: string, body: UpdateUserInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { user_id: userId }, body }, options);
  }

  /**
   * Removes a user.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(userId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { user_id: userId } }, options);
  }
}
