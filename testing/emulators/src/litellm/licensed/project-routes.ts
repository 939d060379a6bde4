import { NotKnownError } from '../../kit/not-known.ts';
import type { RouteGroup } from '../access/route-groups.ts';
import { seesEverything } from '../access/caller.ts';
import { licenceAdvice } from '../keys/licence.ts';
import { text } from '../schema/plain-types.ts';
import type { Fields, Schema } from '../schema/schema.ts';
import { required } from '../schema/schema.ts';
import { texts } from '../schema/shared-fields.ts';
import { needsDatabase } from '../teams/needs-database.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched, wrapped } from '../web/failure-styles.ts';
import { ProxyFailure, refused } from '../web/failures.ts';

const reading: readonly RouteGroup[] = ['internal_user_routes', 'self_managed_routes'];

/** Projects: without a licence there are none. */
export const projectRoutes: readonly AnyEndpoint[] = [
  licensed('POST /project/new', { fields: { team_id: required(text) } }, ['self_managed_routes']),
  licensed('POST /project/update', { fields: { project_id: required(text) } }, ['self_managed_routes']),
  licensed('DELETE /project/delete', { fields: { project_ids: required(texts) } }, []),
  endpoint({
    method: 'GET',
    path: '/project/list',
    groups: reading,
    dialect: 'plain',
    failures: untouched,
    handle: (call) =>
      needsDatabase(call, () => {
        if (seesEverything(call.caller) || call.caller.userId !== null) return [];
        const message = '`where.user_id`: A value is required but not set';
        throw new ProxyFailure(message, { status: 500, type: 'internal_server_error', param: null });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/project/info',
    groups: reading,
    query: { fields: { project_id: required(text) } },
    dialect: 'plain',
    failures: untouched,
    handle: (call) =>
      needsDatabase(call, () => {
        const { project_id: id } = call.query.values;
        throw new ProxyFailure(`Project not found, project_id=${id}`, { status: 404, type: 'not_found', param: 'project_id' });
      }),
  }),
];

function licensed<F extends Fields>(call: `${'POST' | 'DELETE'} /${string}`, body: Schema<F>, groups: readonly RouteGroup[]): AnyEndpoint {
  const [method, path] = call.split(' ') as ['POST' | 'DELETE', string]; // as it is written above
  return endpoint({
    method,
    path,
    groups,
    body,
    dialect: 'plain',
    failures: wrapped,
    handle: ({ proxy }) => {
      if (proxy.settings.licensed) throw new NotKnownError(`how a licensed proxy answers ${call}`);
      throw refused(403, `Project management is an enterprise feature. ${licenceAdvice}`);
    },
  });
}
