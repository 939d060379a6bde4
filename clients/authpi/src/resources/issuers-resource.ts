// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateIssuerInput, Issuer, IssuerListItem, UpdateIssuerInput } from '../types/issuer.ts';

const collection = '/v1/accounts/{account_id}/issuers';
const single = `${collection}/{issuer_id}`;

/** Which issuers a list shows. */
export interface IssuersQuery {
  readonly q?: string;
  readonly status?: string;
  readonly access_mode?: string;
  readonly readiness?: string;
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** The issuers of the account. */
export class IssuersResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the issuers.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers`
   * @throws {ApiError}
   */
  list(query: IssuersQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: IssuersQuery, options?: ReadOptions): Promise<Page<IssuerListItem>>;
  list(query: IssuersQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<IssuersQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<IssuerListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<IssuersQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<IssuerListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes an issuer.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers`
   * @throws {ValidationError}
   * @throws {ApiError}
   */
  create(body: CreateIssuerInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateIssuerInput, options?: CreateOptions): Promise<Item<Issuer>>;
  create(body: CreateIssuerInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads an issuer.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(issuerId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(issuerId: string, options?: ReadOptions): Promise<Item<Issuer>>;
  get(issuerId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { issuer_id: issuerId } }, options);
  }

  /**
   * Changes an issuer; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(issuerId: string, body: UpdateIssuerInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(issuerId: string, body: UpdateIssuerInput, options?: ChangeOptions): Promise<Item<Issuer>>;
  update(issuerId: string, body: UpdateIssuerInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { issuer_id: issuerId }, body }, options);
  }

  /**
   * Removes an issuer.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(issuerId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { issuer_id: issuerId } }, options);
  }
}
