import { randomUUID } from 'node:crypto';
import { NotKnownError } from '../../kit/not-known.ts';
import { isAdmin } from '../access/caller.ts';
import { checkBudgetDuration } from '../keys/generation-checks.ts';
import { metadataFields, withMetadataFields, written } from '../keys/key-metadata.ts';
import { changeObjectPermission } from '../keys/object-permissions.ts';
import type { UpdateUserRequest } from '../schema/user-schemas.ts';
import { inOrder } from '../tables/columns.ts';
import type { UserRow } from '../tables/user-row.ts';
import { userRow } from '../tables/user-row.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { emptyObject, isObject } from '../values/json.ts';
import { stored } from '../values/stored-json.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, refused } from '../web/failures.ts';

/** Columns that null clears; for all others null means nothing. */
const clearable = new Set(inOrder('max_budget budget_duration tpm_limit rpm_limit'));
const columns = inOrder(`
  user_alias user_email user_role team_id models spend max_budget budget_duration tpm_limit rpm_limit max_parallel_requests
  allowed_cache_controls policies`);

/** Fields that requests may have and users have not: the database layer trips over them. */
const noColumns = inOrder(
  'key_alias duration agent_id budget_limits config permissions budget_fallbacks guardrails prompts blocked aliases',
);

/**
 * Changes a user. One that is not there is made, by id or by e-mail address; after the latter the proxy trips over its
 * own answer.
 * @throws {HttpFailure | PlainFailure}
 */
export function updateUser(asking: Asking, request: UpdateUserRequest): UserRow {
  const { proxy, caller } = asking;
  const { values, names } = request;
  const { user_id: id, user_email: email } = values;
  if (!proxy.settings.database) throw new PlainFailure('Not connected to DB!');
  if (!id && !email) throw new PlainFailure('Either user_id or user_email must be provided');
  if (names.has('permissions') && !isAdmin(caller)) throw refused(403, 'Only proxy admins can set `permissions`.');
  if (values.password !== null) throw new NotKnownError('which passwords the proxy takes for a user');
  if (names.has('budget_duration')) checkBudgetDuration(values.budget_duration, proxy.nowMs);
  const known = id ? proxy.people.user(id) : (proxy.people.usersWithEmail(email ?? '', { anyCase: false })[0] ?? null);
  checkMayUpdate(asking, request, known);
  if (values.spend !== null && !Number.isFinite(values.spend))
    throw refused(400, `spend must be a finite number. Received: ${values.spend}`);
  const changes = changesOf(asking, request, known);
  const stranger = noColumns.find((name) => isSomething(written(request, name)));
  if (stranger !== undefined) throw new PlainFailure(`Could not find field at \`upsertOneLiteLLM_UserTable.create.${stranger}\``);
  proxy.note(known === null ? 'user-created' : 'user-updated', known?.user_id ?? id ?? '', [...names]);
  if (known !== null) {
    const changed = proxy.people.changeUser(known, { ...changes, updated_at: proxy.nowMs });
    proxy.resets.watch(changed);
    return changed;
  }
  const made = userRow({ ...changes, user_id: id || randomUUID(), created_at: proxy.nowMs, updated_at: proxy.nowMs });
  proxy.people.users.set(made.user_id, made);
  proxy.resets.watch(made);
  if (!id) throw new PlainFailure("'LiteLLM_UserTable' object has no attribute 'get'");
  return made;
}

function checkMayUpdate({ caller }: Asking, { values, names }: UpdateUserRequest, known: UserRow | null): void {
  if (isAdmin(caller)) return;
  if (values.user_role !== null) throw new HttpFailure(403, 'Only proxy admins can modify user roles.');
  if (known === null) throw refused(404, 'User not found. Only PROXY_ADMIN can create users via /user/update; use /user/new instead.');
  if (known.user_id !== caller.userId) {
    throw refused(403, 'User does not have permission to update this user. Only PROXY_ADMIN can update other users.');
  }
  const field = ['max_budget', 'model_max_budget', 'soft_budget', 'spend', 'object_permission'].find((name) => names.has(name));
  if (field !== undefined) throw refused(403, `Non-admin users cannot modify '${field}' on their own record. Contact your proxy admin.`);
}

function changesOf({ proxy }: Asking, request: UpdateUserRequest, known: UserRow | null): Partial<UserRow> {
  const { values, names } = request;
  const changes: Record<string, unknown> = {};
  for (const name of columns) {
    if (!names.has(name)) continue;
    const value = (values as Readonly<Record<string, unknown>>)[name];
    const something = value !== null && !(Array.isArray(value) && value.length === 0);
    if (something || clearable.has(name)) changes[name] = value;
  }
  if (names.has('budget_duration')) {
    changes['budget_reset_at'] = values.budget_duration === null ? null : budgetResetMs(values.budget_duration, proxy.nowMs);
  }
  if (names.has('model_max_budget')) changes['model_max_budget'] = stored(values.model_max_budget ?? emptyObject);
  const metadata = changedMetadata(request, known);
  if (metadata !== undefined) changes['metadata'] = metadata;
  if (values.object_permission !== null) {
    changes['object_permission_id'] = changeObjectPermission(proxy, request, known ?? { object_permission_id: null });
  } else if (names.has('object_permission')) changes['object_permission_id'] = null;
  return changes as Partial<UserRow>; // each of its column's kind
}

function changedMetadata(request: UpdateUserRequest, known: UserRow | null): JsonObject | undefined {
  const { metadata } = request.values;
  const inMetadata = [...request.names].some(
    (name) => metadataFields.has(name) && name !== 'guardrails' && name !== 'prompts' && name !== 'policies',
  );
  const asked = metadata !== null && metadata.size > 0 ? metadata : undefined;
  if (asked === undefined && !inMetadata) return undefined;
  const base = asked ?? known?.metadata ?? emptyObject;
  const merged = stored(inMetadata ? withMetadataFields(request, base) : base);
  return isObject(merged) ? merged : undefined;
}

function isSomething(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  return !(Array.isArray(value) && value.length === 0) && !(isObject(value) && value.size === 0);
}
