import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@keyrack/http';
import type { AnswerToDecode } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { decodeActivity } from './activity/activity-days.ts';
import {
  decodeActivityExport,
  decodeKeyActivities,
  decodeKeyActivitiesInFull,
  decodeKeyActivityPage,
  decodeModelTopKeys,
} from './activity/activity-keys.ts';
import { ActivityRequests } from './activity/activity-requests.ts';
import { decodeBudget } from './budgets/budget.ts';
import type { LiteLLMRequest } from './caller.ts';
import { bulkUpdateBody, bulkUpdateTeamBody, decodeBulkUpdate } from './keys/bulk-update.ts';
import { decodeGeneratedKey } from './keys/generated-key.ts';
import { generateBody } from './keys/generate-key.ts';
import { LiteLLMClient } from './litellm-client.ts';
import { aliasQuery } from './keys/key-aliases.ts';
import { decodeKeyHealth } from './keys/key-health.ts';
import { decodeKey } from './keys/key.ts';
import { decodeKeyPage, listQuery } from './keys/list-keys.ts';
import { decodeListedKey } from './keys/listed-key.ts';
import { regenerateBody } from './keys/regenerate-key.ts';
import { updateBody } from './keys/update-key.ts';
import { BudgetRequests } from './budgets/budget-requests.ts';
import { decodeOrganization } from './organizations/organization.ts';
import { historyQuery, modelHealthQuery } from './proxy/model-health.ts';
import { datesQuery } from './spend/spend-report.ts';
import { decodeTeamUserSpends, teamUsersQuery } from './spend/team-users.ts';
import { teamQuery, decodeTeamPage } from './teams/list-teams.ts';
import { addManyBody, decodeAddedMembers } from './teams/member-additions.ts';
import { decodeMemberBudgetReset, resetSpendBody } from './teams/member-resets.ts';
import { decodeMetadataFields } from './teams/metadata-schema.ts';
import { decodeOwnMembership } from './teams/own-membership.ts';
import { addMembersBody, decodeJoinedTeam, decodeUpdatedMember, memberBody } from './teams/team-members.ts';
import { callbackBody, decodeCallbackNames } from './teams/team-callbacks.ts';
import { addPermissionsBody, decodeAddedPermissions, decodePermissions } from './teams/team-permissions.ts';
import { createTeamBody, patchTeamBody, updateTeamBody } from './teams/team-settings.ts';
import { decodeTeam, decodeTeamInfo } from './teams/team.ts';
import { decodeBulkUpdateUsers } from './users/bulk-update-users.ts';
import { decodeUserPage, userQuery } from './users/list-users.ts';
import { createUserBody, updateUserBody } from './users/user-settings.ts';
import { decodeUserSummary } from './users/user-summary.ts';
import { decodeNewUser, decodeUser, decodeUserInfo } from './users/user.ts';

/** The names of all fields, out of the schema that the proxy publishes of itself. */
const { schemas, queries } = JSON.parse(readFileSync(new URL('../test/proxy-schema.json', import.meta.url), 'utf8')) as {
  readonly schemas: Readonly<Record<string, readonly string[]>>;
  readonly queries: Readonly<Record<string, readonly string[]>>;
};
const token = '0'.repeat(64);
const answer = {} as AnswerToDecode;
const noWhere = new Set<string>();
const dates = { start_date: '2026-01-01', end_date: '2026-01-02' };
const activity = new ActivityRequests();
const { prepare } = new LiteLLMClient({ baseUrl: 'https://llm.example.com' });
/** The names of the schemas that are looked at, for the last test. */
const looked = new Set<string>(['NewUserResponse']);
const group = { group_name: 'g', models: ['m'], routing_strategy: 'simple-shuffle' };

/** Whether a request knows a name, whatever it thinks of its value. */
async function knows(build: (fields: never) => unknown, name: string, value: unknown = Number.NaN): Promise<boolean> {
  try {
    await build({ [name]: value } as never);
    return true;
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    return !/ has no "/.test(error.message);
  }
}

type Request = readonly [build: (fields: never) => unknown, elsewhere?: readonly string[]];

describe('every field that a request may have', () => {
  // Behind each: what is not among the parameters, since it has a place of its own or does nothing.
  const requests: Readonly<Record<string, Request>> = {
    GenerateKeyRequest: [generateBody],
    UpdateKeyRequest: [updateBody, ['key']],
    RegenerateKeyRequest: [regenerateBody, ['key']],
    BulkUpdateKeyRequestItem: [(fields: object) => bulkUpdateBody([{ key: token, ...fields }])],
    KeyUpdateFields: [(fields: object) => bulkUpdateTeamBody({ team_id: 't', all_keys_in_team: true, update_fields: fields })],
    NewUserRequest: [createUserBody, ['password']],
    // The others are no columns of users: the proxy takes them and fails.
    UpdateUserRequest: [
      (fields: object) => updateUserBody('u', fields),
      [
        'user_id',
        'agent_id',
        'aliases',
        'blocked',
        'budget_fallbacks',
        'budget_limits',
        'config',
        'duration',
        'guardrails',
        'key_alias',
        'permissions',
        'prompts',
      ],
    ],
    NewTeamRequest: [createTeamBody],
    PatchTeamRequest: [patchTeamBody, ['team_id']],
    AddTeamCallback: [callbackBody],
    BulkUpdateTeamMemberPermissionsRequest: [addPermissionsBody],
    ResetSpendRequest: [resetSpendBody],
    LiteLLM_ObjectPermissionBase: [(fields: object) => generateBody({ object_permission: fields })],
    UpdateRouterConfig: [(fields: object) => generateBody({ router_settings: fields })],
    RetryPolicy: [(fields: object) => generateBody({ router_settings: { retry_policy: fields } })],
    RoutingGroup: [(fields: object) => generateBody({ router_settings: { routing_groups: [{ ...group, ...fields }] } })],
    BudgetConfig: [(fields: object) => createTeamBody({ model_max_budget: { m: fields } })],
    UpdateTeamRequest: [(fields: object) => updateTeamBody('t', fields), ['team_id']],
    TeamMemberAddRequest: [(fields: object) => addMembersBody('t', { member: { user_id: 'u', role: 'user' }, ...fields }), ['team_id']],
    TeamMemberUpdateRequest: [(fields: object) => memberBody('t', { user_id: 'u', ...fields }), ['team_id']],
    BulkTeamMemberAddRequest: [(fields: object) => addManyBody('t', fields), ['team_id']],
    BudgetNewRequest: [(fields: object) => new BudgetRequests().create(fields)],
  };

  for (const name of Object.keys(requests)) looked.add(name);
  test.each(Object.entries(requests))('of %s is a parameter', async (name, [build, elsewhere = []]) => {
    const fields = schemas[name] ?? [];
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) expect([field, await knows(build, field)]).toEqual([field, !elsewhere.includes(field)]);
    expect(await knows(build, 'no_such_field')).toBe(false);
  });

  const about = (of: 'user' | 'team', kind: 'days' | 'page' | 'keys' | 'export') => (fields: object) =>
    activity[kind]({ ...dates, of, ...fields });
  const find = (of: 'user' | 'team') => (fields: object) => activity.searchKeys({ ...dates, of, search: 'a', ...fields });
  const rank = (of: 'user' | 'team') => (fields: object) => activity.topKeys({ ...dates, of, model_group: 'm', ...fields });
  // Exports are asked for as JSON. The time zone does nothing without a field that teams do not have.
  const lists: Readonly<Record<string, Request>> = {
    '/key/list': [listQuery],
    '/key/aliases': [aliasQuery],
    '/user/list': [userQuery],
    '/v2/team/list': [teamQuery],
    '/health': [modelHealthQuery],
    '/health/history': [historyQuery],
    '/team/spend/by_user': [(fields: object) => teamUsersQuery({ ...dates, team_ids: ['t'], ...fields })],
    '/user/daily/activity': [about('user', 'page')],
    '/team/daily/activity': [about('team', 'page')],
    '/user/daily/activity/aggregated': [about('user', 'days')],
    '/team/daily/activity/aggregated': [about('team', 'days'), ['timezone']],
    '/user/daily/activity/aggregated/keys': [about('user', 'keys')],
    '/team/daily/activity/aggregated/keys': [about('team', 'keys'), ['timezone']],
    '/user/daily/activity/aggregated/search': [find('user')],
    '/team/daily/activity/aggregated/search': [find('team'), ['timezone']],
    '/user/daily/activity/aggregated/model_top_keys': [rank('user')],
    '/team/daily/activity/aggregated/model_top_keys': [rank('team'), ['timezone']],
    '/user/daily/activity/aggregated/cache_leakage_keys': [(fields: object) => activity.cacheLeakage({ ...dates, of: 'user', ...fields })],
    '/user/daily/activity/export': [about('user', 'export'), ['format']],
    '/team/daily/activity/export': [about('team', 'export'), ['format', 'timezone']],
  };
  test.each(Object.entries(lists))('of %s is a parameter', async (path, [build, elsewhere = []]) => {
    const names = queries[path] ?? [];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect([name, await knows(build, name)]).toEqual([name, !elsewhere.includes(name)]);
    expect(await knows(build, 'no_such_field')).toBe(false);
  });

  const single: Readonly<Record<string, readonly string[]>> = {
    '/budget/settings': ['budget_id'],
    '/health/services': ['service'],
    '/key/info': ['key'],
    '/team/info': ['key_limit', 'team_id'],
    '/team/permissions_list': ['team_id'],
    '/user/info': ['user_id'],
    '/v2/user/info': ['user_id'],
    // What it is and does is not known; it came into the schema by a slip.
    '/team/available': ['response_model'],
    // These are not called.
    '/team/list': ['organization_id', 'user_id'],
    '/team/spend/report': ['end_date', 'start_date', 'team_id'],
    '/user/spend/report': ['end_date', 'internal_user_id', 'start_date'],
    '/key/spend/report': ['api_key', 'end_date', 'start_date'],
  };
  test('is looked at, whatever the call', () => {
    expect(Object.keys(queries).toSorted()).toEqual([...Object.keys(lists), ...Object.keys(single)].toSorted());
    for (const [path, names] of Object.entries(single)) expect([path, queries[path]]).toEqual([path, names]);
  });

  test('is one that reports ask for', () => {
    expect(queries['/key/spend/report']).toEqual(['api_key', ...Object.keys(datesQuery(dates)).toSorted()]);
  });
});

describe('every field that an answer may have', () => {
  const key = { token, key: 'sk-0123456789abcdef' };
  const user = { user_id: 'u' };
  const team = { team_id: 't' };
  const results = { key, key_info: {}, failed_reason: '' };
  const parts = { models: { m: {} }, api_keys: { k: {} } };
  const [day] = decodeActivity({ results: [{ date: '2026-01-01', breakdown: parts }] }).results;
  if (day === undefined) throw new Error('the day was not decoded');
  const keyRows = { api_keys: [{ api_key: 'k' }] };
  // What is not under its own name, and where it is instead.
  const answers: Readonly<Record<string, readonly [result: object | Promise<object>, elsewhere?: readonly string[]]>> = {
    // token_id is the token, litellm_budget_table an object.
    GenerateKeyResponse: [Promise.resolve(decodeGeneratedKey(key, answer)), ['token_id']],
    LiteLLM_VerificationToken: [decodeKey(key), ['org_id']],
    LiteLLM_DeletedVerificationToken: [decodeKey(key), ['org_id', 'id']],
    UserAPIKeyAuth: [decodeListedKey(key, ''), ['org_id']],
    KeyListResponseObject: [decodeKeyPage({ keys: [], total_count: 0, current_page: 1 })],
    KeyHealthResponse: [decodeKeyHealth({})],
    LoggingCallbackStatus: [decodeKeyHealth({ logging_callbacks: {} }).logging_callbacks ?? noWhere],
    BulkUpdateKeyResponse: [decodeBulkUpdate({ successful_updates: [], failed_updates: [] })],
    FailedKeyUpdate: [decodeBulkUpdate({ successful_updates: [], failed_updates: [results] }).failed_updates[0] ?? noWhere, ['key_info']],
    LiteLLM_UserTable: [decodeUser(user)],
    LiteLLM_UserTableWithKeyCount: [decodeUser(user)],
    UserInfoResponse: [decodeUserInfo({ ...user, user_info: user }), ['user_info']],
    UserInfoV2Response: [decodeUserSummary(user)],
    UserListResponse: [decodeUserPage({ users: [], total: 0, page: 1 })],
    BulkUpdateUserResponse: [decodeBulkUpdateUsers({ results: [] })],
    UserUpdateResult: [decodeBulkUpdateUsers({ results: [{}] }).results[0] ?? noWhere],
    LiteLLM_TeamTable: [decodeTeam(team)],
    TeamListItem: [decodeTeam(team)],
    LiteLLM_DeletedTeamTable: [decodeTeam(team), ['id']],
    TeamListResponse: [decodeTeamPage({ teams: [], total: 0, page: 1 })],
    LiteLLM_TeamMembership: [decodeTeamInfo({ ...team, team_memberships: [user] }).team_memberships[0] ?? noWhere],
    TeamMemberInfoResponse: [decodeOwnMembership(user)],
    TeamAddMemberResponse: [decodeJoinedTeam(team)],
    TeamMemberUpdateResponse: [decodeUpdatedMember({})],
    // The team itself is left to teams.info.
    BulkTeamMemberAddResponse: [decodeAddedMembers({ results: [] }), ['updated_team']],
    TeamMemberAddResult: [decodeAddedMembers({ results: [{}] }).results[0] ?? noWhere, ['updated_user', 'updated_team_membership']],
    GetTeamMemberPermissionsResponse: [decodePermissions({})],
    Member: [decodeTeam({ ...team, members_with_roles: [{}] }).members_with_roles[0] ?? noWhere],
    SpendAnalyticsPaginatedResponse: [decodeActivity({ results: [] })],
    DailySpendMetadata: [decodeActivity({ results: [] }).metadata],
    DailySpendData: [day],
    SpendMetrics: [day.metrics],
    BreakdownMetrics: [day.breakdown],
    MetricWithMetadata: [day.breakdown.models['m'] ?? noWhere],
    KeyMetricWithMetadata: [day.breakdown.api_keys['k'] ?? noWhere],
    KeyMetadata: [day.breakdown.api_keys['k']?.metadata ?? noWhere],
    DailyActivityKeyPageResponse: [decodeKeyActivityPage({ api_keys: [], total_api_keys: 0, offset: 0 })],
    CacheLeakageKeysResponse: [decodeKeyActivities(keyRows)],
    KeySpendActivityRow: [decodeKeyActivities(keyRows).api_keys[0] ?? noWhere],
    KeySpendMetrics: [decodeKeyActivities(keyRows).api_keys[0]?.metrics ?? noWhere],
    DailyActivityKeySearchResponse: [decodeKeyActivitiesInFull(keyRows)],
    KeyActivityRow: [decodeKeyActivitiesInFull(keyRows).api_keys[0] ?? noWhere],
    ModelTopKeysResponse: [decodeModelTopKeys(keyRows)],
    TeamUserSpendResponse: [{ results: decodeTeamUserSpends({ results: [] }) }, ['start_date', 'end_date']],
    TeamUserSpendRow: [decodeTeamUserSpends({ results: [{}] })[0] ?? noWhere],
    // What is left is in `data`.
    TeamCallbackDeleteResponse: [decodeCallbackNames({ data: team }), ['status', 'message', 'data']],
    TeamCallbackDeleteResponseData: [decodeCallbackNames({ data: team })],
    BulkUpdateTeamMemberPermissionsResponse: [decodeAddedPermissions({})],
    TeamMemberResetBudgetResponse: [decodeMemberBudgetReset({ ...team, ...user })],
    TeamMetadataSchemaResponse: [{ fields: decodeMetadataFields({ fields: [] }) }],
    TeamMetadataFieldSchema: [decodeMetadataFields({ fields: [{ key: 'k' }] })[0] ?? noWhere],
    LiteLLM_ObjectPermissionTable: [decodeKey({ ...key, object_permission: {} }).object_permission ?? noWhere],
    // The team is the one that it stands in.
    LiteLLM_ModelTable: [decodeTeam({ ...team, litellm_model_table: {} }).litellm_model_table ?? noWhere, ['team']],
    BudgetLimitEntry: [decodeKey({ ...key, budget_limits: [{ budget_duration: '1d', max_budget: 1 }] }).budget_limits?.[0] ?? noWhere],
    LiteLLM_BudgetTable: [decodeBudget({})],
    LiteLLM_BudgetTableFull: [decodeBudget({})],
    LiteLLM_OrganizationMembershipTable: [decodeOrganization({ organization_id: 'o', members: [{}] }).members[0] ?? noWhere, ['user']],
  };

  for (const name of Object.keys(answers)) looked.add(name);
  test.each(Object.entries(answers))('of %s is in the result', async (name, [result, elsewhere = []]) => {
    const names = new Set(Object.keys(await result));
    const fields = schemas[name] ?? [];
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter((field) => !names.has(field))).toEqual(elsewhere.toSorted());
  });

  test('of an export is in its rows', () => {
    const columns =
      'date,entity_id,entity_alias,api_key,key_alias,user_id,user_email,model,spend,flat_cost,prompt_tokens,completion_tokens,' +
      'api_requests,successful_requests,failed_requests,cache_read_input_tokens,cache_creation_input_tokens';
    const [row = {}] = decodeActivityExport([{ date: '2026-01-01' }]);
    expect(Object.keys(row).toSorted()).toEqual(columns.split(',').toSorted());
  });

  test('of a new user is in the result or among what is told of its key', async () => {
    const made = await decodeNewUser({ ...user, ...key }, answer, { wantsKey: true, userId: undefined });
    const known = new Set([...Object.keys(made), ...Object.keys(await decodeGeneratedKey(key, answer))]);
    expect((schemas['NewUserResponse'] ?? []).filter((field) => !known.has(field))).toEqual(['token_id']);
  });
});

describe('every field that a small request may have', () => {
  const member = { user_id: 'u' };
  // Behind each: what is not said with it, since the client says it otherwise.
  const small: Readonly<Record<string, readonly [request: Promise<LiteLLMRequest<unknown>>, elsewhere?: readonly string[]]>> = {
    KeyRequest: [prepare.keys.delete({ keys: [token] }), ['key_aliases']],
    BlockKeyRequest: [prepare.keys.block(token)],
    BulkUpdateKeyRequest: [prepare.keys.bulkUpdate([{ key: token, max_budget: 1 }])],
    BulkUpdateTeamKeysRequest: [
      prepare.keys.bulkUpdateTeam({ team_id: 't', key_ids: [token], update_fields: { rpm_limit: 1 } }),
      ['all_keys_in_team'],
    ],
    DeleteUserRequest: [prepare.users.delete(['u'])],
    // Everybody at once is too much for a slip of the pen.
    BulkUpdateUserRequest: [prepare.users.bulkUpdate([{ user_id: 'u', max_budget: 1 }]), ['all_users', 'user_updates']],
    DeleteTeamRequest: [prepare.teams.delete(['t'])],
    BlockTeamRequest: [prepare.teams.block('t')],
    TeamMemberDeleteRequest: [prepare.teams.removeMember('t', { ...member, user_email: 'u@example.com' })],
    TeamModelAddRequest: [prepare.teams.addModels('t', ['m'])],
    TeamModelDeleteRequest: [prepare.teams.removeModels('t', ['m'])],
    UpdateTeamMemberPermissionsRequest: [prepare.teams.setPermissions('t', ['/key/list'])],
    BudgetRequest: [prepare.budgets.info(['b'])],
    BudgetDeleteRequest: [prepare.budgets.delete('b')],
  };
  for (const name of Object.keys(small)) looked.add(name);

  test.each(Object.entries(small))('of %s is sent', async (name, [request, elsewhere = []]) => {
    const sent = Object.keys((await request).body ?? {});
    expect([...sent, ...elsewhere].toSorted()).toEqual(schemas[name]);
  });
});

test('every schema that a proxy publishes is looked at, or left out with a reason', () => {
  const leftOut: Readonly<Record<string, string>> = {
    AllowedVectorStoreIndexItem: 'both of its fields are demanded',
    BaseModel: 'has no fields',
    Body_test_model_connection_health_test_connection_post: 'belongs to a call that is left out',
    ChangePasswordRequest: 'belongs to a call that is left out',
    ChangePasswordResponse: 'belongs to a call that is left out',
    HTTPValidationError: 'is read by its parts',
    NewUserRequestTeam: 'a team that a new user joins is checked by name',
    SuccessfulKeyUpdate: 'has a key like every other, beside its token',
    UpdateUserRequestNoUserIDorEmail: 'belongs to changes of everybody at once, which are left out',
    ValidationError: 'becomes a ValidationIssue',
  };
  expect(
    Object.keys(schemas)
      .filter((name) => !looked.has(name))
      .toSorted(),
  ).toEqual(Object.keys(leftOut).toSorted());
});

test('a request that is prepared holds every parameter, and nothing else', async () => {
  const request: LiteLLMRequest<unknown> = await new BudgetRequests().create({ budget_id: 'b', max_budget: 1 });
  expect(request.body).toEqual({ budget_id: 'b', max_budget: 1 });
});
