import { refuse, object } from '../values/parameter-checks.ts';
import { isFields, readCount, readFlag, readList, readObject, readText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { updateUserBody } from './user-settings.ts';
import type { UpdateUser } from './user-settings.ts';
import { decodeUser } from './user.ts';
import type { User } from './user.ts';

/** One user of many, and what shall change. */
export interface BulkUpdateUser extends UpdateUser {
  readonly user_id: string;
}

/** What became of one change among many. */
export interface BulkUpdatedUser {
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly success: boolean;
  /** Why not; null where it was changed. */
  readonly error: string | null;
  /** The user as it is now; null where it was not changed. */
  readonly updated_user: User | null;
}

/** What became of many changes: the proxy answers 200 even when all of them fail. */
export interface BulkUpdateUsers {
  readonly results: readonly BulkUpdatedUser[];
  readonly total_requested: number;
  readonly successful_updates: number;
  readonly failed_updates: number;
}

const mostUsers = 500;

/** @throws {ConfigurationError} */
export function bulkUpdateUsersBody(updates: readonly BulkUpdateUser[]): Fields {
  if (!Array.isArray(updates) || updates.length === 0 || updates.length > mostUsers)
    throw refuse(`1 to ${mostUsers} users are changed at once`);
  return { users: updates.map(bodyOf) };
}

function bodyOf(update: BulkUpdateUser): Fields {
  const { user_id: id, ...changes } = object('a change of a user', update);
  return updateUserBody(id, changes);
}

/** @throws {DecodeError} */
export function decodeBulkUpdateUsers(body: unknown): BulkUpdateUsers {
  const fields = readObject(body, '');
  return {
    results: readList(fields['results'], 'results').map((result, index) => readResult(readObject(result, `results[${index}]`))),
    total_requested: readCount(fields['total_requested']),
    successful_updates: readCount(fields['successful_updates']),
    failed_updates: readCount(fields['failed_updates']),
  };
}

function readResult({ user_id: id, user_email: email, success, error, updated_user: user }: Fields): BulkUpdatedUser {
  const changed = isFields(user) ? (isFields(user['data']) ? user['data'] : user) : null;
  return {
    user_id: readText(id),
    user_email: readText(email),
    success: readFlag(success),
    error: readText(error),
    updated_user: changed !== null && typeof changed['user_id'] === 'string' ? decodeUser(changed) : null,
  };
}
