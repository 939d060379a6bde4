import type { AnyEndpoint } from '../web/endpoint.ts';
import { Answered, endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import type { Body } from '../values/json.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { release } from './release.ts';

const callbacks = [
  'sync_deployment_callback_on_success',
  '_PROXY_VirtualKeyModelMaxBudgetLimiter',
  '_ProxyDBLogger',
  'ShadowEvalLogger',
  '_PROXY_MaxParallelRequestsHandler_v3',
  '_PROXY_CacheControlCheck',
  'ResponsesIDSecurity',
  'SkillsInjectionHook',
  '_PROXY_MaxIterationsHandler',
  '_PROXY_MaxBudgetPerSessionHandler',
  '_PROXY_SensitiveDataRoutingHandler',
  'PromptCacheObserver',
  'AutoRouterBaselineCache',
  'ServiceLogging',
];

/** Whether the proxy runs, is ready, and has a licence. */
export const healthRoutes: readonly AnyEndpoint[] = [
  ...['/health/liveliness', '/health/liveness'].flatMap((path) => [open('GET', path, () => "I'm alive!"), options(path)]),
  open('GET', '/health/readiness', (proxy) => readiness(proxy)),
  options('/health/readiness'),
  endpoint({
    method: 'GET',
    path: '/health/readiness/details',
    groups: [],
    dialect: 'plain',
    failures: untouched,
    handle: ({ proxy }) => ({
      ...readiness(proxy),
      cache: null,
      litellm_version: release,
      success_callbacks: callbacks,
      use_aiohttp_transport: true,
      log_level: 'WARNING',
      is_detailed_debug: false,
      show_no_redis_warning: false,
      show_env_credential_login_warning: true,
    }),
  }),
  endpoint({
    method: 'GET',
    path: '/health/license',
    groups: [],
    dialect: 'plain',
    failures: untouched,
    handle: () => ({
      has_license: false,
      license_type: 'community',
      expiration_date: null,
      allowed_features: [],
      limits: { max_users: null, max_teams: null },
    }),
  }),
];

function open(method: 'GET' | 'OPTIONS', path: string, handle: (proxy: LiteLLMProxy) => Body | Answered): AnyEndpoint {
  return endpoint({ method, path, groups: ['public'], dialect: 'plain', failures: untouched, handle: ({ proxy }) => handle(proxy) });
}

function options(path: string): AnyEndpoint {
  const headers = [
    ['allow', 'GET, OPTIONS'],
    ['access-control-allow-methods', 'GET, OPTIONS'],
    ['access-control-allow-headers', '*'],
  ] as const;
  return open('OPTIONS', path, () => new Answered(null, { headers, empty: true }));
}

function readiness({ settings }: LiteLLMProxy): Record<string, Body> {
  return { status: 'healthy', db: settings.database ? 'connected' : 'Not connected' };
}
