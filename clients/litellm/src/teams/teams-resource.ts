import type { CallOptions } from '@keyrack/http';
import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import { everyItem } from '../paging/every-item.ts';
import type { AddedTeamMembers, AddManyTeamMembers } from './member-additions.ts';
import type { OwnTeamMembership } from './own-membership.ts';
import type { MemberBudgetReset, MemberSpendReset, ResetMemberSpend } from './member-resets.ts';
import type { TeamMetadataField } from './metadata-schema.ts';
import type { AddedTeamPermissions, AddTeamPermissions, TeamPermissions } from './team-permissions.ts';
import { decodeTeamsAt, rankOfTeam, teamQuery } from './list-teams.ts';
import type { TeamFilter, TeamInfoQuery, TeamPage, TeamQuery } from './list-teams.ts';
import type { AddTeamMembers, JoinedTeamInfo, MemberName, UpdatedTeamMember, UpdateTeamMember } from './team-members.ts';
import type { TeamRequests } from './team-requests.ts';
import type { CreateTeam, UpdateTeam } from './team-settings.ts';
import type { Team, TeamInfo } from './team.ts';
import { object } from '../values/parameter-checks.ts';

/** The teams of a proxy. Every call throws a {@link ConfigurationError}, before anything is sent, for what the proxy would misread. */
export class TeamsResource {
  readonly #caller: Caller;
  readonly #requests: TeamRequests;

  constructor(caller: Caller, requests: TeamRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Makes a team. Never repeated on its own.
   *
   * Source: `POST /team/new`
   * @throws {ConflictError} when the id is taken.
   * @throws {HttpError}
   */
  create(parameters: CreateTeam | undefined, options: RawCallOptions): Promise<unknown>;
  create(parameters?: CreateTeam, options?: ReadCallOptions): Promise<Team>;
  async create(parameters?: CreateTeam, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.create(parameters), options);
  }

  /**
   * Reads a team with its keys and what its members have spent.
   *
   * Source: `GET /team/info`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  info(teamId: string, query: TeamInfoQuery | undefined, options: RawCallOptions): Promise<unknown>;
  info(teamId: string, query?: TeamInfoQuery, options?: ReadCallOptions): Promise<TeamInfo>;
  async info(teamId: string, query?: TeamInfoQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(teamId, query), options);
  }

  /**
   * Reads one page of teams.
   *
   * Source: `GET /v2/team/list`
   * @throws {HttpError}
   */
  list(query: TeamQuery | undefined, options: RawCallOptions): Promise<unknown>;
  list(query?: TeamQuery, options?: ReadCallOptions): Promise<TeamPage>;
  async list(query?: TeamQuery, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.list(query), options);
  }

  /**
   * Streams teams, oldest first. Teams that exist all the time are given once each, whatever comes and goes meanwhile.
   *
   * Source: `GET /v2/team/list`
   * @throws {HttpError}
   */
  listAll(filter: TeamFilter = {}, options?: CallOptions): AsyncGenerator<Team, void, undefined> {
    return everyItem({
      route: '/v2/team/list',
      readPage: async (place) => {
        const query = teamQuery({
          ...object('a filter', filter),
          page: place.page,
          page_size: place.size,
          sort_by: 'created_at',
          sort_order: 'asc',
        });
        return this.#caller.read({ method: 'GET', route: '/v2/team/list', query, decode: (body) => decodeTeamsAt(body, place) }, options);
      },
      rankOf: rankOfTeam,
      identityOf: ({ team_id: teamId }) => teamId,
    });
  }

  /**
   * Changes what is given and nothing else.
   *
   * Source: `POST /team/update`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  update(teamId: string, changes: UpdateTeam, options: RawCallOptions): Promise<unknown>;
  update(teamId: string, changes: UpdateTeam, options?: ReadCallOptions): Promise<Team>;
  async update(teamId: string, changes: UpdateTeam, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.update(teamId, changes), options);
  }

  /**
   * Changes what is given and nothing else, **within `metadata` too**: a field that is left out there stays, null takes it away. The
   * proxy reads, merges and writes by itself; two at the same time can still lose one of them.
   *
   * Source: `PATCH /team/{team_id}`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  patch(teamId: string, changes: UpdateTeam, options: RawCallOptions): Promise<unknown>;
  patch(teamId: string, changes: UpdateTeam, options?: ReadCallOptions): Promise<Team>;
  async patch(teamId: string, changes: UpdateTeam, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.patch(teamId, changes), options);
  }

  /**
   * Reads the teams that the user behind the client's own key may join by itself, without those it is in. None, unless the proxy was set
   * up so.
   *
   * Source: `GET /team/available`
   * @throws {NotFoundError} for a key of nobody, where there are such teams.
   * @throws {HttpError}
   */
  available(options: RawCallOptions): Promise<unknown>;
  available(options?: ReadCallOptions): Promise<readonly Team[]>;
  async available(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.available(), options);
  }

  /**
   * Reads which fields the metadata of teams shall have, as the proxy was set up. Nobody is held to it.
   *
   * Source: `GET /team/metadata_schema`
   * @throws {HttpError}
   */
  metadataFields(options: RawCallOptions): Promise<unknown>;
  metadataFields(options?: ReadCallOptions): Promise<readonly TeamMetadataField[]>;
  async metadataFields(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.metadataFields(), options);
  }

  /**
   * Deletes teams **and their keys**, which go to the archive. One that is not there stops all.
   *
   * Source: `POST /team/delete`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  async delete(teamIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.#caller.read(await this.#requests.delete(teamIds), options);
  }

  /**
   * Takes all keys of a team out of use; they may still ask for their own info.
   *
   * Source: `POST /team/block`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  block(teamId: string, options: RawCallOptions): Promise<unknown>;
  block(teamId: string, options?: ReadCallOptions): Promise<Team>;
  async block(teamId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.block(teamId), options);
  }

  /**
   * Puts the keys of a team back into use, but for those that are blocked by themselves.
   *
   * Source: `POST /team/unblock`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  unblock(teamId: string, options: RawCallOptions): Promise<unknown>;
  unblock(teamId: string, options?: ReadCallOptions): Promise<Team>;
  async unblock(teamId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.unblock(teamId), options);
  }

  /**
   * Adds one member or several; users that are not there are made.
   *
   * Source: `POST /team/member_add`
   * @throws {ConflictError} when one is a member already.
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  addMembers(teamId: string, members: AddTeamMembers, options: RawCallOptions): Promise<unknown>;
  addMembers(teamId: string, members: AddTeamMembers, options?: ReadCallOptions): Promise<JoinedTeamInfo>;
  async addMembers(teamId: string, members: AddTeamMembers, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.addMembers(teamId, members), options);
  }

  /**
   * Changes what a member may do and spend in a team.
   *
   * Source: `POST /team/member_update`
   * @throws {TeamNotFoundError}
   * @throws {InvalidRequestError} for somebody who is no member.
   * @throws {LicenceRequiredError} for the role `admin`.
   * @throws {HttpError}
   */
  updateMember(teamId: string, update: UpdateTeamMember, options: RawCallOptions): Promise<unknown>;
  updateMember(teamId: string, update: UpdateTeamMember, options?: ReadCallOptions): Promise<UpdatedTeamMember>;
  async updateMember(teamId: string, update: UpdateTeamMember, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.updateMember(teamId, update), options);
  }

  /**
   * Removes a member **and its keys in the team**, which go to the archive.
   *
   * Source: `POST /team/member_delete`
   * @throws {TeamNotFoundError}
   * @throws {InvalidRequestError} for somebody who is no member.
   * @throws {HttpError}
   */
  removeMember(teamId: string, member: MemberName, options: RawCallOptions): Promise<unknown>;
  removeMember(teamId: string, member: MemberName, options?: ReadCallOptions): Promise<Team>;
  async removeMember(teamId: string, member: MemberName, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.removeMember(teamId, member), options);
  }

  /**
   * Adds up to 500 members, or every user of the proxy. The proxy answers 200 even when some fail; what became of each stands in the result.
   *
   * Source: `POST /team/bulk_member_add`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  addManyMembers(teamId: string, additions: AddManyTeamMembers, options: RawCallOptions): Promise<unknown>;
  addManyMembers(teamId: string, additions: AddManyTeamMembers, options?: ReadCallOptions): Promise<AddedTeamMembers>;
  async addManyMembers(teamId: string, additions: AddManyTeamMembers, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.addManyMembers(teamId, additions), options);
  }

  /**
   * Reads what the user behind the client's own key is in a team, and what is left to spend.
   *
   * Source: `GET /team/{team_id}/members/me`
   * @throws {TeamNotFoundError}
   * @throws {NotFoundError} when it is no member.
   * @throws {HttpError}
   */
  ownMembership(teamId: string, options: RawCallOptions): Promise<unknown>;
  ownMembership(teamId: string, options?: ReadCallOptions): Promise<OwnTeamMembership>;
  async ownMembership(teamId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.ownMembership(teamId), options);
  }

  /**
   * Lets a team call more models. **A team without a list may call all of them, and goes on to.**
   *
   * Source: `POST /team/model/add`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  addModels(teamId: string, models: readonly string[], options: RawCallOptions): Promise<unknown>;
  addModels(teamId: string, models: readonly string[], options?: ReadCallOptions): Promise<Team>;
  async addModels(teamId: string, models: readonly string[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.addModels(teamId, models), options);
  }

  /**
   * Takes models from a team's list. **An empty list lets the team call all of them.**
   *
   * Source: `POST /team/model/delete`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  removeModels(teamId: string, models: readonly string[], options: RawCallOptions): Promise<unknown>;
  removeModels(teamId: string, models: readonly string[], options?: ReadCallOptions): Promise<Team>;
  async removeModels(teamId: string, models: readonly string[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.removeModels(teamId, models), options);
  }

  /**
   * Reads what members may do with the team's keys, and what they could be allowed to.
   *
   * Source: `GET /team/permissions_list`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  permissions(teamId: string, options: RawCallOptions): Promise<unknown>;
  permissions(teamId: string, options?: ReadCallOptions): Promise<TeamPermissions>;
  async permissions(teamId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.permissions(teamId), options);
  }

  /**
   * Sets what members may do with the team's keys, all of it at once. The proxy does not look at the names.
   *
   * Source: `POST /team/permissions_update`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  setPermissions(teamId: string, permissions: readonly string[], options: RawCallOptions): Promise<unknown>;
  setPermissions(teamId: string, permissions: readonly string[], options?: ReadCallOptions): Promise<Team>;
  async setPermissions(teamId: string, permissions: readonly string[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.setPermissions(teamId, permissions), options);
  }

  /**
   * Lets members do more with the keys of several teams, or of all, and takes nothing from them. A team that is not there stops all.
   *
   * Source: `POST /team/permissions_bulk_update`
   * @throws {TeamNotFoundError}
   * @throws {ValidationError} for a permission that the proxy does not know.
   * @throws {HttpError}
   */
  addPermissions(addition: AddTeamPermissions, options: RawCallOptions): Promise<unknown>;
  addPermissions(addition: AddTeamPermissions, options?: ReadCallOptions): Promise<AddedTeamPermissions>;
  async addPermissions(addition: AddTeamPermissions, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.addPermissions(addition), options);
  }

  /**
   * Sets back what a member has spent in a team. Neither the team's nor the user's own spending changes. Never repeated on its own.
   *
   * Source: `POST /team/{team_id}/member/{user_id}/reset_spend`
   * @throws {InvalidRequestError} when `reset_to` is more than was spent.
   * @throws {TeamNotFoundError}
   * @throws {NotFoundError} for somebody who is no member.
   * @throws {HttpError}
   */
  resetMemberSpend(teamId: string, reset: ResetMemberSpend, options: RawCallOptions): Promise<unknown>;
  resetMemberSpend(teamId: string, reset: ResetMemberSpend, options?: ReadCallOptions): Promise<MemberSpendReset>;
  async resetMemberSpend(teamId: string, reset: ResetMemberSpend, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.resetMemberSpend(teamId, reset), options);
  }

  /**
   * Takes a member's own budget away, so that the one for all members counts again. What was spent stays.
   *
   * Source: `POST /team/{team_id}/member/{user_id}/reset_budget`
   * @throws {TeamNotFoundError}
   * @throws {NotFoundError} for somebody who is no member.
   * @throws {HttpError}
   */
  resetMemberBudget(teamId: string, userId: string, options: RawCallOptions): Promise<unknown>;
  resetMemberBudget(teamId: string, userId: string, options?: ReadCallOptions): Promise<MemberBudgetReset>;
  async resetMemberBudget(teamId: string, userId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.resetMemberBudget(teamId, userId), options);
  }
}
