// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ActionOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { PersonalToken } from '../types/token.ts';

const collection = '/v1/accounts/{account_id}/tokens';
const single = `${collection}/{token_id}`;

/** Personal tokens by their id, whoever they belong to. They are listed and made under their user. */
export class TokensResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads a personal token.
   *
   * Source: `GET /v1/accounts/{account_id}/tokens/{token_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(tokenId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(tokenId: string, options?: ReadOptions): Promise<Item<PersonalToken>>;
  get(tokenId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { token_id: tokenId } }, options);
  }

  /**
   * Removes a personal token.
   *
   * Source: `DELETE /v1/accounts/{account_id}/tokens/{token_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(tokenId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { token_id: tokenId } }, options);
  }

  /**
   * Ends a personal token for good.
   *
   * Source: `POST /v1/accounts/{account_id}/tokens/{token_id}/revoke`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  revoke(tokenId: string, options: ActionOptions & Raw): Promise<unknown>;
  revoke(tokenId: string, options?: ActionOptions): Promise<Item<PersonalToken>>;
  revoke(tokenId: string, options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/revoke`, parameters: { token_id: tokenId } }, options);
  }
}
