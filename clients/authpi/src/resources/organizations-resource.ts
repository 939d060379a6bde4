// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateOrganizationInput, IssuerOrganizationsListItem, Organization, UpdateOrganizationInput } from '../types/organization.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations';
const single = `${collection}/{org_id}`;

/** Which organizations a list shows. */
export interface OrganizationsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
  readonly sso_enabled?: boolean;
  readonly sso_only?: boolean;
  readonly mfa_required?: boolean;
  readonly invitation_enabled?: boolean;
}

/** The organizations of an issuer. */
export class OrganizationsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the organizations.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: OrganizationsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: OrganizationsQuery, options?: ReadOptions): Promise<Page<IssuerOrganizationsListItem>>;
  list(query: OrganizationsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(
    query: Omit<OrganizationsQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<IssuerOrganizationsListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(
    query: Omit<OrganizationsQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<IssuerOrganizationsListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes an organization.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateOrganizationInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateOrganizationInput, options?: CreateOptions): Promise<Item<Organization>>;
  create(body: CreateOrganizationInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads an organization.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(organizationId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(organizationId: string, options?: ReadOptions): Promise<Item<Organization>>;
  get(organizationId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { org_id: organizationId } }, options);
  }

  /**
   * Changes an organization; what is left out stays. A `status` suspends or reactivates it.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(organizationId: string, body: UpdateOrganizationInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(organizationId: string, body: UpdateOrganizationInput, options?: ChangeOptions): Promise<Item<Organization>>;
  update(organizationId: string, body: UpdateOrganizationInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { org_id: organizationId }, body }, options);
  }

  /**
   * Removes an organization with everything in it.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(organizationId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { org_id: organizationId } }, options);
  }
}
