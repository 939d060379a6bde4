// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { CreateOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateUserTokenInput, UserTokensCreateResponse, UserTokensListItem } from '../types/token.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/tokens';

/** Which personal tokens a list shows. */
export interface UserTokensQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
}

/** The personal tokens of a user. One of them is read and ended under the account: `authpi.tokens`. */
export class UserTokensResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the personal tokens.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/tokens`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: UserTokensQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: UserTokensQuery, options?: ReadOptions): Promise<Page<UserTokensListItem>>;
  list(query: UserTokensQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<UserTokensQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<UserTokensListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<UserTokensQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<UserTokensListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a token, which is never shown again. The answer holds no id: list the tokens to learn it, or read `jti` in the token.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/tokens`
   * @throws {MissingSecretError} when it took effect and the answer holds no secret.
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateUserTokenInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateUserTokenInput, options?: CreateOptions): Promise<Item<UserTokensCreateResponse>>;
  create(body: CreateUserTokenInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, secrets: ['token_plain'], requiredSecret: 'token_plain' }, options);
  }
}
