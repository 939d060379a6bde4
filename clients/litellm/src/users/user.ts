import type { AnswerToDecode } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { MissingSecretError, UnreadableAnswerError } from '../errors/errors.ts';
import { hashKey } from '../keys/key-hash.ts';
import { decodeKey } from '../keys/key.ts';
import type { Key } from '../keys/key.ts';
import { decodeTeam } from '../teams/team.ts';
import type { Team } from '../teams/team.ts';
import { readObjectPermission } from '../keys/object-permission.ts';
import type { ShownObjectPermission } from '../keys/object-permission.ts';
import { readInstant } from '../values/instant.ts';
import {
  readBoolean,
  readCount,
  readFields,
  readNumber,
  readObject,
  readRecord,
  readRecords,
  readRequiredText,
  readSecret,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** What a user may do: everything, see everything, or do or see what is theirs. */
export type UserRole = 'proxy_admin' | 'proxy_admin_viewer' | 'internal_user' | 'internal_user_viewer';

/** Every role that a proxy knows; some belong to organizations, teams and customers and are nobody's to give. */
export type AnyRole = UserRole | 'org_admin' | 'team' | 'customer';

/** The roles of {@link AnyRole}, for reading and checking. */
export const anyRoles = [
  'proxy_admin',
  'proxy_admin_viewer',
  'org_admin',
  'internal_user',
  'internal_user_viewer',
  'team',
  'customer',
] as const;

/** A user as the proxy shows it; only `user_id` is certain. Instants are ISO 8601 in UTC with milliseconds. */
export interface User {
  readonly user_id: string;
  readonly user_email: string | null;
  readonly user_alias: string | null;
  /** One of {@link UserRole} on every known proxy; null: none, which is nobody's. */
  readonly user_role: string | null;
  readonly teams: readonly string[];
  /** What the user's keys have spent of `max_budget`, up to ten seconds late. */
  readonly spend: number;
  /** The limit of `spend`; null: none. */
  readonly max_budget: number | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: string | null;
  readonly models: readonly string[];
  readonly metadata: Fields;
  readonly max_parallel_requests: number | null;
  /** Tokens per minute. */
  readonly tpm_limit: number | null;
  /** Requests per minute. */
  readonly rpm_limit: number | null;
  readonly allowed_cache_controls: readonly string[];
  readonly policies: readonly string[];
  readonly model_spend: Fields;
  readonly model_max_budget: Fields;
  readonly team_id: string | null;
  readonly organization_id: string | null;
  readonly sso_user_id: string | null;
  readonly object_permission_id: string | null;
  readonly object_permission: ShownObjectPermission | null;
  readonly password_reset_required: boolean | null;
  readonly last_breach_check_at: string | null;
  /** What the user is in organizations; only licensed proxies have any. */
  readonly organization_memberships: readonly Fields[];
  readonly created_at: string | null;
  readonly updated_at: string | null;
  /** How many keys the user has; only in lists. */
  readonly key_count: number | null;
}

const userFields: Readers<Omit<User, 'user_id'>> = {
  user_email: readText,
  user_alias: readText,
  user_role: readText,
  teams: readTexts,
  spend: readCount,
  max_budget: readNumber,
  budget_duration: readText,
  budget_reset_at: readInstant,
  models: readTexts,
  metadata: readRecord,
  max_parallel_requests: readNumber,
  tpm_limit: readNumber,
  rpm_limit: readNumber,
  allowed_cache_controls: readTexts,
  policies: readTexts,
  model_spend: readRecord,
  model_max_budget: readRecord,
  team_id: readText,
  organization_id: readText,
  sso_user_id: readText,
  object_permission_id: readText,
  object_permission: readObjectPermission,
  password_reset_required: readBoolean,
  last_breach_check_at: readInstant,
  organization_memberships: readRecords,
  created_at: readInstant,
  updated_at: readInstant,
  key_count: readNumber,
};

/** A user with everything that belongs to it. */
export interface UserInfo extends Omit<User, 'user_id'> {
  /** Null where an admin without a user of its own asks about nobody: then it is all keys and all teams. */
  readonly user_id: string | null;
  readonly keys: readonly Key[];
  /** The teams themselves; `teams` are their ids. */
  readonly team_objects: readonly Team[];
  readonly model_max_budget_usage: Fields;
}

/** A new user, and the key that was made with it; `keys.info(token)` tells all of the key. */
export interface NewUser extends User {
  /** Exists in this answer only; null where no key was wanted. */
  readonly key: Secret | null;
  /** The key's token, which this answer does not tell: made of the secret. */
  readonly token: string | null;
  readonly key_alias: string | null;
  /** `sk-...` and the last four characters of the secret. */
  readonly key_name: string | null;
  /** When the key ends; null: never. */
  readonly expires: string | null;
}

/** @throws {DecodeError} when the answer is not a user. */
export function decodeUser(body: unknown, path = ''): User {
  const fields = readObject(body, path);
  return { user_id: readRequiredText(fields['user_id'], path === '' ? 'user_id' : `${path}.user_id`), ...readFields(fields, userFields) };
}

/** @throws {DecodeError} */
export function decodeUserInfo(body: unknown): UserInfo {
  const { user_id: userId, user_info: info, keys, teams } = readObject(body, '');
  if (userId !== null) readRequiredText(userId, 'user_id');
  return {
    ...readFields(readRecord(info), userFields),
    user_id: readText(userId),
    keys: listOf(keys).map((key, index) => decodeKey(key, `keys[${index}]`)),
    model_max_budget_usage: readRecord(readRecord(info)['model_max_budget_usage']),
    team_objects: listOf(teams).map((team, index) => decodeTeam(team, `teams[${index}]`)),
  };
}

/** What a change answers: the user as it is then, within `data`. @throws {DecodeError} */
export function decodeChangedUser(body: unknown): User {
  const { user_id: userId, data } = readObject(body, '');
  return decodeUser({ user_id: userId, ...readRecord(data) });
}

/**
 * @param asked.wantsKey - whether a key was asked for; then an answer without its secret has lost it.
 * @param asked.userId - the id that the caller has chosen; then the answer need not repeat it.
 * @throws {MissingSecretError}
 * @throws {UnreadableAnswerError} which holds the secret, when the answer does not tell whose the key is.
 * @throws {DecodeError}
 */
export function decodeNewUser(
  body: unknown,
  answer: AnswerToDecode,
  { wantsKey, userId }: { readonly wantsKey: boolean; readonly userId: string | undefined },
): NewUser | Promise<NewUser> {
  const fields = readObject(body, '');
  const key = readSecret(fields['key']);
  if (wantsKey && key === null) throw new MissingSecretError(answer.errorDetails(), null);
  const id = readText(fields['user_id']) || userId;
  if (key !== null && id === undefined) throw new UnreadableAnswerError(answer.errorDetails(), 'the answer does not say for whom', key);
  const made = {
    ...decodeUser({ ...fields, user_id: id }),
    key_alias: readText(fields['key_alias']),
    key_name: readText(fields['key_name']),
    expires: readInstant(fields['expires']),
  };
  return key === null ? { ...made, key, token: null } : hashKey(key).then((token) => ({ ...made, key, token }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
