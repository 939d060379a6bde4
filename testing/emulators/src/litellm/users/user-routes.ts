import { newUserSchema, oneUserSchema, updateUserSchema, updateUsersSchema, userListSchema, usersSchema } from '../schema/user-schemas.ts';
import { text } from '../schema/plain-types.ts';
import { required } from '../schema/schema.ts';
import { noDatabase } from '../keys/key-routes.ts';
import { needsDatabase } from '../teams/needs-database.ts';
import { userAsRow } from '../tables/user-row.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { asAuthError, untouched, wrapped } from '../web/failure-styles.ts';
import { HttpFailure, refused } from '../web/failures.ts';
import { inserted } from '../values/python-text.ts';
import { deleteUsers } from './delete-users.ts';
import { newUser } from './new-user.ts';
import { updateUser } from './update-user.ts';
import { updateUsers } from './update-users.ts';
import { userInfo, userInfoInShort } from './user-info.ts';
import { listUsers } from './user-list.ts';

const writing = ['management_routes', 'viewer_refused'] as const;

const roles = {
  proxy_admin: { description: 'admin over litellm proxy, has all permissions', ui_label: 'Admin (All Permissions)' },
  proxy_admin_viewer: { description: 'view all keys, view all spend', ui_label: 'Admin (View Only)' },
  internal_user: { description: 'view/create/delete their own keys, view their own spend', ui_label: 'Internal User (Create/Delete/View)' },
  internal_user_viewer: { description: 'view their own keys, view their own spend', ui_label: 'Internal User (View Only)' },
};

/** The text of the database's absence where it stands alone. */
function noDatabaseText(): string {
  const { detail } = noDatabase();
  return typeof detail === 'object' && detail !== null && 'error' in detail ? inserted(detail.error) : inserted(detail);
}

/** Users and their keys. */
export const userRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'POST',
    path: '/user/new',
    groups: writing,
    body: newUserSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => {
      if (!call.proxy.settings.database) throw new HttpFailure(400, noDatabaseText());
      return newUser(call, call.body);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/user/info',
    groups: ['management_routes', 'info_routes', 'admin_viewer_routes'],
    query: oneUserSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => userInfo(call, call.query.values.user_id),
  }),
  endpoint({
    method: 'GET',
    path: '/v2/user/info',
    groups: ['info_routes', 'admin_viewer_routes'],
    query: oneUserSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => {
      if (!call.proxy.settings.database) throw new HttpFailure(500, noDatabaseText());
      return userInfoInShort(call, call.query.values.user_id);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/user/list',
    groups: ['management_routes', 'self_managed_routes', 'admin_viewer_routes'],
    query: userListSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => listUsers(call, call.query.values),
  }),
  endpoint({
    method: 'POST',
    path: '/user/update',
    groups: ['management_routes'],
    body: updateUserSchema,
    dialect: 'typed',
    failures: asAuthError,
    handle: (call) => {
      const user = updateUser(call, call.body);
      return { user_id: user.user_id, data: userAsRow(user) };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/user/bulk_update',
    groups: writing,
    body: updateUsersSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { users, all_users: all, user_updates: same } = call.body.values;
      return updateUsers(call, { users, all: all === true && same !== null });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/user/delete',
    groups: writing,
    body: usersSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => deleteUsers(call, call.body.values.user_ids),
  }),
  endpoint({
    method: 'GET',
    path: '/user/available_roles',
    groups: ['self_managed_routes', 'admin_viewer_routes'],
    dialect: 'plain',
    failures: untouched,
    handle: () => roles,
  }),
  endpoint({
    method: 'GET',
    path: '/user/available_users',
    groups: ['admin_viewer_routes'],
    dialect: 'plain',
    failures: untouched,
    handle: (call) =>
      needsDatabase(call, () => ({
        total_users: null,
        total_teams: null,
        total_users_used: call.proxy.people.users.size,
        total_teams_used: call.proxy.people.teams.size,
        total_teams_remaining: null,
        total_users_remaining: null,
      })),
  }),
  endpoint({
    method: 'POST',
    path: '/user/password/change',
    groups: ['self_managed_routes', 'admin_viewer_routes'],
    body: { fields: { current_password: required(text), new_password: required(text) } },
    dialect: 'plain',
    failures: untouched,
    handle: () => {
      throw refused(403, 'Passwords can only be changed from a dashboard session created by logging in with a password.');
    },
  }),
];
