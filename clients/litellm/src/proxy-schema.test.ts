import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@keyrack/http';
import type { AnswerToDecode } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
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
import { datesQuery } from './spend/spend-report.ts';
import { teamQuery, decodeTeamPage } from './teams/list-teams.ts';
import { addManyBody, decodeAddedMembers } from './teams/member-additions.ts';
import { decodeOwnMembership } from './teams/own-membership.ts';
import { addMembersBody, decodeJoinedTeam, decodeUpdatedMember, memberBody } from './teams/team-members.ts';
import { decodePermissions } from './teams/team-permissions.ts';
import { createTeamBody, updateTeamBody } from './teams/team-settings.ts';
import { decodeTeam, decodeTeamInfo } from './teams/team.ts';
import { decodeBulkUpdateUsers } from './users/bulk-update-users.ts';
import { decodeUserPage, userQuery } from './users/list-users.ts';
import { createUserBody, updateUserBody } from './users/user-settings.ts';
import { decodeNewUser, decodeUser, decodeUserInfo } from './users/user.ts';

/** The names of all fields, out of the schema that the proxy publishes of itself. */
const { schemas, queries } = JSON.parse(readFileSync(new URL('../test/proxy-schema.json', import.meta.url), 'utf8')) as {
  readonly schemas: Readonly<Record<string, readonly string[]>>;
  readonly queries: Readonly<Record<string, readonly string[]>>;
};
const token = '0'.repeat(64);
const answer = {} as AnswerToDecode;
const noWhere = new Set<string>();

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
    UpdateTeamRequest: [(fields: object) => updateTeamBody('t', fields), ['team_id']],
    TeamMemberAddRequest: [(fields: object) => addMembersBody('t', { member: { user_id: 'u', role: 'user' }, ...fields }), ['team_id']],
    TeamMemberUpdateRequest: [(fields: object) => memberBody('t', { user_id: 'u', ...fields }), ['team_id']],
    BulkTeamMemberAddRequest: [(fields: object) => addManyBody('t', fields), ['team_id']],
    BudgetNewRequest: [(fields: object) => new BudgetRequests().create(fields)],
  };

  test.each(Object.entries(requests))('of %s is a parameter', async (name, [build, elsewhere = []]) => {
    const fields = schemas[name] ?? [];
    expect(fields.length).toBeGreaterThan(3);
    for (const field of fields) expect([field, await knows(build, field)]).toEqual([field, !elsewhere.includes(field)]);
    expect(await knows(build, 'no_such_field')).toBe(false);
  });

  const lists: Readonly<Record<string, (fields: never) => unknown>> = {
    '/key/list': listQuery,
    '/key/aliases': aliasQuery,
    '/user/list': userQuery,
    '/v2/team/list': teamQuery,
  };
  test.each(Object.entries(lists))('of %s is a parameter', async (path, build) => {
    for (const name of queries[path] ?? []) expect([name, await knows(build, name)]).toEqual([name, true]);
    expect(await knows(build, 'no_such_field')).toBe(false);
  });

  test('is one that reports ask for', () => {
    expect(queries['/key/spend/report']).toEqual([
      'api_key',
      ...Object.keys(datesQuery({ start_date: '2026-01-01', end_date: '2026-01-02' })).toSorted(),
    ]);
  });
});

describe('every field that an answer may have', () => {
  const key = { token, key: 'sk-0123456789abcdef' };
  const user = { user_id: 'u' };
  const team = { team_id: 't' };
  const results = { key, key_info: {}, failed_reason: '' };
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
    UserInfoV2Response: [decodeUserInfo({ ...user, user_info: user })],
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
