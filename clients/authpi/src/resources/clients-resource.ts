// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type {
  Client,
  ClientListItem,
  CreateClientInput,
  IssuerClientsCreateResponse,
  IssuerClientsRotateSecretResponse,
  UpdateClientInput,
} from '../types/client.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/clients';
const single = `${collection}/{client_id}`;

/** Which clients a list shows. */
export interface ClientsQuery {
  readonly q?: string;
  readonly status?: string;
  readonly application_type?: string;
  readonly readiness?: string;
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly name?: string;
}

/** The OAuth clients of an issuer. */
export class ClientsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the clients.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/clients`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: ClientsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: ClientsQuery, options?: ReadOptions): Promise<Page<ClientListItem>>;
  list(query: ClientsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<ClientsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<ClientListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<ClientsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<ClientListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a client. The secret of a confidential one is in the answer and never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/clients`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateClientInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateClientInput, options?: CreateOptions): Promise<Item<IssuerClientsCreateResponse>>;
  create(body: CreateClientInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, secrets: ['secret'] }, options);
  }

  /**
   * Reads a client.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/clients/{client_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(clientId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(clientId: string, options?: ReadOptions): Promise<Item<Client>>;
  get(clientId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { client_id: clientId } }, options);
  }

  /**
   * Changes a client; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/clients/{client_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(clientId: string, body: UpdateClientInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(clientId: string, body: UpdateClientInput, options?: ChangeOptions): Promise<Item<Client>>;
  update(clientId: string, body: UpdateClientInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { client_id: clientId }, body }, options);
  }

  /**
   * Removes a client.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/clients/{client_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(clientId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { client_id: clientId } }, options);
  }

  /**
   * Gives a confidential client a new secret. The old one is taken for 15 more minutes.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/clients/{client_id}/secret/rotate`
   * @throws {MissingSecretError} when it took effect and the answer holds no secret.
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  rotateSecret(clientId: string, options: ChangeOptions & Raw): Promise<unknown>;
  rotateSecret(clientId: string, options?: ChangeOptions): Promise<Item<IssuerClientsRotateSecretResponse>>;
  rotateSecret(clientId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item(
      {
        method: 'POST',
        route: `${single}/secret/rotate`,
        parameters: { client_id: clientId },
        secrets: ['secret'],
        requiredSecret: 'secret',
        secretFor: clientId,
      },
      options,
    );
  }
}
