import { NotKnownError } from '../../kit/not-known.ts';
import type { RouteGroup } from '../access/route-groups.ts';
import { licenceAdvice } from '../keys/licence.ts';
import { text } from '../schema/plain-types.ts';
import { optional } from '../schema/schema.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { projectRoutes } from './project-routes.ts';
import { untouched } from '../web/failure-styles.ts';
import { refused } from '../web/failures.ts';

const dates = { fields: { start_date: optional(text), end_date: optional(text) } };
const anything = { fields: {} };

const organizationRoutes = [
  ['POST', '/organization/new', []],
  ['GET', '/organization/list', ['info_routes', 'admin_viewer_routes']],
  ['GET', '/organization/info', []],
  ['POST', '/organization/info', []],
  ['PATCH', '/organization/update', []],
  ['DELETE', '/organization/delete', []],
  ['POST', '/organization/member_add', []],
  ['PATCH', '/organization/member_update', []],
  ['DELETE', '/organization/member_delete', []],
] as const satisfies readonly (readonly [AnyEndpoint['method'], string, readonly RouteGroup[]])[];

/** What the proxy has for those who pay, as it looks to everybody else. */
export const licensedRoutes: readonly AnyEndpoint[] = [
  ...organizationRoutes.map(([method, path, groups]) =>
    endpoint({
      method,
      path,
      groups,
      ...(method === 'GET' ? {} : { body: anything, bodyOptional: true }),
      dialect: 'plain',
      failures: untouched,
      handle: ({ proxy }) => {
        if (proxy.settings.licensed) throw new NotKnownError(`how a licensed proxy answers ${method} ${path}`);
        throw refused(403, `Organizations are only available for LiteLLM Enterprise users. ${licenceAdvice}`);
      },
    }),
  ),
  ...projectRoutes,
  endpoint({
    method: 'GET',
    path: '/global/spend/report',
    groups: ['global_spend_tracking_routes'],
    query: dates,
    dialect: 'plain',
    failures: untouched,
    handle: ({ proxy, query }) => {
      if (query.values.start_date === null || query.values.end_date === null) throw refused(400, 'Please provide start_date and end_date');
      if (proxy.settings.licensed) throw new NotKnownError('what a licensed proxy reports of spend');
      throw refused(400, `/spend/report endpoint ${licenceAdvice}`);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/audit',
    groups: ['admin_viewer_routes'],
    dialect: 'plain',
    failures: untouched,
    handle: () => ({ audit_logs: [], total: 0, page: 1, page_size: 10, total_pages: 0 }),
  }),
  endpoint({
    method: 'GET',
    path: '/jwt/key/mapping/list',
    groups: ['management_routes'],
    dialect: 'plain',
    failures: untouched,
    handle: () => ({ mappings: [], total_count: 0, current_page: 1, total_pages: 0 }),
  }),
];
