import type { Json, JsonObject } from '../values/json.ts';
import type { FieldType } from './field-type.ts';
import { fieldType } from './field-type.ts';
import { either, listOf, model, object } from './nested-types.ts';
import { bounded, flag, integer, number, oneOf, text } from './plain-types.ts';
import type { Given } from './schema.ts';
import { defaulting, optional, required } from './schema.ts';
import { page, requestFields, texts } from './shared-fields.ts';

const roles = ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'] as const;
const roleNames = ['PROXY_ADMIN', 'PROXY_ADMIN_VIEW_ONLY', 'INTERNAL_USER', 'INTERNAL_USER_VIEW_ONLY'];
const role = oneOf(
  'literal_error',
  roles,
  roles.map((value, index) => `<LitellmUserRoles.${roleNames[index]}: '${value}'>`),
);

/** A field that may only be null. */
function refusedWith(message: string): FieldType<Json> {
  return fieldType(
    () => ({ type: 'value_error', msg: `Value error, ${message}` }),
    (value) => value,
  );
}

/** A team that a new user joins, and on which terms. */
const joinedTeam = model({
  fields: {
    team_id: required(text),
    max_budget_in_team: optional(number),
    user_role: defaulting(oneOf('literal_error', ['user', 'admin'] as const), 'user' as const),
  },
});

export const newUserSchema = {
  fields: {
    ...requestFields,
    max_budget: optional(number),
    user_email: optional(text),
    user_alias: optional(text),
    user_role: optional(role),
    teams: optional(either(['list[str]', texts], ['list[NewUserRequestTeam]', listOf(joinedTeam)])),
    auto_create_key: defaulting(flag, true),
    send_invite_email: optional(flag),
    sso_user_id: optional(text),
    organizations: optional(texts),
    password: optional(
      refusedWith('password cannot be set via /user/new. Users set their own password through an invitation link (POST /invitation/new).'),
    ),
  },
};

/** A request for a new user, read. */
export type NewUserRequest = Given<typeof newUserSchema.fields>;

const changeFields = {
  ...requestFields,
  spend: optional(number),
  max_budget: optional(number),
  metadata: optional(object),
  password: optional(text),
  user_alias: optional(text),
  user_role: optional(role),
};

export const updateUserSchema = {
  fields: { ...changeFields, user_email: optional(text) },
  looksFirst: needsUser,
};

/** A change of a user, read. */
export type UpdateUserRequest = Given<typeof updateUserSchema.fields>;

export const updateUsersSchema = {
  fields: {
    users: optional(listOf(model(updateUserSchema))),
    all_users: optional(flag, false),
    user_updates: optional(model({ fields: changeFields })),
  },
};

/** Somebody must be named by id or e-mail. */
export function needsUser(source: JsonObject): string | undefined {
  const named = [source.get('user_id'), source.get('user_email')].some((name) => name !== undefined && name !== null);
  return named ? undefined : 'Either user id or user email must be provided';
}

export const usersSchema = { fields: { user_ids: required(listOf(text)) } };

export const oneUserSchema = { fields: { user_id: optional(text) } };

export const userListSchema = {
  fields: {
    role: optional(text),
    user_ids: optional(text),
    sso_user_ids: optional(text),
    user_email: optional(text),
    search: optional(text),
    team: optional(text),
    page,
    page_size: defaulting(bounded(integer, { min: 1, max: 100 }), 25),
    sort_by: optional(text),
    sort_order: defaulting(text, 'asc'),
    organization_ids: optional(text),
  },
};

/** What is asked of a list of users. */
export type UserListQuery = Given<typeof userListSchema.fields>['values'];
