import { readObject, readRecord } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { decodeUser } from './user.ts';
import type { User } from './user.ts';

/** A user without its keys, and of its teams the ids. */
export interface UserSummary extends Pick<User, (typeof names)[number]> {
  readonly model_max_budget_usage: Fields;
}

/** What the proxy tells here; it leaves out what else it knows of a user. */
const names = [
  'user_id',
  'user_email',
  'user_alias',
  'user_role',
  'teams',
  'spend',
  'max_budget',
  'budget_duration',
  'budget_reset_at',
  'models',
  'metadata',
  'tpm_limit',
  'rpm_limit',
  'model_max_budget',
  'sso_user_id',
  'object_permission',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof User)[];

/** @throws {DecodeError} */
export function decodeUserSummary(body: unknown): UserSummary {
  const user = decodeUser(body);
  const told = Object.fromEntries(names.map((name) => [name, user[name]])) as Pick<User, (typeof names)[number]>; // just picked
  return { ...told, model_max_budget_usage: readRecord(readObject(body, '')['model_max_budget_usage']) };
}
