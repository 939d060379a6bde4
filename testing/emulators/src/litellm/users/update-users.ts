import { isAdmin } from '../access/caller.ts';
import { NotKnownError } from '../../kit/not-known.ts';
import type { UpdateUserRequest } from '../schema/user-schemas.ts';
import { userAsRow } from '../tables/user-row.ts';
import type { Body } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, ProxyFailure, refused } from '../web/failures.ts';
import { updateUser } from './update-user.ts';

const most = 500;

/** Changes for many users: one each, or the same for all. */
export interface UserUpdates {
  readonly users: readonly UpdateUserRequest[] | null;
  readonly all: boolean;
}

/** Changes several users, each for itself: what fails is listed, and the answer is 200 all the same. */
export function updateUsers(asking: Asking, { users, all }: UserUpdates): Body {
  const { proxy, caller } = asking;
  if (!proxy.settings.database) throw refused(500, 'Database not connected');
  const changesRole = (users ?? []).some(({ values }) => values.user_role !== null);
  if (changesRole && !isAdmin(caller)) throw new HttpFailure(403, 'Only proxy admins can modify user roles.');
  if (all) throw new NotKnownError('how all users are changed at once (the emulator does not do it)');
  if (users === null || users.length === 0) {
    throw refused(400, "Must specify either 'users' for individual updates or 'all_users=True' with 'user_updates' for bulk updates");
  }
  if (users.length > most) throw refused(400, `Maximum ${most} users can be updated at once. Found ${users.length} users.`);
  const results = users.map((request) => attempt(asking, request));
  const failed = results.filter(({ success }) => !success).length;
  return { results, total_requested: users.length, successful_updates: users.length - failed, failed_updates: failed };
}

function attempt(asking: Asking, request: UpdateUserRequest) {
  const { user_id: id, user_email: email } = request.values;
  try {
    const user = updateUser(asking, request);
    const updated = { user_id: user.user_id, data: userAsRow(user) };
    return { user_id: user.user_id, user_email: email, success: true, error: null, updated_user: updated };
  } catch (error) {
    return { user_id: id, user_email: email, success: false, error: reasonOf(error), updated_user: null };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof HttpFailure) return `${error.status}: ${inserted(error.detail)}`;
  if (error instanceof PlainFailure || error instanceof ProxyFailure) return error.message;
  throw error;
}
