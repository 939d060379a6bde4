import { readBudget, readBudgetWindows } from '../budgets/budget.ts';
import type { Budget, BudgetWindow } from '../budgets/budget.ts';
import { decodeKey } from '../keys/key.ts';
import type { Key } from '../keys/key.ts';
import { readObjectPermission } from '../keys/object-permission.ts';
import type { ShownObjectPermission } from '../keys/object-permission.ts';
import { readInstant } from '../values/instant.ts';
import {
  readCount,
  readFields,
  readFlag,
  readNumber,
  readObject,
  readRecord,
  readRecordOrNull,
  readRecords,
  readRequiredText,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';
import { readMembers } from './team-member.ts';
import type { TeamMember } from './team-member.ts';

/** Names for models that only one team has. */
export interface TeamModelTable {
  readonly id: number | null;
  readonly model_aliases: Fields;
  readonly created_by: string | null;
  readonly updated_by: string | null;
}

/** A team as the proxy shows it; only `team_id` is certain. Instants are ISO 8601 in UTC with milliseconds. */
export interface Team {
  readonly team_id: string;
  readonly team_alias: string | null;
  readonly organization_id: string | null;
  readonly members_with_roles: readonly TeamMember[];
  /** What members may do with the team's keys. */
  readonly team_member_permissions: readonly string[];
  /** A key of a blocked team is let in nowhere but to its own info. */
  readonly blocked: boolean;
  /** What the team's keys have spent of `max_budget`, up to ten seconds late. */
  readonly spend: number;
  readonly max_budget: number | null;
  readonly soft_budget: number | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: string | null;
  readonly budget_limits: readonly BudgetWindow[] | null;
  readonly models: readonly string[];
  readonly default_team_member_models: readonly string[];
  readonly metadata: Fields;
  readonly max_parallel_requests: number | null;
  /** Tokens per minute. */
  readonly tpm_limit: number | null;
  /** Requests per minute. */
  readonly rpm_limit: number | null;
  /** Tokens per day. */
  readonly tpd_limit: number | null;
  readonly router_settings: Fields;
  readonly access_group_ids: readonly string[];
  readonly policies: readonly string[];
  readonly model_spend: Fields;
  readonly model_max_budget: Fields;
  readonly object_permission_id: string | null;
  readonly object_permission: ShownObjectPermission | null;
  /** An older way to name members. */
  readonly admins: readonly string[];
  /** An older way to name members. */
  readonly members: readonly string[];
  readonly model_id: number | null;
  /** Names for models that only this team has. */
  readonly litellm_model_table: TeamModelTable | null;
  readonly allow_team_guardrail_config: boolean;
  /** Only in lists; needs a licensed proxy. */
  readonly access_group_models: readonly string[];
  /** Only in lists; needs a licensed proxy. */
  readonly access_group_mcp_server_ids: readonly string[];
  /** Only in lists; needs a licensed proxy. */
  readonly access_group_agent_ids: readonly string[];
  readonly created_at: string | null;
  readonly updated_at: string | null;
  /** Only in lists. */
  readonly members_count: number | null;
  /** Only in lists. */
  readonly keys_count: number | null;
  /** Only in the archive. */
  readonly deleted_at: string | null;
  /** Only in the archive. */
  readonly deleted_by: string | null;
  /** Only in the archive: the token of the key it was deleted with. */
  readonly deleted_by_api_key: string | null;
  /** Only in the archive: whom the caller named with `litellm-changed-by`. */
  readonly litellm_changed_by: string | null;
}

const teamFields: Readers<Omit<Team, 'team_id'>> = {
  team_alias: readText,
  organization_id: readText,
  members_with_roles: readMembers,
  team_member_permissions: readTexts,
  blocked: readFlag,
  spend: readCount,
  max_budget: readNumber,
  soft_budget: readNumber,
  budget_duration: readText,
  budget_reset_at: readInstant,
  budget_limits: readBudgetWindows,
  models: readTexts,
  default_team_member_models: readTexts,
  metadata: readRecord,
  max_parallel_requests: readNumber,
  tpm_limit: readNumber,
  rpm_limit: readNumber,
  tpd_limit: readNumber,
  router_settings: readRecord,
  access_group_ids: readTexts,
  policies: readTexts,
  model_spend: readRecord,
  model_max_budget: readRecord,
  object_permission_id: readText,
  object_permission: readObjectPermission,
  admins: readTexts,
  members: readTexts,
  model_id: readNumber,
  litellm_model_table: readModelTable,
  allow_team_guardrail_config: readFlag,
  access_group_models: readTexts,
  access_group_mcp_server_ids: readTexts,
  access_group_agent_ids: readTexts,
  created_at: readInstant,
  updated_at: readInstant,
  members_count: readNumber,
  keys_count: readNumber,
  deleted_at: readInstant,
  deleted_by: readText,
  deleted_by_api_key: readText,
  litellm_changed_by: readText,
};

const modelTableReaders: Readers<TeamModelTable> = {
  id: readNumber,
  model_aliases: readRecord,
  created_by: readText,
  updated_by: readText,
};

function readModelTable(value: unknown): TeamModelTable | null {
  const fields = readRecordOrNull(value);
  return fields === null ? null : readFields(fields, modelTableReaders);
}

/** What a member has spent in a team. */
export interface TeamMembership {
  readonly user_id: string;
  readonly team_id: string | null;
  readonly spend: number;
  readonly total_spend: number;
  readonly budget_id: string | null;
  /** What the member may spend in the team. */
  readonly litellm_budget_table: Budget | null;
}

const membershipFields: Readers<Omit<TeamMembership, 'user_id'>> = {
  team_id: readText,
  spend: readCount,
  total_spend: readCount,
  budget_id: readText,
  litellm_budget_table: readBudget,
};

/** A team with everything that belongs to it. */
export interface TeamInfo extends Team {
  readonly keys: readonly Key[];
  readonly team_memberships: readonly TeamMembership[];
  /** What every member may spend unless it was told otherwise. */
  readonly team_member_budget_table: Budget | null;
  readonly model_max_budget_usage: Fields;
}

/** @throws {DecodeError} when the answer is not a team. */
export function decodeTeam(body: unknown, path = ''): Team {
  const fields = readObject(body, path);
  return { team_id: readRequiredText(fields['team_id'], path === '' ? 'team_id' : `${path}.team_id`), ...readFields(fields, teamFields) };
}

/** @throws {DecodeError} */
export function decodeTeamInfo(body: unknown): TeamInfo {
  const { team_id: teamId, team_info: info, keys, team_memberships: memberships } = readObject(body, '');
  return {
    ...decodeTeam({ team_id: teamId, ...readRecord(info) }),
    keys: listOf(keys).map((key, index) => decodeKey(key, `keys[${index}]`)),
    team_memberships: readRecords(memberships).flatMap(readMembership),
    team_member_budget_table: readBudget(readRecord(info)['team_member_budget_table']),
    model_max_budget_usage: readRecord(readRecord(info)['model_max_budget_usage']),
  };
}

/** What a change answers: the team as it is then, within `data`. @throws {DecodeError} */
export function decodeChangedTeam(body: unknown): Team {
  const { team_id: teamId, data } = readObject(body, '');
  return decodeTeam({ team_id: teamId, ...readRecord(data) });
}

/** Nothing where it does not say whose it is. */
export function readMembership(fields: Fields): readonly TeamMembership[] {
  const { user_id: userId } = fields;
  return typeof userId === 'string' ? [{ user_id: userId, ...readFields(fields, membershipFields) }] : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
