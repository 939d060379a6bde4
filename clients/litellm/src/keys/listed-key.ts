import { readObjectPermission } from './object-permission.ts';
import type { ShownObjectPermission } from './object-permission.ts';
import { readMembers } from '../teams/team-member.ts';
import type { TeamMember } from '../teams/team-member.ts';
import { isFields, readFlag, readNumber, readObject, readRecordOrNull, readSecret, readText, readTexts } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import type { Secret } from '@keyrack/secret';
import { decodeKey } from './key.ts';
import type { Key } from './key.ts';

/** Who made a key. */
export interface KeyMaker {
  readonly user_id: string | null;
  readonly user_email: string | null;
  readonly user_alias: string | null;
}

/**
 * A whole key of a list. Beside the key it has what the proxy knows of its team, user and organization when it lets the key in; in
 * lists most of that is null.
 */
export interface ListedKey extends Key {
  readonly soft_budget: number | null;
  /** Requests per minute by model. */
  readonly rpm_limit_per_model: Fields | null;
  /** Tokens per minute by model. */
  readonly tpm_limit_per_model: Fields | null;
  readonly team_alias: string | null;
  readonly team_spend: number | null;
  readonly team_max_budget: number | null;
  readonly team_soft_budget: number | null;
  readonly team_tpm_limit: number | null;
  readonly team_rpm_limit: number | null;
  readonly team_tpd_limit: number | null;
  readonly team_model_max_budget: Fields | null;
  readonly team_models: readonly string[];
  readonly team_model_aliases: Fields | null;
  readonly team_blocked: boolean;
  readonly team_metadata: Fields | null;
  readonly team_member: TeamMember | null;
  readonly team_member_spend: number | null;
  readonly team_member_tpm_limit: number | null;
  readonly team_member_rpm_limit: number | null;
  readonly team_object_permission_id: string | null;
  readonly team_object_permission: ShownObjectPermission | null;
  readonly end_user_id: string | null;
  readonly end_user_max_budget: number | null;
  readonly end_user_model_max_budget: Fields | null;
  readonly end_user_tpm_limit: number | null;
  readonly end_user_rpm_limit: number | null;
  readonly end_user_tpd_limit: number | null;
  readonly end_user_object_permission: ShownObjectPermission | null;
  readonly organization_alias: string | null;
  readonly organization_max_budget: number | null;
  readonly organization_tpm_limit: number | null;
  readonly organization_rpm_limit: number | null;
  readonly organization_metadata: Fields | null;
  readonly project_alias: string | null;
  readonly project_metadata: Fields | null;
  readonly user_role: string | null;
  readonly user_email: string | null;
  readonly user_spend: number | null;
  readonly user_max_budget: number | null;
  readonly user_model_max_budget: Fields | null;
  readonly user_tpm_limit: number | null;
  readonly user_rpm_limit: number | null;
  /** `eu` or `us`. */
  readonly allowed_model_region: string | null;
  readonly request_route: string | null;
  readonly is_session_token: boolean;
  readonly jwt_claims: Fields | null;
  readonly parent_otel_span: unknown;
  /** Epoch seconds. */
  readonly last_refreshed_at: number | null;
  /** What the proxy was called with, where it says so. */
  readonly api_key: Secret | null;
  /** With `expand: ['user']`: the key's user, without its password. */
  readonly user: Fields | null;
  /** With `expand: ['user']`. */
  readonly created_by_user: KeyMaker | null;
}

/** @throws {DecodeError} when the answer is not a key. */
export function decodeListedKey(body: unknown, path: string): ListedKey {
  const fields = readObject(body, path);
  const key = decodeKey(fields, path);
  // Name by name: spread into a literal, so large an object is moved every few names that follow, and a page takes a third longer.
  return {
    token: key.token,
    organization_id: key.organization_id,
    key_name: key.key_name,
    key_alias: key.key_alias,
    status: key.status,
    spend: key.spend,
    total_spend: key.total_spend,
    max_budget: key.max_budget,
    budget_duration: key.budget_duration,
    budget_reset_at: key.budget_reset_at,
    budget_limits: key.budget_limits,
    budget_id: key.budget_id,
    litellm_budget_table: key.litellm_budget_table,
    soft_budget_cooldown: key.soft_budget_cooldown,
    budget_fallbacks: key.budget_fallbacks,
    model_spend: key.model_spend,
    model_max_budget: key.model_max_budget,
    expires: key.expires,
    blocked: key.blocked,
    models: key.models,
    aliases: key.aliases,
    config: key.config,
    router_settings: key.router_settings,
    permissions: key.permissions,
    metadata: key.metadata,
    max_parallel_requests: key.max_parallel_requests,
    tpm_limit: key.tpm_limit,
    rpm_limit: key.rpm_limit,
    tpd_limit: key.tpd_limit,
    allowed_cache_controls: key.allowed_cache_controls,
    allowed_routes: key.allowed_routes,
    key_type: key.key_type,
    policies: key.policies,
    access_group_ids: key.access_group_ids,
    user_id: key.user_id,
    team_id: key.team_id,
    agent_id: key.agent_id,
    project_id: key.project_id,
    object_permission_id: key.object_permission_id,
    object_permission: key.object_permission,
    created_at: key.created_at,
    created_by: key.created_by,
    updated_at: key.updated_at,
    updated_by: key.updated_by,
    settings_updated_at: key.settings_updated_at,
    last_active: key.last_active,
    rotation_count: key.rotation_count,
    auto_rotate: key.auto_rotate,
    rotation_interval: key.rotation_interval,
    last_rotation_at: key.last_rotation_at,
    key_rotation_at: key.key_rotation_at,
    deleted_at: key.deleted_at,
    deleted_by: key.deleted_by,
    deleted_by_api_key: key.deleted_by_api_key,
    litellm_changed_by: key.litellm_changed_by,
    soft_budget: readNumber(fields['soft_budget']),
    rpm_limit_per_model: readRecordOrNull(fields['rpm_limit_per_model']),
    tpm_limit_per_model: readRecordOrNull(fields['tpm_limit_per_model']),
    team_alias: readText(fields['team_alias']),
    team_spend: readNumber(fields['team_spend']),
    team_max_budget: readNumber(fields['team_max_budget']),
    team_soft_budget: readNumber(fields['team_soft_budget']),
    team_tpm_limit: readNumber(fields['team_tpm_limit']),
    team_rpm_limit: readNumber(fields['team_rpm_limit']),
    team_tpd_limit: readNumber(fields['team_tpd_limit']),
    team_model_max_budget: readRecordOrNull(fields['team_model_max_budget']),
    team_models: readTexts(fields['team_models']),
    team_model_aliases: readRecordOrNull(fields['team_model_aliases']),
    team_blocked: readFlag(fields['team_blocked']),
    team_metadata: readRecordOrNull(fields['team_metadata']),
    team_member: readMember(fields['team_member']),
    team_member_spend: readNumber(fields['team_member_spend']),
    team_member_tpm_limit: readNumber(fields['team_member_tpm_limit']),
    team_member_rpm_limit: readNumber(fields['team_member_rpm_limit']),
    team_object_permission_id: readText(fields['team_object_permission_id']),
    team_object_permission: readObjectPermission(fields['team_object_permission']),
    end_user_id: readText(fields['end_user_id']),
    end_user_max_budget: readNumber(fields['end_user_max_budget']),
    end_user_model_max_budget: readRecordOrNull(fields['end_user_model_max_budget']),
    end_user_tpm_limit: readNumber(fields['end_user_tpm_limit']),
    end_user_rpm_limit: readNumber(fields['end_user_rpm_limit']),
    end_user_tpd_limit: readNumber(fields['end_user_tpd_limit']),
    end_user_object_permission: readObjectPermission(fields['end_user_object_permission']),
    organization_alias: readText(fields['organization_alias']),
    organization_max_budget: readNumber(fields['organization_max_budget']),
    organization_tpm_limit: readNumber(fields['organization_tpm_limit']),
    organization_rpm_limit: readNumber(fields['organization_rpm_limit']),
    organization_metadata: readRecordOrNull(fields['organization_metadata']),
    project_alias: readText(fields['project_alias']),
    project_metadata: readRecordOrNull(fields['project_metadata']),
    user_role: readText(fields['user_role']),
    user_email: readText(fields['user_email']),
    user_spend: readNumber(fields['user_spend']),
    user_max_budget: readNumber(fields['user_max_budget']),
    user_model_max_budget: readRecordOrNull(fields['user_model_max_budget']),
    user_tpm_limit: readNumber(fields['user_tpm_limit']),
    user_rpm_limit: readNumber(fields['user_rpm_limit']),
    allowed_model_region: readText(fields['allowed_model_region']),
    request_route: readText(fields['request_route']),
    is_session_token: readFlag(fields['is_session_token']),
    jwt_claims: readRecordOrNull(fields['jwt_claims']),
    parent_otel_span: fields['parent_otel_span'] ?? null,
    last_refreshed_at: readNumber(fields['last_refreshed_at']),
    api_key: readSecret(fields['api_key']),
    user: readUserWithoutPassword(fields['user']),
    created_by_user: readMaker(fields['created_by_user']),
  };
}

function readMember(value: unknown): TeamMember | null {
  return isFields(value) ? (readMembers([value])[0] ?? null) : null;
}

function readUserWithoutPassword(value: unknown): Fields | null {
  if (!isFields(value)) return null;
  const { password: _, ...user } = value;
  return user;
}

function readMaker(value: unknown): KeyMaker | null {
  if (!isFields(value)) return null;
  const { user_id: userId, user_email: email, user_alias: alias } = value;
  return { user_id: readText(userId), user_email: readText(email), user_alias: readText(alias) };
}
