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
    UpdateTeamRequest: [(fields: object) => updateTeamBody('t', fields), ['team_id']],
    TeamMemberAddRequest: [(fields: object) => addMembersBody('t', { member: { user_id: 'u', role: 'user' }, ...fields }), ['team_id']],
    TeamMemberUpdateRequest: [(fields: object) => memberBody('t', { user_id: 'u', ...fields }), ['team_id']],
    BulkTeamMemberAddRequest: [(fields: object) => addManyBody('t', fields), ['team_id']],
    BudgetNewRequest: [(fields: object) => new BudgetRequests().create(fields)],
  };

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
    LiteLLM_BudgetTable: [decodeBudget({})],
    LiteLLM_BudgetTableFull: [decodeBudget({})],
    LiteLLM_OrganizationMembershipTable: [decodeOrganization({ organization_id: 'o', members: [{}] }).members[0] ?? noWhere, ['user']],
  };

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

test('a request that is prepared holds every parameter, and nothing else', async () => {
  const request: LiteLLMRequest<unknown> = await new BudgetRequests().create({ budget_id: 'b', max_budget: 1 });
  expect(request.body).toEqual({ budget_id: 'b', max_budget: 1 });
});
