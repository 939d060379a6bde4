import { ConfigurationError } from '@keyrack/http';
import type { LiteLLMRequest } from '../caller.ts';
import { decodeTeamPage, teamInfoQuery, teamQuery } from './list-teams.ts';
import type { TeamInfoQuery, TeamPage, TeamQuery } from './list-teams.ts';
import { refuse, texts } from '../values/parameter-checks.ts';
import { addManyBody, decodeAddedMembers } from './member-additions.ts';
import type { AddedTeamMembers, AddManyTeamMembers } from './member-additions.ts';
import { decodeOwnMembership } from './own-membership.ts';
import type { OwnTeamMembership } from './own-membership.ts';
import { decodeMemberBudgetReset, decodeMemberSpendReset, memberParameters, resetSpendBody } from './member-resets.ts';
import type { MemberBudgetReset, MemberSpendReset, ResetMemberSpend } from './member-resets.ts';
import { decodeMetadataFields } from './metadata-schema.ts';
import type { TeamMetadataField } from './metadata-schema.ts';
import { addPermissionsBody, decodeAddedPermissions, decodePermissions } from './team-permissions.ts';
import type { AddedTeamPermissions, AddTeamPermissions, TeamPermissions } from './team-permissions.ts';
import { addMembersBody, decodeJoinedTeam, decodeUpdatedMember, memberBody } from './team-members.ts';
import type { AddTeamMembers, JoinedTeamInfo, MemberName, UpdatedTeamMember, UpdateTeamMember } from './team-members.ts';
import { readList } from '../values/reading.ts';
import { checkTeamId, createTeamBody, patchTeamBody, updateTeamBody } from './team-settings.ts';
import type { CreateTeam, UpdateTeam } from './team-settings.ts';
import { decodeChangedTeam, decodeTeam, decodeTeamInfo } from './team.ts';
import type { Team, TeamInfo } from './team.ts';

/** Builds the requests about teams; {@link TeamsResource} says what each does. */
export class TeamRequests {
  /** @throws {ConfigurationError} */
  async create(parameters: CreateTeam = {}): Promise<LiteLLMRequest<Team>> {
    return { method: 'POST', route: '/team/new', body: createTeamBody(parameters), decode: (body) => decodeTeam(body) };
  }

  /** @throws {ConfigurationError} */
  async info(teamId: string, query: TeamInfoQuery = {}): Promise<LiteLLMRequest<TeamInfo>> {
    const named = { team_id: checkTeamId(teamId), ...teamInfoQuery(query) };
    return { method: 'GET', route: '/team/info', query: named, decode: decodeTeamInfo };
  }

  /** @throws {ConfigurationError} */
  async list(query: TeamQuery = {}): Promise<LiteLLMRequest<TeamPage>> {
    return { method: 'GET', route: '/v2/team/list', query: teamQuery(query), decode: decodeTeamPage };
  }

  /** @throws {ConfigurationError} */
  async update(teamId: string, changes: UpdateTeam): Promise<LiteLLMRequest<Team>> {
    return { method: 'POST', route: '/team/update', body: updateTeamBody(teamId, changes), repeatable: true, decode: decodeChangedTeam };
  }

  /** @throws {ConfigurationError} */
  async patch(teamId: string, changes: UpdateTeam): Promise<LiteLLMRequest<Team>> {
    const parameters = { team_id: checkTeamId(teamId) };
    const decode = (answered: unknown): Team => decodeTeam(answered);
    return { method: 'PATCH', route: '/team/{team_id}', parameters, body: patchTeamBody(changes), repeatable: true, decode };
  }

  async available(): Promise<LiteLLMRequest<readonly Team[]>> {
    const decode = (body: unknown): readonly Team[] => readList(body, '').map((team, index) => decodeTeam(team, `[${index}]`));
    return { method: 'GET', route: '/team/available', decode };
  }

  async metadataFields(): Promise<LiteLLMRequest<readonly TeamMetadataField[]>> {
    return { method: 'GET', route: '/team/metadata_schema', decode: decodeMetadataFields };
  }

  /** @throws {ConfigurationError} */
  async delete(teamIds: readonly string[]): Promise<LiteLLMRequest<void>> {
    if (!Array.isArray(teamIds) || teamIds.length === 0) throw new ConfigurationError('litellm', 'delete needs the ids of teams');
    return { method: 'POST', route: '/team/delete', body: { team_ids: teamIds.map(checkTeamId) }, decode: () => undefined };
  }

  /** @throws {ConfigurationError} */
  async block(teamId: string): Promise<LiteLLMRequest<Team>> {
    return this.#setBlocked('/team/block', teamId);
  }

  /** @throws {ConfigurationError} */
  async unblock(teamId: string): Promise<LiteLLMRequest<Team>> {
    return this.#setBlocked('/team/unblock', teamId);
  }

  /** @throws {ConfigurationError} */
  async addMembers(teamId: string, members: AddTeamMembers): Promise<LiteLLMRequest<JoinedTeamInfo>> {
    return { method: 'POST', route: '/team/member_add', body: addMembersBody(teamId, members), decode: decodeJoinedTeam };
  }

  /** @throws {ConfigurationError} */
  async updateMember(teamId: string, update: UpdateTeamMember): Promise<LiteLLMRequest<UpdatedTeamMember>> {
    return { method: 'POST', route: '/team/member_update', body: memberBody(teamId, update), decode: decodeUpdatedMember };
  }

  /** @throws {ConfigurationError} */
  async removeMember(teamId: string, member: MemberName): Promise<LiteLLMRequest<Team>> {
    return { method: 'POST', route: '/team/member_delete', body: memberBody(teamId, member), decode: (body) => decodeTeam(body) };
  }

  /** @throws {ConfigurationError} */
  async addManyMembers(teamId: string, additions: AddManyTeamMembers): Promise<LiteLLMRequest<AddedTeamMembers>> {
    return { method: 'POST', route: '/team/bulk_member_add', body: addManyBody(teamId, additions), decode: decodeAddedMembers };
  }

  /** @throws {ConfigurationError} */
  async ownMembership(teamId: string): Promise<LiteLLMRequest<OwnTeamMembership>> {
    return {
      method: 'GET',
      route: '/team/{team_id}/members/me',
      parameters: { team_id: checkTeamId(teamId) },
      decode: decodeOwnMembership,
    };
  }

  /** @throws {ConfigurationError} */
  async addModels(teamId: string, models: readonly string[]): Promise<LiteLLMRequest<Team>> {
    return this.#changeModels('/team/model/add', teamId, models);
  }

  /** @throws {ConfigurationError} */
  async removeModels(teamId: string, models: readonly string[]): Promise<LiteLLMRequest<Team>> {
    return this.#changeModels('/team/model/delete', teamId, models);
  }

  /** @throws {ConfigurationError} */
  async permissions(teamId: string): Promise<LiteLLMRequest<TeamPermissions>> {
    return { method: 'GET', route: '/team/permissions_list', query: { team_id: checkTeamId(teamId) }, decode: decodePermissions };
  }

  /** @throws {ConfigurationError} */
  async setPermissions(teamId: string, permissions: readonly string[]): Promise<LiteLLMRequest<Team>> {
    texts('permissions', permissions);
    const body = { team_id: checkTeamId(teamId), team_member_permissions: permissions };
    return { method: 'POST', route: '/team/permissions_update', body, repeatable: true, decode: (answered) => decodeTeam(answered) };
  }

  /** @throws {ConfigurationError} */
  async addPermissions(addition: AddTeamPermissions): Promise<LiteLLMRequest<AddedTeamPermissions>> {
    const body = addPermissionsBody(addition);
    return { method: 'POST', route: '/team/permissions_bulk_update', body, repeatable: true, decode: decodeAddedPermissions };
  }

  /** @throws {ConfigurationError} */
  async resetMemberSpend(teamId: string, reset: ResetMemberSpend): Promise<LiteLLMRequest<MemberSpendReset>> {
    const body = resetSpendBody(reset);
    const parameters = memberParameters(teamId, reset.user_id);
    const route = '/team/{team_id}/member/{user_id}/reset_spend';
    return { method: 'POST', route, parameters, body, decode: decodeMemberSpendReset };
  }

  /** @throws {ConfigurationError} */
  async resetMemberBudget(teamId: string, userId: string): Promise<LiteLLMRequest<MemberBudgetReset>> {
    const parameters = memberParameters(teamId, userId);
    const route = '/team/{team_id}/member/{user_id}/reset_budget';
    return { method: 'POST', route, parameters, repeatable: true, decode: decodeMemberBudgetReset };
  }

  #changeModels(route: '/team/model/add' | '/team/model/delete', teamId: string, models: readonly string[]): LiteLLMRequest<Team> {
    texts('models', models);
    if (models.length === 0) throw refuse('name at least one model');
    const body = { team_id: checkTeamId(teamId), models };
    return { method: 'POST', route, body, repeatable: true, decode: (answered) => decodeTeam(answered) };
  }

  #setBlocked(route: '/team/block' | '/team/unblock', teamId: string): LiteLLMRequest<Team> {
    return { method: 'POST', route, body: { team_id: checkTeamId(teamId) }, repeatable: true, decode: (body) => decodeTeam(body) };
  }
}
