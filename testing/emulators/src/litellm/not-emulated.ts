import { NotKnownError } from '../kit/not-known.ts';
import type { RouteGroup } from './access/route-groups.ts';
import { inOrder } from './tables/columns.ts';
import type { AnyEndpoint } from './web/endpoint.ts';
import { endpoint } from './web/endpoint.ts';
import { untouched } from './web/failure-styles.ts';

/** Endpoints that the real proxy has for keys, users, teams, models, credentials, spend and health, and this one has not. */
const paths = inOrder(`
  GET:/spend/users GET:/spend/tags POST:/spend/calculate GET:/global/spend/teams GET:/global/spend/tags
  POST:/global/spend/reset GET:/global/activity GET:/v2/model/info POST:/v1/completions POST:/completions POST:/v1/embeddings
  POST:/embeddings POST:/v1/messages POST:/v1/responses GET:/email/event_settings GET:/audit/{id} POST:/model/new
  POST:/model/update PATCH:/model/{model_id}/update POST:/model/delete POST:/model/block POST:/model/unblock GET:/credentials
  POST:/credentials GET:/credentials/by_name/{credential_name:path} GET:/credentials/by_model/{model_id}
  GET:/credentials/{credential_name:path}/jwks DELETE:/credentials/{credential_name:path}
  PATCH:/credentials/{credential_name:path}`);

const groups: readonly RouteGroup[] = ['info_routes'];

/** They answer 501 to everybody who has a key, so that nobody takes them for missing. */
export const notEmulated: readonly AnyEndpoint[] = paths.map((entry) => {
  const at = entry.indexOf(':');
  const [method, path] = [entry.slice(0, at), entry.slice(at + 1)];
  return endpoint({
    method: method as AnyEndpoint['method'], // only such words stand in the table
    path,
    groups,
    ...(method === 'GET' ? {} : { body: { fields: {} }, bodyOptional: true }),
    dialect: 'plain',
    failures: untouched,
    handle: () => {
      throw new NotKnownError(`how ${method} ${path} is answered (the emulator does not have it)`);
    },
  });
});
