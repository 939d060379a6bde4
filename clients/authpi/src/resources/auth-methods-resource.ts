// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Fields } from '../reading.ts';
import type { CreateAuthMethodInput, IssuerAuthMethod } from '../types/auth-method.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/auth-methods';
const single = `${collection}/{method_id}`;

/** The ways in which users of an issuer log in. */
export class AuthMethodsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the ways to log in.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/auth-methods`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(options: ReadOptions & Raw): Promise<unknown>;
  list(options?: ReadOptions): Promise<Page<IssuerAuthMethod>>;
  list(options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, secretsWithin: ['settings'] }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(options?: CallOptions): AsyncGenerator<IssuerAuthMethod, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection, secretsWithin: ['settings'] }, options);
  }

  /**
   * Makes a way to log in.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/auth-methods`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateAuthMethodInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateAuthMethodInput, options?: CreateOptions): Promise<Item<IssuerAuthMethod>>;
  create(body: CreateAuthMethodInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, secretsWithin: ['settings'] }, options);
  }

  /**
   * Reads a way to log in.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/auth-methods/{method_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(methodId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(methodId: string, options?: ReadOptions): Promise<Item<IssuerAuthMethod>>;
  get(methodId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { method_id: methodId }, secretsWithin: ['settings'] }, options);
  }

  /**
   * Changes a way to log in; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/auth-methods/{method_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(methodId: string, body: Fields, options: ChangeOptions & Raw): Promise<unknown>;
  update(methodId: string, body: Fields, options?: ChangeOptions): Promise<Item<IssuerAuthMethod>>;
  update(methodId: string, body: Fields, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item(
      { method: 'PATCH', route: single, parameters: { method_id: methodId }, body, secretsWithin: ['settings'] },
      options,
    );
  }

  /**
   * Removes a way to log in.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/auth-methods/{method_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(methodId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { method_id: methodId } }, options);
  }
}
