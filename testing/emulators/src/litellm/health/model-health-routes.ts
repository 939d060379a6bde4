import { NotKnownError } from '../../kit/not-known.ts';
import { bounded, integer, text } from '../schema/plain-types.ts';
import { defaulting, optional, required } from '../schema/schema.ts';
import { needsDatabase } from '../teams/needs-database.ts';
import { printed } from '../values/python-text.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { asAuthError, untouched } from '../web/failure-styles.ts';
import { HttpFailure, refused } from '../web/failures.ts';
import { latestTrials, trialHistory, tryModels } from './model-trials.ts';

const services = [
  'slack_budget_alerts',
  'langfuse',
  'langfuse_otel',
  'slack',
  'ms_teams',
  'openmeter',
  'webhook',
  'email',
  'braintrust',
  'datadog',
  'datadog_llm_observability',
  'generic_api',
  'arize',
  'galileo',
  'newrelic',
  'pointfive',
  'signoz',
  'sqs',
];

/** Whether models answer, and what else is asked of a proxy's health. */
export const modelHealthRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'GET',
    path: '/health',
    groups: ['info_routes'],
    query: { fields: { model: optional(text), model_id: optional(text) } },
    dialect: 'plain',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => tryModels(call, call.query.values)),
  }),
  endpoint({
    method: 'GET',
    path: '/health/history',
    groups: [],
    query: {
      fields: {
        model: optional(text),
        status_filter: optional(text),
        limit: defaulting(bounded(integer, { min: 1, max: 1_000 }), 100),
        offset: defaulting(bounded(integer, { min: 0 }), 0),
      },
    },
    dialect: 'plain',
    failures: untouched,
    handle: (call) => {
      const { limit, offset, ...filter } = call.query.values;
      return needsDatabase(call, () => trialHistory(call.proxy, { ...filter, limit: Number(limit), offset: Number(offset) }));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/health/latest',
    groups: [],
    dialect: 'plain',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => latestTrials(call.proxy)),
  }),
  endpoint({
    method: 'GET',
    path: '/health/services',
    groups: ['info_routes'],
    query: { fields: { service: required(text) } },
    dialect: 'plain',
    failures: asAuthError,
    handle: ({ query }) => service(query.values.service),
  }),
  endpoint({
    method: 'GET',
    path: '/health/backlog',
    groups: [],
    dialect: 'plain',
    failures: untouched,
    handle: () => ({ in_flight_requests: 1, admitted_requests: 0, queued_requests: 0, rejected_requests: 0 }),
  }),
  endpoint({
    method: 'GET',
    path: '/health/shared-status',
    groups: [],
    dialect: 'plain',
    failures: untouched,
    handle: () => ({ shared_health_check_enabled: false, message: 'Shared health check is not enabled' }),
  }),
  endpoint({
    method: 'GET',
    path: '/health/drain',
    groups: ['public'],
    dialect: 'plain',
    failures: untouched,
    handle: () => {
      throw new HttpFailure(404, 'Not Found');
    },
  }),
  endpoint({
    method: 'POST',
    path: '/health/test_connection',
    groups: ['self_managed_routes'],
    body: { fields: {} },
    dialect: 'plain',
    failures: untouched,
    handle: () => {
      throw new NotKnownError('how a connection to a provider is tried');
    },
  }),
];

/** Nothing beside the proxy is set up. @throws {HttpFailure} */
function service(name: string): { readonly status: string; readonly message: string } {
  if (name === 'email') return { status: 'success', message: 'Mock Email Alert sent, verify Email Alert Received' };
  if (!services.includes(name)) {
    const known = `typing.Union[typing.Literal[${services.map((one) => `'${one}'`).join(', ')}], str]`;
    throw refused(400, `Service must be in list. Service=${name} not in ${known}`);
  }
  if (name === 'slack') throw refused(422, '"slack" not in proxy config: general_settings. Unable to test this.');
  throw new NotKnownError(`what a proxy without ${printed(name)} says of it`);
}
