import type { CallOptions } from '@keyrack/http';
import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import { everyItem } from '../paging/every-item.ts';
import type { BulkUpdateUser, BulkUpdateUsers } from './bulk-update-users.ts';
import { decodeUsersAt, rankOfUser, userQuery } from './list-users.ts';
import type { UserFilter, UserPage, UserQuery } from './list-users.ts';
import type { UserRequests } from './user-requests.ts';
import type { CreateUser, UpdateUser } from './user-settings.ts';
import type { UserCounts } from './user-counts.ts';
import type { UserSummary } from './user-summary.ts';
import type { NewUser, User, UserInfo } from './user.ts';
import { object } from '../values/parameter-checks.ts';

/** The users of a proxy. Every call throws a {@link ConfigurationError}, before anything is sent, for what the proxy would misread. */
export class UsersResource {
  readonly #caller: Caller;
  readonly #requests: UserRequests;

  constructor(caller: Caller, requests: UserRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Makes a user and, unless `auto_create_key` is false, a key for it. Never repeated on its own.
   *
   * Source: `POST /user/new`
   * @throws {ConflictError} when the id or the address is taken.
   * @throws {MissingSecretError} when the key was made and its secret is lost.
   * @throws {UnreadableAnswerError} when the answer does not tell whose the key is; the error holds the secret.
   * @throws {HttpError}
   */
  create(parameters: CreateUser | undefined, options: RawCallOptions): Promise<unknown>;
  create(parameters?: CreateUser, options?: ReadCallOptions): Promise<NewUser>;
  async create(parameters?: CreateUser, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.create(parameters), options);
  }

  /**
   * Reads a user with its keys and teams. Without an id: the one behind the client's own key, and for an admin all keys and all teams.
   *
   * Source: `GET /user/info`
   * @throws {UserNotFoundError}
   * @throws {HttpError}
   */
  info(userId: string | undefined, options: RawCallOptions): Promise<unknown>;
  info(userId?: string, options?: ReadCallOptions): Promise<UserInfo>;
  async info(userId?: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(userId), options);
  }

  /**
   * Reads a user without its keys, and of its teams the ids: quick where {@link info} has much to tell. Without an id: the one behind the
   * client's own key.
   *
   * Source: `GET /v2/user/info`
   * @throws {UserNotFoundError}
   * @throws {HttpError}
   */
  summary(userId: string | undefined, options: RawCallOptions): Promise<unknown>;
  summary(userId?: string, options?: ReadCallOptions): Promise<UserSummary>;
  async summary(userId?: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.summary(userId), options);
  }

  /**
   * Reads how many users and teams there are, and how many the licence allows. For proxy admins.
   *
   * Source: `GET /user/available_users`
   * @throws {ForbiddenError}
   * @throws {HttpError}
   */
  counts(options: RawCallOptions): Promise<unknown>;
  counts(options?: ReadCallOptions): Promise<UserCounts>;
  async counts(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.counts(), options);
  }

  /**
   * Reads one page of users.
   *
   * Source: `GET /user/list`
   * @throws {HttpError}
   */
  list(query: UserQuery | undefined, options: RawCallOptions): Promise<unknown>;
  list(query?: UserQuery, options?: ReadCallOptions): Promise<UserPage>;
  async list(query?: UserQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.list(query), options);
  }

  /**
   * Streams users, oldest first. Users that exist all the time are given once each, whatever comes and goes meanwhile.
   *
   * Source: `GET /user/list`
   * @throws {HttpError}
   */
  listAll(filter: UserFilter = {}, options?: CallOptions): AsyncGenerator<User, void, undefined> {
    return everyItem({
      route: '/user/list',
      readPage: async (place) => {
        const query = userQuery({
          ...object('a filter', filter),
          page: place.page,
          page_size: place.size,
          sort_by: 'created_at',
          sort_order: 'asc',
        });
        return this.#caller.read({ method: 'GET', route: '/user/list', query, decode: (body) => decodeUsersAt(body, place) }, options);
      },
      rankOf: rankOfUser,
      identityOf: ({ user_id: userId }) => userId,
    });
  }

  /**
   * Changes what is given and nothing else; **a user that is not there is made**. The proxy ignores null but for limits, and lists
   * and objects that are empty; they are refused here.
   *
   * Source: `POST /user/update`
   * @throws {HttpError}
   */
  update(userId: string, changes: UpdateUser, options: RawCallOptions): Promise<unknown>;
  update(userId: string, changes: UpdateUser, options?: ReadCallOptions): Promise<User>;
  async update(userId: string, changes: UpdateUser, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.update(userId, changes), options);
  }

  /**
   * Changes up to 500 users, each for itself; **those that are not there are made**. The proxy answers 200 even when all fail; what
   * became of each stands in the result.
   *
   * Source: `POST /user/bulk_update`
   * @throws {HttpError}
   */
  bulkUpdate(updates: readonly BulkUpdateUser[], options: RawCallOptions): Promise<unknown>;
  bulkUpdate(updates: readonly BulkUpdateUser[], options?: ReadCallOptions): Promise<BulkUpdateUsers>;
  async bulkUpdate(updates: readonly BulkUpdateUser[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.bulkUpdate(updates), options);
  }

  /**
   * Deletes users **and their keys, without a trace in the archive**. One that is not there stops all.
   *
   * Source: `POST /user/delete`
   * @throws {UserNotFoundError}
   * @throws {HttpError}
   */
  async delete(userIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.#caller.read(await this.#requests.delete(userIds), options);
  }
}
