import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { TeamCallbackRequests } from './team-callback-requests.ts';
import type { NewTeamCallback, TeamCallbackNames, TeamCallbacks } from './team-callbacks.ts';
import type { Team } from './team.ts';

/** The systems that hear of the calls of a team's keys. For proxy admins and the team's own. */
export class TeamCallbacksResource {
  readonly #caller: Caller;
  readonly #requests: TeamCallbackRequests;

  constructor(caller: Caller, requests: TeamCallbackRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Reads which systems hear of a team's calls, and how they are set up.
   *
   * Source: `GET /team/{team_id}/callback`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  info(teamId: string, options: RawCallOptions): Promise<unknown>;
  info(teamId: string, options?: ReadCallOptions): Promise<TeamCallbacks>;
  async info(teamId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(teamId), options);
  }

  /**
   * Lets a system hear of a team's calls. Never repeated on its own. The proxy keeps what is secret encrypted.
   *
   * Source: `POST /team/{team_id}/callback`
   * @throws {ConflictError} when it hears of these calls already.
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  add(teamId: string, callback: NewTeamCallback, options: RawCallOptions): Promise<unknown>;
  add(teamId: string, callback: NewTeamCallback, options?: ReadCallOptions): Promise<Team>;
  async add(teamId: string, callback: NewTeamCallback, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.add(teamId, callback), options);
  }

  /**
   * Lets a system hear of a team's calls no more, of whatever kind. Gives what is left.
   *
   * Source: `DELETE /team/{team_id}/callback/{callback_name}`
   * @throws {NotFoundError} when it does not hear of them.
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  remove(teamId: string, callbackName: string, options: RawCallOptions): Promise<unknown>;
  remove(teamId: string, callbackName: string, options?: ReadCallOptions): Promise<TeamCallbackNames>;
  async remove(teamId: string, callbackName: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.remove(teamId, callbackName), options);
  }

  /**
   * Lets nobody hear of a team's calls any more. Their settings are lost.
   *
   * Source: `POST /team/{team_id}/disable_logging`
   * @throws {TeamNotFoundError}
   * @throws {HttpError}
   */
  removeAll(teamId: string, options: RawCallOptions): Promise<unknown>;
  removeAll(teamId: string, options?: ReadCallOptions): Promise<TeamCallbackNames>;
  async removeAll(teamId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.removeAll(teamId), options);
  }
}
