import { settingChecks } from '../keys/key-settings.ts';
import { within } from '../keys/router-settings.ts';
import type { KeySettings, ThroughputKind } from '../keys/key-settings.ts';
import {
  amount,
  checkParameters,
  duration,
  flag,
  listOfRecords,
  nonEmptyText,
  oneOf,
  orNull,
  pickChecks,
  record,
  refuse,
  text,
  texts,
  wholeNumber,
} from '../values/parameter-checks.ts';
import type { Check, Checks } from '../values/parameter-checks.ts';
import { isFields } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** The settings that teams have in common with keys. */
const sharedNames = [
  'models',
  'max_budget',
  'soft_budget',
  'budget_duration',
  'budget_limits',
  'tpm_limit',
  'rpm_limit',
  'tpd_limit',
  'model_rpm_limit',
  'model_tpm_limit',
  'mcp_rpm_limit',
  'default_estimated_output_tokens',
  'default_estimated_output_tokens_per_model',
  'metadata',
  'router_settings',
  'object_permission',
  'access_group_ids',
  'tags',
  'guardrails',
  'disable_global_guardrails',
  'policies',
  'prompts',
  'allowed_passthrough_routes',
  'denied_passthrough_routes',
  'allowed_vector_store_indexes',
  'organization_id',
] as const satisfies readonly (keyof KeySettings)[];

/** What may be spent on one model. */
export interface ModelBudget {
  readonly max_budget?: number | null;
  readonly budget_duration?: string | null;
  /** Tokens per minute. */
  readonly tpm_limit?: number | null;
  /** Requests per minute. */
  readonly rpm_limit?: number | null;
}

/** What can be said of a team when it is made and when it is changed. */
export interface TeamSettings extends Pick<KeySettings, (typeof sharedNames)[number]> {
  /** By the name of the model. Needs a licensed proxy. */
  readonly model_max_budget?: Readonly<Record<string, ModelBudget>> | null;
  readonly team_alias?: string | null;
  readonly blocked?: boolean;
  readonly model_aliases?: Readonly<Record<string, string>> | null;
  readonly default_team_member_models?: readonly string[] | null;
  /** What each member may spend. */
  readonly team_member_budget?: number | null;
  readonly team_member_budget_duration?: string | null;
  readonly team_member_rpm_limit?: number | null;
  readonly team_member_tpm_limit?: number | null;
  /** How long keys of members live. Needs a licensed proxy. */
  readonly team_member_key_duration?: string | null;
  /** Needs a licensed proxy. */
  readonly secret_manager_settings?: Fields | null;
  readonly enforced_batch_output_expires_after?: Fields | null;
  readonly enforced_file_expires_after?: Fields | null;
}

/** How a team's share of a model's throughput is kept. */
export type TeamThroughputKind = Exclude<ThroughputKind, 'dynamic'>;

/** A member by id or by address, and what it may do. */
export interface NewTeamMember {
  readonly user_id?: string | null;
  readonly user_email?: string | null;
  /** `admin` needs a licensed proxy. */
  readonly role: 'admin' | 'user';
}

/** What shall change in a team. Left out stays as it is; null clears what can be cleared. */
export interface UpdateTeam extends TeamSettings {
  /** Cleared with an empty list. */
  readonly default_team_member_models?: readonly string[];
}

/** What a new team shall be. Whoever makes it with the master key is its admin as `default_user_id`. */
export interface CreateTeam extends TeamSettings {
  /** @default chosen by the proxy */
  readonly team_id?: string | null;
  readonly members_with_roles?: readonly NewTeamMember[];
  /** An older way to name members; `members_with_roles` is the one that counts. */
  readonly admins?: readonly string[];
  /** An older way to name members; `members_with_roles` is the one that counts. */
  readonly members?: readonly string[];
  /** `guaranteed_throughput` keeps the models' throughput for the team. */
  readonly tpm_limit_type?: TeamThroughputKind | null;
  readonly rpm_limit_type?: TeamThroughputKind | null;
  readonly team_member_permissions?: readonly string[] | null;
}

const budgetOfModel = within<ModelBudget>({
  max_budget: orNull(amount),
  budget_duration: orNull(duration),
  tpm_limit: orNull(wholeNumber),
  rpm_limit: orNull(wholeNumber),
});

const budgetsOfModels: Check = (name, value) => {
  if (!isFields(value)) throw refuse(`${name} is an object`);
  for (const [model, budget] of Object.entries(value)) budgetOfModel(`${name} of ${model}`, budget);
};

const teamChecks: Checks<TeamSettings> = {
  ...pickChecks(settingChecks, sharedNames),
  model_max_budget: orNull(budgetsOfModels),
  team_alias: orNull(text),
  blocked: flag,
  model_aliases: orNull(record),
  default_team_member_models: orNull(texts),
  team_member_budget: orNull(amount),
  team_member_budget_duration: orNull(duration),
  team_member_rpm_limit: orNull(wholeNumber),
  team_member_tpm_limit: orNull(wholeNumber),
  team_member_key_duration: orNull(duration),
  secret_manager_settings: orNull(record),
  enforced_batch_output_expires_after: orNull(record),
  enforced_file_expires_after: orNull(record),
};

const throughputKind = orNull(oneOf('guaranteed_throughput', 'best_effort_throughput'));

const createChecks: Checks<CreateTeam> = {
  ...teamChecks,
  team_id: orNull(nonEmptyText),
  members_with_roles: listOfRecords,
  admins: texts,
  members: texts,
  tpm_limit_type: throughputKind,
  rpm_limit_type: throughputKind,
  team_member_permissions: orNull(texts),
};

const updateChecks: Checks<UpdateTeam> = { ...teamChecks, default_team_member_models: texts };

/** @throws {ConfigurationError} */
export function createTeamBody(parameters: CreateTeam): Fields {
  const body = checkParameters('a new team', parameters, createChecks);
  for (const member of parameters.members_with_roles ?? []) checkNewMember(member);
  return body;
}

/** @throws {ConfigurationError} */
export function updateTeamBody(teamId: string, changes: UpdateTeam): Fields {
  return { team_id: checkTeamId(teamId), ...patchTeamBody(changes) };
}

/** @throws {ConfigurationError} */
export function patchTeamBody(changes: UpdateTeam): Fields {
  return checkParameters('a team', changes, updateChecks);
}

/** @throws {ConfigurationError} */
export function checkTeamId(teamId: unknown): string {
  if (typeof teamId === 'string' && teamId !== '' && teamId.isWellFormed()) return teamId;
  throw refuse('a team is named by its team_id, a text that is not empty');
}

/** @throws {ConfigurationError} unless the member is named and has a role. */
export function checkNewMember(member: NewTeamMember): void {
  checkMember(member);
  oneOf('admin', 'user')('role', member.role);
}

/** @throws {ConfigurationError} unless the member is named. */
export function checkMember(member: Omit<NewTeamMember, 'role'>): void {
  if (isFields(member) && [member.user_id, member.user_email].some((name) => typeof name === 'string' && name !== '')) return;
  throw refuse('a member is named by user_id or user_email');
}
