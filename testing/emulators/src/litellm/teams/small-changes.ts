import { seesEverything } from '../access/caller.ts';
import { mayChangeTeam, teamCallDenied, teamDenied } from '../access/team-admins.ts';
import { noTeam } from '../access/authenticate.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Body } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import type { Asking } from '../web/endpoint.ts';
import { PlainFailure, refused } from '../web/failures.ts';
import { everyPermission } from './every-permission.ts';

/** What stands for every model in a team's list. */
const everyModel = 'all-proxy-models';

/** Blocks a team or opens it again. Authorization does not hear of it: it goes on with what it last read. */
export function setBlocked({ proxy, caller }: Asking, teamId: string, blocked: boolean): TeamRow {
  if (!proxy.settings.database) throw new PlainFailure('No DB Connected.');
  const team = proxy.people.team(teamId);
  if (team === null) throw refused(404, `Team not found, passed team_id=${teamId}`);
  if (!mayChangeTeam(caller, team)) throw teamDenied();
  proxy.note('team-updated', teamId, ['blocked']);
  return proxy.people.changeTeam(team, { blocked, updated_at: proxy.nowMs });
}

/** Models to put into a team's list or to take out of it. */
export interface ModelChange {
  readonly team_id: string;
  readonly models: readonly string[];
  readonly adds: boolean;
}

/** Changes the models of a team. A team without a list may call every model, and goes on to. */
export function changeModels({ proxy, caller }: Asking, { team_id: teamId, models, adds }: ModelChange): TeamRow {
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  const team = proxy.people.team(teamId);
  if (team === null) throw refused(404, `Team not found, passed team_id=${teamId}`);
  if (!mayChangeTeam(caller, team)) throw refused(403, 'Only proxy admin or team admin can modify team models');
  const before = team.models.map(String);
  const sum = () => [...new Set([...(before.length === 0 ? [everyModel] : before), ...models])].toSorted(byLetters);
  const changed = adds ? sum() : before.filter((model) => !models.includes(model));
  proxy.seenTeams.forget(teamId);
  proxy.note('team-updated', teamId, ['models']);
  return proxy.people.changeTeam(team, { models: changed, updated_at: proxy.nowMs });
}

/** What members may do, and what they could be allowed to. */
export function listPermissions(asking: Asking, teamId: string | null): Body {
  const { proxy, caller } = asking;
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  const team = proxy.people.team(teamId);
  if (team === null) throw noTeam(teamId ?? 'None');
  if (!seesEverything(caller) && !mayChangeTeam(caller, team)) throw teamCallDenied('/team/member_add', team);
  return { team_id: team.team_id, team_member_permissions: [...team.team_member_permissions], all_available_permissions: everyPermission };
}

/** Sets what members may do; the names are not looked at. */
export function setPermissions({ proxy, caller }: Asking, teamId: string, permissions: readonly string[]): TeamRow {
  if (!proxy.settings.database) throw refused(500, 'No db connected');
  const team = proxy.people.team(teamId);
  if (team === null) throw noTeam(teamId);
  if (!mayChangeTeam(caller, team)) throw teamCallDenied('/team/permissions_update', team);
  proxy.note('team-updated', teamId, ['team_member_permissions']);
  return proxy.people.changeTeam(team, { team_member_permissions: permissions, updated_at: proxy.nowMs });
}
