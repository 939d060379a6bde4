import type { Json, JsonObject } from '../values/json.ts';
import { isObject } from '../values/json.ts';
import type { FieldType } from './field-type.ts';
import { listOf, model, object, objectOf } from './nested-types.ts';
import { bounded, flag, instant, integer, number, oneOf, text } from './plain-types.ts';
import type { Location, Problem } from './problems.ts';
import { brokenRule } from './problems.ts';
import type { Given } from './schema.ts';
import { defaulting, optional, required } from './schema.ts';
import { budgetWindow, list, objectPermissionFields, page, positive, routerSettings, texts, vectorIndex } from './shared-fields.ts';
import { needsUser } from './user-schemas.ts';

const memberFields = {
  user_id: optional(text),
  user_email: optional(text),
  role: required(oneOf('literal_error', ['admin', 'user'] as const)),
};

/** A member, named by id or e-mail address. */
const member = model({ fields: memberFields, looksFirst: needsUser });

/** A member as it was read. */
export type GivenMember = Given<typeof memberFields>;

const limitKind = oneOf('literal_error', ['guaranteed_throughput', 'best_effort_throughput']);

const modelBudget = model({
  fields: { max_budget: optional(number), budget_duration: optional(text), tpm_limit: optional(integer), rpm_limit: optional(integer) },
});

const blank = (type: FieldType<string>): FieldType<string | null> => ({
  read: (value, loc, problems) => (typeof value === 'string' && value.trim() === '' ? null : type.read(value, loc, problems)),
  write: (value) => value,
});

export const newTeamSchema = {
  fields: {
    team_alias: optional(text),
    team_id: optional(blank(text)),
    organization_id: optional(text),
    admins: defaulting(texts, []),
    members: defaulting(texts, []),
    members_with_roles: defaulting(listOf(member), []),
    team_member_permissions: optional(texts),
    metadata: optional(object),
    tpm_limit: optional(integer),
    rpm_limit: optional(integer),
    tpd_limit: optional(integer),
    max_budget: optional(number),
    soft_budget: optional(number),
    budget_duration: optional(text),
    budget_limits: optional(listOf(budgetWindow)),
    models: defaulting(texts, []),
    blocked: defaulting(flag, false),
    router_settings: optional(routerSettings),
    access_group_ids: optional(texts),
    default_team_member_models: optional(texts),
    model_aliases: optional(object),
    model_max_budget: optional(objectOf(modelBudget)),
    tags: optional(list),
    guardrails: optional(texts),
    policies: optional(texts),
    prompts: optional(texts),
    object_permission: optional(objectPermissionFields),
    allowed_passthrough_routes: optional(list),
    denied_passthrough_routes: optional(texts),
    disable_global_guardrails: optional(flag),
    secret_manager_settings: optional(object),
    model_rpm_limit: optional(objectOf(integer)),
    rpm_limit_type: optional(limitKind),
    tpm_limit_type: optional(limitKind),
    model_tpm_limit: optional(objectOf(integer)),
    default_estimated_output_tokens: optional(positive),
    default_estimated_output_tokens_per_model: optional(objectOf(positive)),
    mcp_rpm_limit: optional(objectOf(integer)),
    team_member_budget: optional(number),
    team_member_rpm_limit: optional(integer),
    team_member_tpm_limit: optional(integer),
    team_member_key_duration: optional(text),
    team_member_budget_duration: optional(text),
    allowed_vector_store_indexes: optional(listOf(vectorIndex)),
    enforced_batch_output_expires_after: optional(object),
    enforced_file_expires_after: optional(object),
  },
};

/** A request for a new team, read. */
export type NewTeamRequest = Given<typeof newTeamSchema.fields>;

const {
  team_id: _id,
  admins: _admins,
  members: _members,
  members_with_roles: _roles,
  team_member_permissions: _permissions,
  // A change ignores these two, like any unknown name.
  rpm_limit_type: _rpmKind,
  tpm_limit_type: _tpmKind,
  ...changeable
} = newTeamSchema.fields;

export const updateTeamSchema = {
  fields: {
    team_id: required(text),
    ...changeable,
    models: optional(list),
    blocked: optional(flag),
  },
};

/** A change of a team, read. */
export type UpdateTeamRequest = Given<typeof updateTeamSchema.fields>;

export const patchTeamSchema = { fields: { ...updateTeamSchema.fields, team_id: optional(text) } };

/** A change of a team that merges its metadata, read. */
export type PatchTeamRequest = Given<typeof patchTeamSchema.fields>;

/** Members as they came: one alone, or a list. */
export interface GivenMembers {
  readonly members: readonly GivenMember[];
  readonly asList: boolean;
}

/** One member or a list of them, whose faults show as if they were the body's own. */
const oneOrMoreMembers: FieldType<GivenMembers> = {
  write: () => null,
  read(value, loc, problems) {
    if (isObject(value)) {
      const one = member.read(value, loc.slice(0, 1), problems);
      return one === undefined ? undefined : { members: [one], asList: false };
    }
    if (Array.isArray(value)) return readList(value, loc, problems);
    listOf(member).read(value, [...loc, 'list[Member]'], problems);
    problems.push(brokenRule([...loc, 'Member'], 'input needs to be a dictionary'));
    return undefined;
  },
};

function readList(values: readonly Json[], loc: Location, problems: Problem[]): GivenMembers | undefined {
  const members: GivenMember[] = [];
  for (const value of values) {
    const one = member.read(value, loc.slice(0, 1), problems);
    if (one === undefined) return undefined;
    members.push(one);
  }
  return { members, asList: true };
}

export const memberAddSchema = {
  fields: {
    member: required(oneOrMoreMembers),
    team_id: required(text),
    max_budget_in_team: optional(number),
    budget_duration: optional(text),
    allowed_models: optional(texts),
  },
};

export const membersAddSchema = {
  fields: {
    team_id: required(text),
    members: optional(listOf(member)),
    all_users: optional(flag, false),
    max_budget_in_team: optional(number),
  },
};

export const memberDeleteSchema = {
  fields: { user_id: optional(text), user_email: optional(text), team_id: required(text) },
  looksFirst: (source: JsonObject) => needsUser(source),
};

const memberUpdateFields = {
  user_id: optional(text),
  user_email: optional(text),
  team_id: required(text),
  max_budget_in_team: optional(number),
  role: optional(oneOf('literal_error', ['admin', 'user'] as const)),
  tpm_limit: optional(integer),
  rpm_limit: optional(integer),
  budget_duration: optional(text),
  allowed_models: optional(texts),
  temp_budget_increase: optional(bounded(number, { min: 0 })),
  temp_budget_expiry: optional(instant),
};

/** A change of a member, read. */
export type MemberUpdateRequest = Given<typeof memberUpdateFields>;

export const memberUpdateSchema = {
  fields: memberUpdateFields,
  looksFirst: (source: JsonObject) => needsUser(source),
  rule: ({ values }: MemberUpdateRequest) =>
    (values.temp_budget_increase === null) === (values.temp_budget_expiry === null)
      ? undefined
      : 'temp_budget_increase and temp_budget_expiry must be set together',
};

export const teamsSchema = { fields: { team_ids: required(listOf(text)) } };

export const oneTeamSchema = { fields: { team_id: required(text) } };

export const teamModelsSchema = { fields: { team_id: required(text), models: required(texts) } };

export const permissionsSchema = { fields: { team_id: required(text), team_member_permissions: required(texts) } };

const permission = oneOf('enum', [
  '/key/generate',
  '/key/update',
  '/key/delete',
  '/key/regenerate',
  '/key/service-account/generate',
  '/key/{key_id}/regenerate',
  '/key/block',
  '/key/unblock',
  '/key/bulk_update',
  '/team/key/bulk_update',
  '/key/{key_id}/reset_spend',
  '/key/access_group_assignment',
  '/auto_router/manage',
  '/key/info',
  '/key/health',
  '/key/list',
  '/key/aliases',
  '/team/daily/activity',
  '/team/daily/activity/aggregated',
  '/spend/logs',
  '/spend/logs/v2',
] as const);

export const addPermissionsSchema = {
  fields: { permissions: required(listOf(permission)), team_ids: optional(texts), apply_to_all_teams: defaulting(flag, false) },
};

export const teamInfoSchema = { fields: { team_id: optional(text), key_limit: optional(bounded(integer, { above: 0 })) } };

export const teamListSchema = { fields: { user_id: optional(text), organization_id: optional(text) } };

export const teamPagesSchema = {
  fields: {
    user_id: optional(text),
    organization_id: optional(text),
    team_id: optional(text),
    team_alias: optional(text),
    search: optional(text),
    search_team_id_match: defaulting(oneOf('literal_error', ['exact', 'prefix'] as const), 'exact' as const),
    page,
    page_size: defaulting(bounded(integer, { min: 1, max: 100 }), 10),
    sort_by: optional(text),
    sort_order: defaulting(text, 'asc'),
    status: optional(text),
  },
};

/** What is asked of the pages of teams. */
export type TeamPagesQuery = Given<typeof teamPagesSchema.fields>['values'];
