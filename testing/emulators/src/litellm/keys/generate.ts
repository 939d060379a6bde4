import { randomInt } from 'node:crypto';
import { isAdmin } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { changedBy } from '../litellm-proxy.ts';
import type { GenerateRequest } from '../schema/key-schemas.ts';
import { routerSettings } from '../schema/shared-fields.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { keyRow } from '../tables/key-row.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import type { Body, JsonObject } from '../values/json.ts';
import { emptyObject } from '../values/json.ts';
import { abbreviated, masked, randomSecret, shortestSecret, tokenOf } from '../values/secrets.ts';
import type { Asking } from '../web/endpoint.ts';
import { internalError, refused } from '../web/failures.ts';
import { checkAliasFormat, checkAliasIsFree } from './alias-rules.ts';
import { keptWindows } from './budget-windows.ts';
import { expiryMs } from './expiry.ts';
import { generateAnswer } from './generate-answer.ts';
import { checkDelegation, checkOrganization, checkRequest, routesAreForAdmins } from './generation-checks.ts';
import { checkLicensedFields, withMetadataFields, written } from './key-metadata.ts';
import { checkModelBudgets } from './licence.ts';
import { newObjectPermission } from './object-permissions.ts';
import { storeNewKey } from './store-key.ts';
import { withDefaults, withinBounds } from './strict-limits.ts';

/** What routes a kind of key may call. */
const routesOf: Readonly<Record<string, readonly string[]>> = {
  llm_api: ['llm_api_routes'],
  management: ['management_routes'],
  read_only: ['info_routes'],
};

/** A request for a key, and for whom it is after all. */
export interface Generation {
  readonly request: GenerateRequest;
  readonly userId: string | null;
  /** The metadata that is asked for; service accounts get theirs marked. */
  readonly metadata: JsonObject;
}

/**
 * Makes a key. With a secret that exists nothing is made and nothing changes, though the answer says so.
 * @throws in the order in which the proxy looks at a request
 */
export function generateKey(asking: Asking, generation: Generation): Record<string, Body> {
  const { proxy, caller } = asking;
  const { request, userId } = generation;
  const { values } = request;
  checkRequest(asking, request, userId);
  const limits = withinBounds(proxy, withDefaults(proxy, values), true);
  checkDelegation(caller, request);
  const budgetId =
    values.soft_budget === null
      ? values.budget_id
      : proxy.softBudget(values.soft_budget, changedBy(caller), { model_max_budget: emptyObject }).budget_id;
  const asked = defaultMetadata(proxy, generation.metadata);
  checkLicensedFields(proxy, request);
  const metadata = withMetadataFields(request, asked);
  const routes = routesOf[values.key_type ?? ''] ?? values.allowed_routes ?? [];
  if (routes.includes('management_routes') && !isAdmin(caller)) throw routesAreForAdmins();
  const permission = newObjectPermission(proxy, request);
  checkAliasFormat(proxy, values.key_alias);
  checkAliasIsFree(asking, values.key_alias);
  checkSecret(values.key);
  checkOrganization(caller, values.organization_id);
  const { nowMs } = proxy;
  const expires = limits.duration === null ? null : expiryMs(limits.duration, nowMs);
  checkModelBudgets(proxy, values.model_max_budget);
  if (values.permissions?.has('get_spend_routes') === true && !proxy.settings.licensed) throw internalError();
  const secret = values.key ?? randomSecret();
  const row = keyRow({
    token: tokenOf(secret),
    key_name: abbreviated(secret),
    key_alias: values.key_alias,
    expires,
    models: defaultModels(proxy, values.models ?? []),
    aliases: values.aliases ?? emptyObject,
    config: values.config ?? emptyObject,
    router_settings: values.router_settings === null ? emptyObject : asObject(routerSettings.write(values.router_settings)),
    spend: values.spend ?? 0,
    max_budget: limits.max_budget,
    user_id: userId,
    team_id: values.team_id,
    agent_id: values.agent_id,
    max_parallel_requests: limits.max_parallel_requests,
    metadata,
    tpm_limit: limits.tpm_limit,
    rpm_limit: limits.rpm_limit,
    tpd_limit: values.tpd_limit,
    budget_duration: limits.budget_duration,
    budget_reset_at: limits.budget_duration === null ? null : budgetResetMs(limits.budget_duration, nowMs),
    allowed_cache_controls: values.allowed_cache_controls ?? [],
    permissions: values.permissions ?? emptyObject,
    budget_fallbacks: asObject(written(request, 'budget_fallbacks')),
    budget_id: budgetId,
    blocked: values.blocked,
    budget_limits:
      (values.budget_limits ?? []).length === 0
        ? null
        : keptWindows(
            (values.budget_limits ?? []).map((window) => window.values),
            nowMs,
          ),
    created_by: caller.userId,
    updated_by: caller.userId,
    allowed_routes: [...routes],
    key_type: values.key_type,
    object_permission_id: permission,
    access_group_ids: [...(values.access_group_ids ?? [])],
    ...(values.auto_rotate === true && values.rotation_interval !== null
      ? { auto_rotate: true, rotation_interval: values.rotation_interval, key_rotation_at: expiryMs(values.rotation_interval, nowMs) }
      : {}),
    created_at: nowMs,
    updated_at: nowMs,
  });
  const existing = storeNewKey(proxy, row, secret);
  return generateAnswer({ proxy, row, secret, existing, expiresUs: expires === null ? null : expires * 1_000 + randomInt(1_000) });
}

function checkSecret(secret: string | null): void {
  if (secret === null) return;
  const format = 'Invalid key format. LiteLLM Virtual Key must';
  if (!secret.startsWith('sk-')) throw refused(400, `${format} start with 'sk-'. Received: ${masked(secret)}`);
  if (Array.from(secret).length < shortestSecret) throw refused(400, `${format} be at least ${shortestSecret} characters long.`);
}

function defaultMetadata(proxy: LiteLLMProxy, metadata: JsonObject): JsonObject {
  const defaults = proxy.settings.strict.default_key_generate_params?.metadata;
  return metadata.size > 0 || defaults === undefined ? metadata : new Map(Object.entries(defaults));
}

function defaultModels(proxy: LiteLLMProxy, models: KeyRow['models']): KeyRow['models'] {
  const defaults = proxy.settings.strict.default_key_generate_params?.models;
  return models.length > 0 || defaults === undefined ? models : defaults;
}

function asObject(value: unknown): JsonObject {
  return value instanceof Map ? (value as JsonObject) : emptyObject; // written by an object type
}
