import { randomUUID } from 'node:crypto';
import { NotKnownError } from '../../kit/not-known.ts';
import { isAdmin } from '../access/caller.ts';
import { bulkUpdateSchema, teamBulkUpdateSchema } from '../schema/bulk-schemas.ts';
import { generateSchema, regenerateSchema, resetSpendSchema } from '../schema/key-schemas.ts';
import { text } from '../schema/plain-types.ts';
import { optional } from '../schema/schema.ts';
import type { Json } from '../values/json.ts';
import { emptyObject } from '../values/json.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched, wrapped } from '../web/failure-styles.ts';
import { HttpFailure, PlainFailure, refused } from '../web/failures.ts';
import { updateKeys, updateTeamKeys } from './bulk-update.ts';
import { generateKey } from './generate.ts';
import { askedTeam, checkMayMakeKey, checkRoutesAndPassthrough, routesAreForAdmins } from './generation-checks.ts';
import { noDatabase } from './key-routes.ts';
import { licenceAdvice } from './licence.ts';
import { resetSpend } from './reset-spend.ts';
import { checkTeamThroughput } from './team-throughput.ts';

const writing = ['management_routes', 'internal_user_routes', 'viewer_refused'] as const;

/** Endpoints of keys beyond the single key's: service accounts, many keys at once, rotation, spend. */
export const moreKeyRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'POST',
    path: '/key/service-account/generate',
    groups: writing,
    body: generateSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { proxy, caller, body: request } = call;
      if (!proxy.settings.database) throw noDatabase();
      const { values } = request;
      checkRoutesAndPassthrough(caller, request);
      const { team_id: teamId } = values;
      if (teamId === null)
        throw new HttpFailure(400, 'team_id is required for service account keys. Please specify `team_id` in the request body.');
      if (proxy.people.team(teamId) === null) {
        throw new HttpFailure(400, 'team_id does not exist in the database. Please specify a valid `team_id` in the request body.');
      }
      const team = askedTeam(call, teamId);
      if (team !== null) checkTeamThroughput(proxy, team, values);
      checkMayMakeKey(call, { team, userId: values.user_id, route: '/key/service-account/generate', request });
      const given = values.metadata ?? emptyObject;
      const account: Json = given.get('service_account_id') ?? (values.key_alias || randomUUID());
      return generateKey(call, { request, userId: null, metadata: new Map([...given, ['service_account_id', account]]) });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/key/bulk_update',
    groups: writing,
    body: bulkUpdateSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) =>
      updateKeys(
        call,
        call.body.values.keys.map((item) => onlyGiven(item.values, item.names)),
      ),
  }),
  endpoint({
    method: 'POST',
    path: '/team/key/bulk_update',
    groups: writing,
    body: teamBulkUpdateSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const { team_id: teamId, key_ids: keyIds, all_keys_in_team: all, update_fields: update } = call.body.values;
      return updateTeamKeys(call, { teamId, keyIds, all, changes: onlyGiven(update.values, update.names) });
    },
  }),
  ...['/key/{key:path}/regenerate', '/key/regenerate'].map((path) =>
    endpoint({
      method: 'POST',
      path,
      groups: writing,
      body: regenerateSchema,
      bodyOptional: true,
      dialect: 'typed',
      failures: wrapped,
      handle: ({ proxy, caller, body, hasBody }) => {
        if (hasBody && !isAdmin(caller)) {
          const { values, names } = body;
          if (names.has('allowed_routes') || values.key_type === 'management') throw routesAreForAdmins();
          if (names.has('permissions')) throw refused(403, 'Only proxy admins can set `permissions`.');
        }
        if (proxy.settings.licensed) throw new NotKnownError('how a licensed proxy regenerates a key');
        throw new PlainFailure(`Regenerating Virtual Keys is an Enterprise feature, ${licenceAdvice}`);
      },
    }),
  ),
  endpoint({
    method: 'POST',
    path: '/key/{key:path}/reset_spend',
    groups: writing,
    body: resetSpendSchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => resetSpend(call, call.path['key'] ?? '', call.body.values.reset_to),
  }),
  ...['key', 'user', 'team', 'organization'].map((what) =>
    endpoint({
      method: 'GET',
      path: `/${what}/spend/report`,
      groups: ['internal_user_routes', 'internal_user_view_only_routes', 'admin_viewer_routes'],
      query: { fields: { start_date: optional(text), end_date: optional(text) } },
      dialect: 'plain',
      failures: untouched,
      handle: ({ proxy }) => {
        if (proxy.settings.licensed) throw new NotKnownError('what a licensed proxy reports of spend');
        throw new HttpFailure(403, `/spend/report endpoint ${licenceAdvice}`);
      },
    }),
  ),
];

/** The fields that were given, and no others. */
function onlyGiven<Values extends object>(values: Values, names: ReadonlySet<string>): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name))) as Values; // those that are left out were not given
}
