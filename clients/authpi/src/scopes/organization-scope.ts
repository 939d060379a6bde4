// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Organization, UpdateOrganizationInput } from '../types/organization.ts';
import { OrganizationApiKeysResource } from '../resources/organization-api-keys-resource.ts';
import { GroupsResource } from '../resources/groups-resource.ts';
import { InvitationsResource } from '../resources/invitations-resource.ts';
import { MembersResource } from '../resources/members-resource.ts';
import { SsoResource } from '../resources/sso-resource.ts';

const route = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}';

/** One organization, and everything in it. */
export class OrganizationScope {
  /** The API keys of an organization. One of them is read, changed and ended under the account: `authpi.apiKeys`. */
  readonly apiKeys: OrganizationApiKeysResource;
  /** The groups of an organization. */
  readonly groups: GroupsResource;
  /** Invitations to an organization. */
  readonly invitations: InvitationsResource;
  /** The members of an organization: users and agents. */
  readonly members: MembersResource;
  /** Single sign-on of an organization. */
  readonly sso: SsoResource;
  readonly #caller: Caller;

  /** @param caller - knows the ids of this object and of those around it. */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.apiKeys = new OrganizationApiKeysResource(caller);
    this.groups = new GroupsResource(caller);
    this.invitations = new InvitationsResource(caller);
    this.members = new MembersResource(caller);
    this.sso = new SsoResource(caller);
  }

  /**
   * Reads the organization.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(options: ReadOptions & Raw): Promise<unknown>;
  get(options?: ReadOptions): Promise<Item<Organization>>;
  get(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route }, options);
  }

  /**
   * Changes the organization; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(body: UpdateOrganizationInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(body: UpdateOrganizationInput, options?: ChangeOptions): Promise<Item<Organization>>;
  update(body: UpdateOrganizationInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route, body }, options);
  }

  /**
   * Removes the organization with everything in it.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route }, options);
  }
}
