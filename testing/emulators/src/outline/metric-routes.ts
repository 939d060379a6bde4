import { stepSeconds } from './metric-queries.ts';
import type { Route } from './router.ts';
import type { ServerMetricsReader } from './server-metrics.ts';
import { timeRangeSeconds } from './time-range.ts';

/** The paths of usage figures. */
export function metricRoutes(reader: () => ServerMetricsReader): readonly Route[] {
  return [
    {
      method: 'GET',
      template: '/metrics/transfer',
      handler: async ({ prometheus }) => {
        await prometheus.answers();
        return { status: 200, body: JSON.stringify({ bytesTransferredByUserId: prometheus.transfer() }) };
      },
    },
    {
      method: 'GET',
      template: '/experimental/server/metrics',
      handler: async (_server, { query }) => {
        const seconds = timeRangeSeconds(query['since'], stepSeconds);
        return { status: 200, body: JSON.stringify(await reader().read(seconds)) };
      },
    },
  ];
}
