// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Account, AccountDomain, AssignDomainInput, CreateDomainInput } from '../types/account.ts';

const collection = '/v1/accounts/{account_id}/domains';
const single = `${collection}/{domain}`;

/** The domains of the account. */
export class DomainsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the domains of the account.
   *
   * Source: `GET /v1/accounts/{account_id}/domains`
   * @throws {ApiError}
   */
  list(options: ReadOptions & Raw): Promise<unknown>;
  list(options?: ReadOptions): Promise<Page<AccountDomain>>;
  list(options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(options?: CallOptions): AsyncGenerator<AccountDomain, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection }, options);
  }

  /**
   * Adds a domain. The answer is the whole account.
   *
   * Source: `POST /v1/accounts/{account_id}/domains`
   * @throws {ValidationError}
   * @throws {ApiError}
   */
  create(body: CreateDomainInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateDomainInput, options?: CreateOptions): Promise<Item<Account>>;
  create(body: CreateDomainInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, amounts: true }, options);
  }

  /**
   * Removes a domain.
   *
   * Source: `DELETE /v1/accounts/{account_id}/domains/{domain}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(domain: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { domain } }, options);
  }

  /**
   * Gives a domain to an issuer. The answer is the whole account.
   *
   * Source: `POST /v1/accounts/{account_id}/domains/{domain}/assign`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  assign(domain: string, body: AssignDomainInput, options: ChangeOptions & Raw): Promise<unknown>;
  assign(domain: string, body: AssignDomainInput, options?: ChangeOptions): Promise<Item<Account>>;
  assign(domain: string, body: AssignDomainInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/assign`, parameters: { domain }, body, amounts: true }, options);
  }

  /**
   * Takes a domain from its issuer. The answer is the whole account.
   *
   * Source: `POST /v1/accounts/{account_id}/domains/{domain}/unassign`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  unassign(domain: string, options: ChangeOptions & Raw): Promise<unknown>;
  unassign(domain: string, options?: ChangeOptions): Promise<Item<Account>>;
  unassign(domain: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/unassign`, parameters: { domain }, amounts: true }, options);
  }

  /**
   * Checks whether a domain is set up as it has to be. The answer is the whole account.
   *
   * Source: `POST /v1/accounts/{account_id}/domains/{domain}/verify`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  verify(domain: string, options: ChangeOptions & Raw): Promise<unknown>;
  verify(domain: string, options?: ChangeOptions): Promise<Item<Account>>;
  verify(domain: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/verify`, parameters: { domain }, amounts: true }, options);
  }
}
