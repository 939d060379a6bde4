import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { changedBy } from '../litellm-proxy.ts';
import type { UpdateRequest } from '../schema/key-schemas.ts';
import { routerSettings } from '../schema/shared-fields.ts';
import { fitColumns, inOrder } from '../tables/columns.ts';
import { keyAsRow } from '../tables/key-columns.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { objectPermissionBody } from '../tables/object-permission.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import type { Body, Json, JsonObject } from '../values/json.ts';
import { isObject } from '../values/json.ts';
import { tokenFor } from '../values/secrets.ts';
import { stored } from '../values/stored-json.ts';
import type { Asking } from '../web/endpoint.ts';
import { badRequest, checkRequired, HttpFailure, notFound, PlainFailure, refused } from '../web/failures.ts';
import { checkAliasFormat, checkAliasIsFree } from './alias-rules.ts';
import { keptWindows } from './budget-windows.ts';
import { expiryMs } from './expiry.ts';
import { checkAmount } from './generation-checks.ts';
import { checkLicensedFields, metadataFields, withMetadataFields, written } from './key-metadata.ts';
import { checkModelBudgets } from './licence.ts';
import { changeObjectPermission } from './object-permissions.ts';
import { withinBounds } from './strict-limits.ts';
import { checkUpdate } from './update-checks.ts';

/** Metadata that never changes once it is there. */
const reserved = 'service_account_id';

/** Columns that are taken over as they are asked for. */
const plainColumns = [
  'key_alias',
  'models',
  'aliases',
  'config',
  'spend',
  'max_budget',
  'user_id',
  'agent_id',
  'project_id',
  'max_parallel_requests',
  'tpm_limit',
  'rpm_limit',
  'tpd_limit',
  'allowed_cache_controls',
  'permissions',
  'model_max_budget',
  'budget_fallbacks',
  'budget_id',
  'blocked',
  'allowed_routes',
  'auto_rotate',
  'rotation_interval',
  'organization_id',
  'access_group_ids',
] as const;

/** Columns that cannot be null. */
const requiredColumns = inOrder(
  'models aliases config router_settings spend permissions metadata allowed_cache_controls allowed_routes model_max_budget budget_fallbacks access_group_ids',
);

const jsonColumns: ReadonlySet<string> = new Set(['aliases', 'config', 'permissions', 'model_max_budget', 'budget_fallbacks']);

/** Changes a key: what is left out stays, null clears what can be null. Answers with the row. */
export function updateKey(asking: Asking, request: UpdateRequest): Body {
  const { proxy } = asking;
  const { values, names } = request;
  checkAmount('max_budget', values.max_budget);
  checkAmount('soft_budget', values.soft_budget);
  if (!proxy.settings.database) throw refused(500, 'Database not connected');
  const row = keyNamed(proxy, values.key, values.key_alias);
  checkUpdate(asking, request, row);
  const changes = keyChanges(proxy, request, row);
  if ((changes.key_alias ?? null) !== row.key_alias) checkAliasFormat(proxy, changes.key_alias ?? null);
  checkAliasIsFree(asking, changes.key_alias ?? null, row.token);
  const rotation =
    values.auto_rotate === true && values.rotation_interval !== null
      ? { key_rotation_at: expiryMs(values.rotation_interval, proxy.nowMs) }
      : {};
  const budgetId = names.has('soft_budget') ? changeSoftBudget(asking, row, values.soft_budget) : undefined;
  const changed = writeChanges(proxy, row, { ...changes, ...rotation, ...(budgetId === undefined ? {} : { budget_id: budgetId }) });
  proxy.note('key-updated', row.token, [...names]);
  return {
    key: values.key ?? row.token,
    ...keyAsRow(changed, { object_permission: objectPermissionBody(proxy.objectPermissionOf(changed)) }),
  };
}

/** The key that is meant, by secret or hash or else by an alias that only one key has. @throws {ProxyFailure} */
export function keyNamed(proxy: LiteLLMProxy, key: string | null, alias: string | null): KeyRow {
  if (key !== null) {
    const row = proxy.keys.get(tokenFor(key));
    if (row === undefined) throw notFound('Key not found.', 'key');
    return row;
  }
  const [row, another] = proxy.keys.withAlias(alias ?? '');
  if (row === undefined) throw notFound(`Key not found. No key with key_alias='${alias}'.`, 'key_alias');
  if (another !== undefined)
    throw badRequest(`Multiple keys share key_alias='${alias}', so it cannot be used as an identifier.`, 'key_alias');
  return row;
}

/** What a request changes in a row. @throws {HttpFailure | PlainFailure} */
export function keyChanges(proxy: LiteLLMProxy, request: UpdateRequest, row: KeyRow): Partial<KeyRow> {
  const { values, names } = request;
  const { nowMs } = proxy;
  withinBounds(proxy, values, false);
  const changes: Record<string, Json | undefined> = {};
  for (const name of plainColumns) {
    if (!names.has(name)) continue;
    const value = values[name];
    changes[name] = jsonColumns.has(name) && value !== null ? stored(written(request, name) ?? null) : (value as Json); // columns of other kinds are plain
  }
  if (names.has('team_id') && values.team_id !== '') changes['team_id'] = values.team_id;
  if (names.has('router_settings')) {
    changes['router_settings'] = values.router_settings === null ? null : stored(routerSettings.write(values.router_settings));
  }
  if (names.has('duration') && values.duration !== '') {
    changes['expires'] = values.duration === null || values.duration === '-1' ? null : expiryMs(values.duration, nowMs);
  }
  if (names.has('budget_duration') && values.budget_duration !== '') {
    changes['budget_duration'] = values.budget_duration;
    changes['budget_reset_at'] = values.budget_duration === null ? null : budgetResetMs(values.budget_duration, nowMs);
  }
  if (names.has('budget_limits')) {
    const windows = (values.budget_limits ?? []).map((window) => window.values);
    changes['budget_limits'] = windows.length === 0 ? null : keptWindows(windows, nowMs);
  }
  checkModelBudgets(proxy, values.model_max_budget ?? null);
  changes['metadata'] = newMetadata(proxy, request, row);
  if (names.has('object_permission') && values.object_permission !== null) {
    changes['object_permission_id'] = changeObjectPermission(proxy, request, row);
  }
  return changes as Partial<KeyRow>; // every column got a value of its kind
}

/** Writes changes as the database takes them. @throws {PlainFailure} */
export function writeChanges(proxy: LiteLLMProxy, row: KeyRow, changes: Partial<KeyRow>): KeyRow {
  checkRequired(changes, requiredColumns);
  checkSizes(changes);
  if (changes.budget_id !== undefined && changes.budget_id !== null && !proxy.budgets.has(changes.budget_id)) {
    throw new PlainFailure('Foreign key constraint failed on the field: `LiteLLM_VerificationToken_budget_id_fkey (index)`');
  }
  const changed = proxy.changeKeySettings(row, changes);
  proxy.resets.watchKey(changed);
  return changed;
}

/** Numbers that are too long for their columns. @throws {PlainFailure} in the words of the database and of what stands before it */
function checkSizes(changes: Partial<KeyRow>): void {
  if (fitColumns(changes)) return;
  const long = [changes.tpm_limit, changes.rpm_limit, changes.tpd_limit].find((limit) => !fitColumns({ tpm_limit: limit ?? null }));
  if (long !== undefined) {
    throw new PlainFailure(
      `Could not convert argument value Object {"$type": String("BigInt"), "value": String("${long}")} to ArgumentValue.`,
    );
  }
  const message = `value \\"${changes.max_parallel_requests}\\" is out of range for type integer`;
  const error = `PostgresError { code: "22003", message: "${message}", severity: "ERROR", detail: None, column: None, hint: None }`;
  throw new PlainFailure(
    `Error occurred during query execution:\nConnectorError(ConnectorError { user_facing_error: None, kind: QueryError(${error}), transient: false })`,
  );
}

/** The metadata after a change: replaced whole, but for what never changes; fields that live there are put into it. */
function newMetadata(proxy: LiteLLMProxy, request: UpdateRequest, row: KeyRow): JsonObject | null {
  const { values, names } = request;
  const account = row.metadata.get(reserved);
  const asked = names.has('metadata') ? values.metadata : row.metadata;
  if (account !== undefined && account !== null) {
    const other = asked === null || (asked.has(reserved) && asked.get(reserved) !== account);
    if (other) throw new HttpFailure(400, `${reserved} is immutable once set and cannot be changed via update.`);
  }
  if (asked === null) return null;
  const kept = account === undefined || account === null ? asked : new Map([...asked, [reserved, account]]);
  const given = [...names].some((name) => metadataFields.has(name));
  if (given) checkLicensedFields(proxy, request);
  const merged = stored(given ? withMetadataFields(request, kept) : kept);
  return isObject(merged) ? merged : null;
}

/** Sets the soft limit in the key's budget; a key without one gets a budget of its own. */
function changeSoftBudget({ proxy, caller }: Asking, row: KeyRow, softBudget: number | null): string | undefined {
  const budget = row.budget_id === null ? undefined : proxy.budgets.get(row.budget_id);
  if (budget !== undefined) {
    proxy.keepBudget({ ...budget, soft_budget: softBudget, updated_at: proxy.nowMs, updated_by: changedBy(caller) });
    return undefined;
  }
  return softBudget === null ? undefined : proxy.softBudget(softBudget, changedBy(caller)).budget_id;
}
