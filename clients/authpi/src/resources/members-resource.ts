// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateMemberInput, OrganizationMembership, UpdateMemberInput } from '../types/member.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/members';
const single = `${collection}/{member_id}`;

/** Which members a list shows. */
export interface MembersQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
  readonly scope?: string;
}

/** The members of an organization: users and agents. */
export class MembersResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the members.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/members`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: MembersQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: MembersQuery, options?: ReadOptions): Promise<Page<OrganizationMembership>>;
  list(query: MembersQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(
    query: Omit<MembersQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<OrganizationMembership>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<MembersQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<OrganizationMembership, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Adds a member.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/members`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateMemberInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateMemberInput, options?: CreateOptions): Promise<Item<OrganizationMembership>>;
  create(body: CreateMemberInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Changes what a member may do; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/members/{member_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(memberId: string, body: UpdateMemberInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(memberId: string, body: UpdateMemberInput, options?: ChangeOptions): Promise<Item<OrganizationMembership>>;
  update(memberId: string, body: UpdateMemberInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { member_id: memberId }, body }, options);
  }

  /**
   * Takes a member out of the organization.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/members/{member_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(memberId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { member_id: memberId } }, options);
  }
}
