import { exitCode } from '../../exit-code.ts';
import { printRecord } from '../../output/print-record.ts';
import type { RecordView } from '../../output/print-record.ts';
import { readableBytes, readableInstant, toInstant } from '../../output/words.ts';
import { valuesOf } from './act.ts';
import type { OutlineAct } from './act.ts';
import { withOutline } from './client.ts';

/** A server at a glance, on our wire. What could not be read is null. */
interface SummaryRecord {
  readonly name: string | null;
  readonly serverId: string | null;
  readonly version: string | null;
  readonly createdAt: string | null;
  readonly hostname: string | null;
  readonly port: number | null;
  readonly defaultDataLimitBytes: number | null;
  readonly sharesMetrics: boolean | null;
  readonly accessKeys: number | null;
  readonly transferredBytes: number | null;
  readonly windowBytes: number | null;
  readonly healthy: boolean;
  readonly error: string | null;
}

/** `keyrack outline <connection> summary`. */
export const summary: OutlineAct = async (context, words) => {
  valuesOf(words, []);
  const { connection, options } = words;
  const found = await withOutline(context, { connection, purpose: 'summary' }, (client) =>
    client.serverSummary({ signal: context.host.signal, ...(options.since === undefined ? {} : { metricsSince: options.since }) }),
  );
  const { server, transferMetrics, experimentalMetrics, error } = found;
  const transferred = Object.values(transferMetrics?.bytesTransferredByUserId ?? {});
  const record: SummaryRecord = {
    name: server?.name ?? null,
    serverId: server?.serverId ?? null,
    version: server?.version ?? null,
    createdAt: toInstant(server?.createdTimestampMs ?? null),
    hostname: server?.hostnameForAccessKeys ?? null,
    port: server?.portForNewAccessKeys ?? null,
    defaultDataLimitBytes: server?.accessKeyDataLimit?.bytes ?? null,
    sharesMetrics: server?.metricsEnabled ?? null,
    accessKeys: found.accessKeysCount,
    transferredBytes: transferMetrics === null ? null : transferred.reduce((sum, bytes) => sum + bytes, 0),
    windowBytes: experimentalMetrics === null ? null : Math.round(experimentalMetrics.server.bytes),
    healthy: found.healthy,
    error: error?.fault ?? null,
  };
  await printRecord(context.host, options.output, { record, view });
  return found.healthy ? exitCode.done : exitCode.failed;
};

const bytes = (amount: number | null): string => (amount === null ? 'not known' : readableBytes(amount));

const view: RecordView<SummaryRecord> = {
  fields: [
    'name',
    'serverId',
    'version',
    'createdAt',
    'hostname',
    'port',
    'defaultDataLimitBytes',
    'sharesMetrics',
    'accessKeys',
    'transferredBytes',
    'windowBytes',
    'healthy',
    'error',
  ],
  lines: [
    { title: 'Name', cell: ({ name }) => name ?? '' },
    { title: 'Server id', cell: ({ serverId }) => serverId ?? '' },
    { title: 'Version', cell: ({ version }) => version ?? '' },
    { title: 'Installed', cell: ({ createdAt }) => readableInstant(createdAt) },
    { title: 'Host for keys', cell: ({ hostname }) => hostname ?? '' },
    { title: 'Port for new keys', cell: ({ port }) => (port === null ? '' : String(port)) },
    {
      title: 'Default data limit',
      cell: ({ defaultDataLimitBytes }) => (defaultDataLimitBytes === null ? 'none' : readableBytes(defaultDataLimitBytes)),
    },
    { title: 'Shares metrics', cell: ({ sharesMetrics }) => (sharesMetrics === null ? '' : sharesMetrics ? 'yes' : 'no') },
    { title: 'Access keys', cell: ({ accessKeys }) => (accessKeys === null ? '' : accessKeys.toLocaleString('en-US')) },
    { title: 'Sent in 30 days', cell: ({ transferredBytes }) => bytes(transferredBytes) },
    { title: 'Sent in the window', cell: ({ windowBytes }) => bytes(windowBytes) },
    { title: 'Healthy', cell: ({ healthy }) => (healthy ? 'yes' : 'no') },
    { title: 'Error', cell: ({ error }) => error ?? '' },
  ],
};
