import {
  addPermissionsSchema,
  newTeamSchema,
  oneTeamSchema,
  patchTeamSchema,
  permissionsSchema,
  teamInfoSchema,
  teamListSchema,
  teamModelsSchema,
  teamPagesSchema,
  teamsSchema,
  updateTeamSchema,
} from '../schema/team-schemas.ts';
import { text } from '../schema/plain-types.ts';
import { optional } from '../schema/schema.ts';
import { objectPermissionBody } from '../tables/object-permission.ts';
import { teamAsRow, teamAsType } from '../tables/team-row.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { asAuthError, untouched, wrapped } from '../web/failure-styles.ts';
import { refused } from '../web/failures.ts';
import { noDatabase } from '../keys/key-routes.ts';
import { addPermissions } from './add-permissions.ts';
import { callbackRoutes } from './callback-routes.ts';
import { deleteTeams } from './delete-teams.ts';
import { memberRoutes } from './member-routes.ts';
import { needsDatabase } from './needs-database.ts';
import { newTeam } from './new-team.ts';
import { patchTeam } from './patch-team.ts';
import { changeModels, listPermissions, setBlocked, setPermissions } from './small-changes.ts';
import { teamInfo } from './team-info.ts';
import { listTeams, teamPages, teamsInOrganization } from './team-list.ts';
import { updateTeam } from './update-team.ts';

const writing = ['management_routes'] as const;
const reading = ['management_routes', 'info_routes', 'admin_viewer_routes'] as const;

/** Teams, and who is in them. */
export const teamRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'POST',
    path: '/team/new',
    groups: [...writing, 'viewer_refused'],
    body: newTeamSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => teamAsType(newTeam(call, call.body)),
  }),
  endpoint({
    method: 'POST',
    path: '/team/update',
    groups: [...writing, 'self_managed_routes', 'viewer_refused'],
    body: updateTeamSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => {
      if (!call.proxy.settings.database) throw noDatabase();
      const team = updateTeam(call, call.body);
      return { team_id: team.team_id, data: teamAsRow(team, objectPermissionBody(call.proxy.objectPermissionOf(team))) };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/team/delete',
    groups: [...writing, 'viewer_refused'],
    body: teamsSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { team_ids: ids } = call.body.values;
      deleteTeams(call, ids, call.header('litellm-changed-by'));
      return { deleted_teams: [...ids] };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/team/info',
    groups: reading,
    query: teamInfoSchema,
    dialect: 'typed',
    failures: asAuthError,
    handle: (call) => {
      const { team_id: id, key_limit: limit } = call.query.values;
      return teamInfo(call, id, limit === null ? null : Number(limit));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/team/list',
    groups: reading,
    query: teamListSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      if (!call.proxy.settings.database) throw refused(400, noDatabase().message);
      const { user_id: userId, organization_id: organization } = call.query.values;
      return teamsInOrganization(listTeams(call, userId), organization);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v2/team/list',
    groups: reading,
    query: teamPagesSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => teamPages(call, call.query.values),
  }),
  ...(['block', 'unblock'] as const).map((what) =>
    endpoint({
      method: 'POST',
      path: `/team/${what}`,
      groups: [...writing, 'viewer_refused'],
      body: oneTeamSchema,
      dialect: 'typed',
      failures: untouched,
      handle: (call) => teamAsRow(setBlocked(call, call.body.values.team_id, what === 'block')),
    }),
  ),
  ...(['add', 'delete'] as const).map((what) =>
    endpoint({
      method: 'POST',
      path: `/team/model/${what}`,
      groups: [],
      body: teamModelsSchema,
      dialect: 'typed',
      failures: untouched,
      handle: (call) => {
        const team = changeModels(call, { ...call.body.values, adds: what === 'add' });
        return teamAsRow(team, objectPermissionBody(call.proxy.objectPermissionOf(team)));
      },
    }),
  ),
  endpoint({
    method: 'GET',
    path: '/team/permissions_list',
    groups: [...writing, 'self_managed_routes'],
    query: { fields: { team_id: optional(text) } },
    dialect: 'typed',
    failures: untouched,
    handle: (call) => listPermissions(call, call.query.values.team_id),
  }),
  endpoint({
    method: 'POST',
    path: '/team/permissions_update',
    groups: [...writing, 'self_managed_routes'],
    body: permissionsSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { team_id: id, team_member_permissions: permissions } = call.body.values;
      return teamAsType(setPermissions(call, id, permissions));
    },
  }),
  endpoint({ method: 'GET', path: '/team/available', groups: reading, dialect: 'typed', failures: untouched, handle: () => [] }),
  endpoint({
    method: 'GET',
    path: '/team/metadata_schema',
    groups: reading,
    dialect: 'typed',
    failures: untouched,
    handle: () => ({ fields: [] }),
  }),
  endpoint({
    method: 'POST',
    path: '/team/permissions_bulk_update',
    groups: [...writing, 'viewer_refused'],
    body: addPermissionsSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => addPermissions(call, call.body.values)),
  }),
  endpoint({
    method: 'PATCH',
    path: '/team/{team_id}',
    groups: [...writing, 'viewer_refused'],
    body: patchTeamSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => {
      const team = needsDatabase(call, () => patchTeam(call, call.path['team_id'] ?? '', call.body));
      return teamAsType(team);
    },
  }),
  ...memberRoutes,
  ...callbackRoutes,
];
