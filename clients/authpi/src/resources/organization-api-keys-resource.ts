// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { CreateOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { ApiKeyListItem, CreateApiKeyResponse } from '../types/api-key.ts';
import type { CreateOrganizationApiKeyInput } from '../types/organization.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/api-keys';

/** Which API keys a list shows. */
export interface OrganizationApiKeysQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly q?: string;
  readonly status?: string;
  readonly access?: string;
  readonly readiness?: string;
}

/** The API keys of an organization. One of them is read, changed and ended under the account: `authpi.apiKeys`. */
export class OrganizationApiKeysResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the API keys.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/api-keys`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: OrganizationApiKeysQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: OrganizationApiKeysQuery, options?: ReadOptions): Promise<Page<ApiKeyListItem>>;
  list(query: OrganizationApiKeysQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(
    query: Omit<OrganizationApiKeysQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<ApiKeyListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<OrganizationApiKeysQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<ApiKeyListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a key. Its secret is in the answer and never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/api-keys`
   * @throws {MissingSecretError} when it took effect and the answer holds no secret.
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateOrganizationApiKeyInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateOrganizationApiKeyInput, options?: CreateOptions): Promise<Item<CreateApiKeyResponse>>;
  create(body: CreateOrganizationApiKeyInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item(
      { method: 'POST', route: collection, body, secrets: ['secret_plain'], requiredSecret: 'secret_plain' },
      options,
    );
  }
}
