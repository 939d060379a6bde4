// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { CreateGroupInput, Group, UpdateGroupInput } from '../types/group.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/groups';
const single = `${collection}/{group_id}`;

/** Which groups a list shows. */
export interface GroupsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** The groups of an organization. */
export class GroupsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the groups.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/groups`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: GroupsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: GroupsQuery, options?: ReadOptions): Promise<Page<Group>>;
  list(query: GroupsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<GroupsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<Group>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<GroupsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Group, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a group.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/groups`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateGroupInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateGroupInput, options?: CreateOptions): Promise<Item<Group>>;
  create(body: CreateGroupInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads a group.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/groups/{group_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(groupId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(groupId: string, options?: ReadOptions): Promise<Item<Group>>;
  get(groupId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { group_id: groupId } }, options);
  }

  /**
   * Changes a group; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/groups/{group_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(groupId: string, body: UpdateGroupInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(groupId: string, body: UpdateGroupInput, options?: ChangeOptions): Promise<Item<Group>>;
  update(groupId: string, body: UpdateGroupInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { group_id: groupId }, body }, options);
  }

  /**
   * Removes a group.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/groups/{group_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(groupId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { group_id: groupId } }, options);
  }
}
