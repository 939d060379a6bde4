import type { LiteLLMRequest } from '../caller.ts';
import { nonEmptyText } from '../values/parameter-checks.ts';
import { callbackBody, decodeCallbackNames, decodeCallbacks } from './team-callbacks.ts';
import type { NewTeamCallback, TeamCallbackNames, TeamCallbacks } from './team-callbacks.ts';
import { checkTeamId } from './team-settings.ts';
import { decodeChangedTeam } from './team.ts';
import type { Team } from './team.ts';

/** Builds the requests about callbacks of teams; {@link TeamCallbacksResource} says what each does. */
export class TeamCallbackRequests {
  /** @throws {ConfigurationError} */
  async info(teamId: string): Promise<LiteLLMRequest<TeamCallbacks>> {
    return { method: 'GET', route: '/team/{team_id}/callback', parameters: { team_id: checkTeamId(teamId) }, decode: decodeCallbacks };
  }

  /** @throws {ConfigurationError} */
  async add(teamId: string, callback: NewTeamCallback): Promise<LiteLLMRequest<Team>> {
    const parameters = { team_id: checkTeamId(teamId) };
    return { method: 'POST', route: '/team/{team_id}/callback', parameters, body: callbackBody(callback), decode: decodeChangedTeam };
  }

  /** @throws {ConfigurationError} */
  async remove(teamId: string, callbackName: string): Promise<LiteLLMRequest<TeamCallbackNames>> {
    nonEmptyText('callbackName', callbackName);
    const parameters = { team_id: checkTeamId(teamId), callback_name: callbackName };
    return { method: 'DELETE', route: '/team/{team_id}/callback/{callback_name}', parameters, decode: decodeCallbackNames };
  }

  /** @throws {ConfigurationError} */
  async removeAll(teamId: string): Promise<LiteLLMRequest<TeamCallbackNames>> {
    const parameters = { team_id: checkTeamId(teamId) };
    return { method: 'POST', route: '/team/{team_id}/disable_logging', parameters, repeatable: true, decode: decodeCallbackNames };
  }
}
