import { ApiError, invalidArgument, missingParameter } from './api-error.ts';
import { hostnameValue } from './hostname.ts';
import { printed } from './printed.ts';
import type { Handler, Route } from './router.ts';
import { limitValue, numberValue } from './values.ts';

const done = { status: 204 } as const;
const toNewPath: Handler = () => ({ status: 308, location: '/server/access-key-data-limit' });

/** The paths of the server's own settings. */
export const serverRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/server',
    handler: (server) => ({
      status: 200,
      body: JSON.stringify({
        name: server.name ?? 'Outline Server',
        serverId: server.serverId,
        metricsEnabled: server.metricsEnabled,
        createdTimestampMs: server.createdTimestampMs,
        version: server.version,
        accessKeyDataLimit: server.defaultLimit,
        portForNewAccessKeys: server.portForNewKeys,
        hostnameForAccessKeys: server.hostname,
      }),
    }),
  },
  {
    method: 'PUT',
    template: '/name',
    handler: (server, { values }) => {
      const name = values['name'];
      if (!name) throw missingParameter('name');
      if (typeof name !== 'string' || name.length > 100) {
        throw new ApiError(
          409,
          'InvalidArgument',
          `Requested server name should be a string <= 100 characters long.  Got ${printed(name)}`,
        );
      }
      server.rename(name);
      return done;
    },
  },
  {
    method: 'PUT',
    template: '/server/hostname-for-access-keys',
    handler: (server, { values }) => {
      server.setHostname(hostnameValue(values['hostname']));
      return done;
    },
  },
  {
    method: 'PUT',
    template: '/server/port-for-new-access-keys',
    handler: (server, { values }) => {
      const port = numberValue(values['port'], 'port');
      if (port === undefined) throw missingParameter('port');
      server.setPortForNewKeys(port);
      return done;
    },
  },
  {
    method: 'PUT',
    template: '/server/access-key-data-limit',
    handler: (server, { values }) => {
      server.setDefaultLimit(limitValue(values['limit']));
      return done;
    },
  },
  {
    method: 'DELETE',
    template: '/server/access-key-data-limit',
    handler: (server) => {
      server.setDefaultLimit(undefined);
      return done;
    },
  },
  { method: 'PUT', template: '/experimental/access-key-data-limit', handler: toNewPath },
  { method: 'DELETE', template: '/experimental/access-key-data-limit', handler: toNewPath },
  {
    method: 'GET',
    template: '/metrics/enabled',
    handler: (server) => ({ status: 200, body: JSON.stringify({ metricsEnabled: server.metricsEnabled }) }),
  },
  {
    method: 'PUT',
    template: '/metrics/enabled',
    handler: (server, { values }) => {
      const enabled = values['metricsEnabled'];
      if (enabled === undefined || enabled === null) throw missingParameter('metricsEnabled');
      if (typeof enabled !== 'boolean') throw invalidArgument('Parameter `metricsEnabled` must be a boolean');
      server.setMetricsEnabled(enabled);
      return done;
    },
  },
];
