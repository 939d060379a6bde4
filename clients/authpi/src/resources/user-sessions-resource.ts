// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Page } from '../page.ts';
import type { PublicSession } from '../types/session.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/sessions';

/** Which sessions a list shows. */
export interface UserSessionsQuery {
  readonly status?: string;
}

/** The sessions of a user. One of them is read and ended under the issuer: `issuer.sessions`. */
export class UserSessionsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the sessions.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/sessions`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: UserSessionsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: UserSessionsQuery, options?: ReadOptions): Promise<Page<PublicSession>>;
  list(query: UserSessionsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(query: UserSessionsQuery = {}, options?: CallOptions): AsyncGenerator<PublicSession, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection, query }, options);
  }
}
