import { asAuthError, asListError, untouched, wrapped } from '../web/failure-styles.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { HttpFailure, PlainFailure, refused } from '../web/failures.ts';
import { aliasesSchema, generateSchema, infoSchema, keysSchema, listSchema, oneKeySchema, updateSchema } from '../schema/key-schemas.ts';
import { isAdmin } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { emptyObject } from '../values/json.ts';
import { listAliases } from './aliases.ts';
import { deleteKeys, setBlocked } from './end.ts';
import { generateKey } from './generate.ts';
import { askedTeam, checkAmount, checkMayMakeKey, checkProject, checkRoutesAndPassthrough } from './generation-checks.ts';
import { keyInfo, keysInfo } from './info.ts';
import { listKeys } from './list.ts';
import { checkTeamThroughput } from './team-throughput.ts';
import { updateKey } from './update.ts';

const writing = ['management_routes', 'internal_user_routes', 'viewer_refused'] as const;
const reading = ['management_routes', 'internal_user_routes', 'info_routes', 'admin_viewer_routes'] as const;
const changedByHeader = 'litellm-changed-by';

/** What every endpoint that makes keys says without a database. */
export const noDatabase = (): HttpFailure =>
  refused(
    500,
    'DB not connected. This endpoint needs a database; set DATABASE_URL to a PostgreSQL connection string (postgresql://...) ' +
      'to enable it. See https://docs.litellm.ai/docs/proxy/virtual_keys',
  );

/** The endpoints of single keys. */
export const keyRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'POST',
    path: '/key/generate',
    groups: [...writing, 'team_service_account_key_routes'],
    body: generateSchema,
    dialect: 'typed',
    failures: wrapped,
    handle: (call) => {
      const { proxy, caller, body: request } = call;
      if (!proxy.settings.database) throw noDatabase();
      const { values } = request;
      checkAmount('max_budget', values.max_budget);
      checkAmount('soft_budget', values.soft_budget);
      checkRoutesAndPassthrough(caller, request);
      const userId = isAdmin(caller) ? values.user_id : (values.user_id ?? caller.userId);
      const team = askedTeam(call, values.team_id);
      checkMayMakeKey(call, { team, userId, route: '/key/generate', request });
      if (team !== null) checkTeamThroughput(proxy, team, values);
      checkProject(values.project_id);
      return generateKey(call, { request, userId, metadata: values.metadata ?? emptyObject });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/key/list',
    groups: reading,
    query: listSchema,
    dialect: 'typed',
    failures: asListError,
    handle: (call) => {
      needDatabase(call.proxy);
      return listKeys(call, call.query.values);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/key/aliases',
    groups: ['management_routes', 'internal_user_routes'],
    query: aliasesSchema,
    dialect: 'typed',
    failures: asListError,
    handle: (call) => {
      needDatabase(call.proxy);
      return listAliases(call, call.query.values);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/key/info',
    groups: reading,
    query: infoSchema,
    dialect: 'plain',
    failures: wrapped,
    handle: (call) => {
      if (!call.proxy.settings.database) throw databaseForInfo();
      return keyInfo(call, call.query.values.key);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v2/key/info',
    groups: ['info_routes', 'admin_viewer_routes'],
    body: keysSchema,
    bodyOptional: true,
    dialect: 'plain',
    failures: wrapped,
    handle: (call) => {
      if (!call.proxy.settings.database) throw databaseForInfo();
      if (!call.hasBody) throw new HttpFailure(422, { message: 'Malformed request. No keys passed in.' });
      return keysInfo(call, call.body.values);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/key/update',
    groups: [...writing, 'team_service_account_key_routes'],
    body: updateSchema,
    dialect: 'plain',
    failures: asAuthError,
    handle: (call) => updateKey(call, call.body),
  }),
  endpoint({
    method: 'POST',
    path: '/key/delete',
    groups: writing,
    body: keysSchema,
    dialect: 'plain',
    failures: wrapped,
    handle: (call) => deleteKeys(call, call.body.values, call.header(changedByHeader)),
  }),
  blocking('/key/block', true),
  blocking('/key/unblock', false),
  endpoint({
    method: 'POST',
    path: '/key/health',
    groups: ['info_routes', 'admin_viewer_routes'],
    dialect: 'typed',
    failures: untouched,
    handle: () => ({ key: 'healthy', logging_callbacks: null }),
  }),
];

function blocking(path: '/key/block' | '/key/unblock', blocked: boolean): AnyEndpoint {
  return endpoint({
    method: 'POST',
    path,
    groups: writing,
    body: oneKeySchema,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => setBlocked(call, { key: call.body.values.key, blocked }),
  });
}

function needDatabase(proxy: LiteLLMProxy): void {
  if (!proxy.settings.database) throw new PlainFailure('Database not connected');
}

function databaseForInfo(): PlainFailure {
  return new PlainFailure(
    'Database not connected. Connect a database to your proxy - https://docs.litellm.ai/docs/simple_proxy#managing-auth---virtual-keys',
  );
}
