import { ConfigurationError } from '@keyrack/http';
import type { LiteLLMRequest } from '../caller.ts';
import { bulkUpdateUsersBody, decodeBulkUpdateUsers } from './bulk-update-users.ts';
import type { BulkUpdateUser, BulkUpdateUsers } from './bulk-update-users.ts';
import { decodeUserPage, userQuery } from './list-users.ts';
import type { UserPage, UserQuery } from './list-users.ts';
import { checkUserId, createUserBody, updateUserBody } from './user-settings.ts';
import type { CreateUser, UpdateUser } from './user-settings.ts';
import { decodeUserCounts } from './user-counts.ts';
import type { UserCounts } from './user-counts.ts';
import { decodeUserSummary } from './user-summary.ts';
import type { UserSummary } from './user-summary.ts';
import { decodeChangedUser, decodeNewUser, decodeUserInfo } from './user.ts';
import type { NewUser, User, UserInfo } from './user.ts';

/** Builds the requests about users; {@link UsersResource} says what each does. */
export class UserRequests {
  /** @throws {ConfigurationError} */
  async create(parameters: CreateUser = {}): Promise<LiteLLMRequest<NewUser>> {
    const body = createUserBody(parameters);
    const asked = { wantsKey: parameters.auto_create_key !== false, userId: parameters.user_id ?? undefined };
    return {
      method: 'POST',
      route: '/user/new',
      body,
      // The secret of a key is shown once, whatever the answer calls itself.
      anyContentType: true,
      decode: (answered, answer) => decodeNewUser(answered, answer, asked),
    };
  }

  /** @throws {ConfigurationError} */
  async info(userId?: string): Promise<LiteLLMRequest<UserInfo>> {
    const query = userId === undefined ? {} : { user_id: checkUserId(userId) };
    return { method: 'GET', route: '/user/info', query, decode: decodeUserInfo };
  }

  /** @throws {ConfigurationError} */
  async summary(userId?: string): Promise<LiteLLMRequest<UserSummary>> {
    const query = userId === undefined ? {} : { user_id: checkUserId(userId) };
    return { method: 'GET', route: '/v2/user/info', query, decode: decodeUserSummary };
  }

  async counts(): Promise<LiteLLMRequest<UserCounts>> {
    return { method: 'GET', route: '/user/available_users', decode: decodeUserCounts };
  }

  /** @throws {ConfigurationError} */
  async list(query: UserQuery = {}): Promise<LiteLLMRequest<UserPage>> {
    return { method: 'GET', route: '/user/list', query: userQuery(query), decode: decodeUserPage };
  }

  /** @throws {ConfigurationError} */
  async update(userId: string, changes: UpdateUser): Promise<LiteLLMRequest<User>> {
    const body = updateUserBody(userId, changes);
    return { method: 'POST', route: '/user/update', body, repeatable: changes.spend === undefined, decode: decodeChangedUser };
  }

  /** @throws {ConfigurationError} */
  async bulkUpdate(updates: readonly BulkUpdateUser[]): Promise<LiteLLMRequest<BulkUpdateUsers>> {
    return { method: 'POST', route: '/user/bulk_update', body: bulkUpdateUsersBody(updates), decode: decodeBulkUpdateUsers };
  }

  /** @throws {ConfigurationError} */
  async delete(userIds: readonly string[]): Promise<LiteLLMRequest<void>> {
    if (!Array.isArray(userIds) || userIds.length === 0) throw new ConfigurationError('litellm', 'delete needs the ids of users');
    return { method: 'POST', route: '/user/delete', body: { user_ids: userIds.map(checkUserId) }, decode: () => undefined };
  }
}
