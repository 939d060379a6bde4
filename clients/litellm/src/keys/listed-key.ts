import { readMembers } from '../teams/team-member.ts';
import type { TeamMember } from '../teams/team-member.ts';
import {
  isFields,
  readFields,
  readFlag,
  readNumber,
  readObject,
  readRecordOrNull,
  readSecret,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';
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
  readonly team_object_permission: Fields | null;
  readonly end_user_id: string | null;
  readonly end_user_max_budget: number | null;
  readonly end_user_model_max_budget: Fields | null;
  readonly end_user_tpm_limit: number | null;
  readonly end_user_rpm_limit: number | null;
  readonly end_user_tpd_limit: number | null;
  readonly end_user_object_permission: Fields | null;
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

const listedFields: Readers<Omit<ListedKey, keyof Key>> = {
  soft_budget: readNumber,
  rpm_limit_per_model: readRecordOrNull,
  tpm_limit_per_model: readRecordOrNull,
  team_alias: readText,
  team_spend: readNumber,
  team_max_budget: readNumber,
  team_soft_budget: readNumber,
  team_tpm_limit: readNumber,
  team_rpm_limit: readNumber,
  team_tpd_limit: readNumber,
  team_model_max_budget: readRecordOrNull,
  team_models: readTexts,
  team_model_aliases: readRecordOrNull,
  team_blocked: readFlag,
  team_metadata: readRecordOrNull,
  team_member: (value) => (isFields(value) ? (readMembers([value])[0] ?? null) : null),
  team_member_spend: readNumber,
  team_member_tpm_limit: readNumber,
  team_member_rpm_limit: readNumber,
  team_object_permission_id: readText,
  team_object_permission: readRecordOrNull,
  end_user_id: readText,
  end_user_max_budget: readNumber,
  end_user_model_max_budget: readRecordOrNull,
  end_user_tpm_limit: readNumber,
  end_user_rpm_limit: readNumber,
  end_user_tpd_limit: readNumber,
  end_user_object_permission: readRecordOrNull,
  organization_alias: readText,
  organization_max_budget: readNumber,
  organization_tpm_limit: readNumber,
  organization_rpm_limit: readNumber,
  organization_metadata: readRecordOrNull,
  project_alias: readText,
  project_metadata: readRecordOrNull,
  user_role: readText,
  user_email: readText,
  user_spend: readNumber,
  user_max_budget: readNumber,
  user_model_max_budget: readRecordOrNull,
  user_tpm_limit: readNumber,
  user_rpm_limit: readNumber,
  allowed_model_region: readText,
  request_route: readText,
  is_session_token: readFlag,
  jwt_claims: readRecordOrNull,
  parent_otel_span: (value) => value ?? null,
  last_refreshed_at: readNumber,
  api_key: readSecret,
  user: readUserWithoutPassword,
  created_by_user: readMaker,
};

/** @throws {DecodeError} when the answer is not a key. */
export function decodeListedKey(body: unknown, path: string): ListedKey {
  return { ...decodeKey(body, path), ...readFields(readObject(body, path), listedFields) };
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
