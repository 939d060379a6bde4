import type { CallOptions } from '@keyrack/http';
import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { CreateOrganization, OrganizationMemberTerms, OrganizationRequests, OrganizationSettings } from './organization-requests.ts';
import type { Organization } from './organization.ts';

/**
 * The organizations of a proxy. **Only licensed proxies have them**: all others answer every call with a {@link LicenceRequiredError}.
 * What a licensed one answers is read as its documentation says, since nobody here has seen it.
 */
export class OrganizationsResource {
  readonly #caller: Caller;
  readonly #requests: OrganizationRequests;

  constructor(caller: Caller, requests: OrganizationRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Reads all organizations. The proxy knows no pages here.
   *
   * Source: `GET /organization/list`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  list(options: RawCallOptions): Promise<unknown>;
  list(options?: ReadCallOptions): Promise<readonly Organization[]>;
  async list(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.list(), options);
  }

  /**
   * Reads an organization with its members and teams.
   *
   * Source: `GET /organization/info`
   * @throws {LicenceRequiredError}
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  info(organizationId: string, options: RawCallOptions): Promise<unknown>;
  info(organizationId: string, options?: ReadCallOptions): Promise<Organization>;
  async info(organizationId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(organizationId), options);
  }

  /**
   * Makes an organization. Never repeated on its own.
   *
   * Source: `POST /organization/new`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  create(parameters: CreateOrganization, options: RawCallOptions): Promise<unknown>;
  create(parameters: CreateOrganization, options?: ReadCallOptions): Promise<Organization>;
  async create(parameters: CreateOrganization, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.create(parameters), options);
  }

  /**
   * Changes what is given and nothing else.
   *
   * Source: `PATCH /organization/update`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  update(organizationId: string, changes: OrganizationSettings, options: RawCallOptions): Promise<unknown>;
  update(organizationId: string, changes: OrganizationSettings, options?: ReadCallOptions): Promise<Organization>;
  async update(organizationId: string, changes: OrganizationSettings, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.update(organizationId, changes), options);
  }

  /**
   * Deletes organizations.
   *
   * Source: `DELETE /organization/delete`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  async delete(organizationIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.#caller.read(await this.#requests.delete(organizationIds), options);
  }

  /**
   * Adds a member, which needs a `role`.
   *
   * Source: `POST /organization/member_add`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  async addMember(organizationId: string, member: OrganizationMemberTerms, options?: CallOptions): Promise<void> {
    await this.#caller.read(await this.#requests.addMember(organizationId, member), options);
  }

  /**
   * Changes what a member may do and spend in an organization.
   *
   * Source: `PATCH /organization/member_update`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  async updateMember(organizationId: string, member: OrganizationMemberTerms, options?: CallOptions): Promise<void> {
    await this.#caller.read(await this.#requests.updateMember(organizationId, member), options);
  }

  /**
   * Removes a member.
   *
   * Source: `DELETE /organization/member_delete`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  async removeMember(
    organizationId: string,
    member: Pick<OrganizationMemberTerms, 'user_id' | 'user_email'>,
    options?: CallOptions,
  ): Promise<void> {
    await this.#caller.read(await this.#requests.removeMember(organizationId, member), options);
  }
}
