import { randomInt, randomUUID } from 'node:crypto';
import { isAdmin } from '../access/caller.ts';
import { keptWindows, shownWindows } from '../keys/budget-windows.ts';
import { expiryMs } from '../keys/expiry.ts';
import { emptyGenerated, shownSettings } from '../keys/generate-answer.ts';
import { storeNewKey } from '../keys/store-key.ts';
import { checkBudgetDuration } from '../keys/generation-checks.ts';
import { written } from '../keys/key-metadata.ts';
import { checkModelBudgets } from '../keys/licence.ts';
import { newObjectPermission } from '../keys/object-permissions.ts';
import type { NewUserRequest } from '../schema/user-schemas.ts';
import { fitColumns, inOrder } from '../tables/columns.ts';
import { keyRow } from '../tables/key-row.ts';
import type { UserRow } from '../tables/user-row.ts';
import { userRow } from '../tables/user-row.ts';
import { noTerms } from '../teams/join.ts';
import { joinTeam } from '../teams/member-add.ts';
import { budgetResetMs } from '../values/budget-resets.ts';
import type { Body, JsonObject } from '../values/json.ts';
import { emptyObject, Float, Instant, isObject } from '../values/json.ts';
import { abbreviated, randomSecret, tokenOf } from '../values/secrets.ts';
import { stored } from '../values/stored-json.ts';
import type { Asking } from '../web/endpoint.ts';
import { HttpFailure, internalError, refused } from '../web/failures.ts';

/** Limits of calls and more that live in the metadata; here no licence is asked for. */
const inMetadata = inOrder('model_rpm_limit model_tpm_limit mcp_rpm_limit tag_rpm_limit guardrails policies prompts');

/** Makes a user and, unless that is not wanted, a key for it. @throws in the order in which the proxy looks at it */
export function newUser(asking: Asking, request: NewUserRequest): Record<string, Body> {
  const { proxy } = asking;
  const { values } = request;
  checkNewUser(asking, request);
  const permission = newObjectPermission(proxy, request);
  const { nowMs } = proxy;
  const expires = values.duration === null ? null : expiryMs(values.duration, nowMs);
  checkModelBudgets(proxy, values.model_max_budget);
  if (values.permissions?.has('get_spend_routes') === true && !proxy.settings.licensed) throw internalError();
  if (!fitColumns(values)) throw internalError();
  const metadata = metadataOf(request);
  const user = userRow({
    user_id: values.user_id ?? randomUUID(),
    user_alias: values.user_alias,
    team_id: values.team_id,
    sso_user_id: values.sso_user_id,
    object_permission_id: permission,
    user_role: values.user_role,
    max_budget: values.max_budget,
    spend: values.spend ?? 0,
    user_email: values.user_email,
    models: values.models ?? [],
    metadata: asObject(stored(metadata)),
    max_parallel_requests: values.max_parallel_requests,
    tpm_limit: values.tpm_limit,
    rpm_limit: values.rpm_limit,
    budget_duration: values.budget_duration,
    budget_reset_at: values.budget_duration === null ? null : budgetResetMs(values.budget_duration, nowMs),
    allowed_cache_controls: values.allowed_cache_controls ?? [],
    created_at: nowMs,
    updated_at: nowMs,
  });
  proxy.people.users.set(user.user_id, user);
  proxy.resets.watch(user);
  proxy.note('user-created', user.user_id);
  const key = values.auto_create_key ? firstKey(asking, { request, user, metadata, expires }) : { key: '' };
  const teams = joinTeams(asking, request, user);
  return {
    ...emptyGenerated({
      models: user.models,
      spend: new Float(user.spend),
      max_budget: user.max_budget === null ? null : new Float(user.max_budget),
      user_id: user.user_id,
      team_id: user.team_id,
      max_parallel_requests: user.max_parallel_requests,
      metadata,
      tpm_limit: user.tpm_limit,
      rpm_limit: user.rpm_limit,
      budget_duration: user.budget_duration,
      allowed_cache_controls: user.allowed_cache_controls,
      config: emptyObject,
      permissions: emptyObject,
      aliases: emptyObject,
      allowed_routes: [],
      ...key,
    }),
    user_email: user.user_email,
    user_role: user.user_role,
    teams,
    user_alias: user.user_alias,
  };
}

function checkNewUser({ proxy, caller }: Asking, { values }: NewUserRequest): void {
  checkBudgetDuration(values.budget_duration, proxy.nowMs);
  const { user_id: id, user_email: email, user_role: role } = values;
  const sameId = id === null || id === '' ? null : proxy.people.user(id.trim());
  if (sameId !== null) throw refused(409, `User with id ${sameId.user_id} already exists`);
  const [sameEmail] = email === null || email === '' ? [] : proxy.people.usersWithEmail(email.trim(), { anyCase: true });
  if (sameEmail !== undefined) throw refused(409, `User with email ${sameEmail.user_email} already exists`);
  if ((role === 'proxy_admin' || role === 'proxy_admin_viewer') && !isAdmin(caller)) {
    const attempted = `LitellmUserRoles.${role === 'proxy_admin' ? 'PROXY_ADMIN' : 'PROXY_ADMIN_VIEW_ONLY'}`;
    const roles = 'Only proxy admins can create administrative users (proxy_admin, proxy_admin_viewer)';
    throw new HttpFailure(403, `${roles}. Attempted to create user with role: ${attempted}. Your role: ${caller.role}`);
  }
}

interface FirstKey {
  readonly request: NewUserRequest;
  readonly user: UserRow;
  readonly metadata: JsonObject;
  readonly expires: number | null;
}

/** The user's first key. It has the user's limits of calls, but not its budget. */
function firstKey({ proxy }: Asking, { request, user, metadata, expires }: FirstKey): Record<string, Body> {
  const { values } = request;
  const secret = randomSecret();
  const windows = values.budget_limits ?? [];
  const fallbacks = asObject(written(request, 'budget_fallbacks') ?? emptyObject);
  const row = keyRow({
    token: tokenOf(secret),
    key_name: abbreviated(secret),
    key_alias: values.key_alias,
    expires,
    models: user.models,
    aliases: values.aliases ?? emptyObject,
    config: values.config ?? emptyObject,
    spend: user.spend,
    user_id: user.user_id,
    team_id: user.team_id,
    agent_id: values.agent_id,
    max_parallel_requests: user.max_parallel_requests,
    metadata,
    tpm_limit: user.tpm_limit,
    rpm_limit: user.rpm_limit,
    allowed_cache_controls: user.allowed_cache_controls,
    permissions: values.permissions ?? emptyObject,
    budget_fallbacks: fallbacks,
    blocked: values.blocked,
    budget_limits:
      windows.length === 0
        ? null
        : keptWindows(
            windows.map((window) => window.values),
            proxy.nowMs,
          ),
    object_permission_id: user.object_permission_id,
    created_at: proxy.nowMs,
    updated_at: proxy.nowMs,
  });
  storeNewKey(proxy, row, secret);
  return {
    key_alias: row.key_alias,
    agent_id: row.agent_id,
    budget_limits: row.budget_limits === null ? null : shownWindows(row.budget_limits),
    config: row.config,
    permissions: row.permissions,
    aliases: row.aliases,
    blocked: row.blocked,
    model_max_budget: emptyObject,
    budget_fallbacks: fallbacks,
    router_settings: shownSettings(emptyObject),
    access_group_ids: [],
    key: secret,
    key_name: row.key_name,
    expires: expires === null ? null : Instant.ofUs(expires * 1_000 + randomInt(1_000)),
    created_at: Instant.ofMs(row.created_at),
    updated_at: Instant.ofMs(row.updated_at),
  };
}

/** Puts the user into the teams that were named. Teams that are not there, or may not be joined so, are passed over. */
function joinTeams(asking: Asking, { values }: NewUserRequest, user: UserRow): Body {
  const { team_id: teamId, teams } = values;
  if (teamId === null && teams === null) return null;
  const named =
    teamId !== null
      ? [{ team_id: teamId, max_budget_in_team: null, user_role: 'user' as const }]
      : teams === null
        ? []
        : 'one' in teams
          ? teams.one.map((id) => ({ team_id: id, max_budget_in_team: null, user_role: 'user' as const }))
          : teams.other.map((team) => team.values);
  for (const { team_id: id, max_budget_in_team: maxBudget, user_role: role } of named) {
    try {
      const member = { user_id: user.user_id, user_email: user.user_email, role };
      joinTeam(asking, { teamId: id, members: [member], asList: false, terms: { ...noTerms, maxBudget } });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
    }
  }
  return proxyTeams(asking, user);
}

function proxyTeams({ proxy }: Asking, user: UserRow): Body {
  return [...(proxy.people.user(user.user_id)?.teams ?? [])];
}

function metadataOf(request: NewUserRequest): JsonObject {
  const { metadata } = request.values;
  const more = inMetadata.flatMap((name) => {
    const value = written(request, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Map([...(metadata ?? emptyObject), ...more]);
}

function asObject(value: unknown): JsonObject {
  return isObject(value as JsonObject) ? (value as JsonObject) : emptyObject; // written by an object type
}
