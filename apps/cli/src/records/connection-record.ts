import { effectiveWorkLimits } from '@keyrack/contracts';
import type { Connection, EffectiveWorkLimits, JsonObject, ProviderKind } from '@keyrack/contracts';
import type { RecordView } from '../output/print-record.ts';
import type { ListView } from '../output/list-writer.ts';
import { count, readableInstant, readableLabels, toInstant } from '../output/words.ts';

/** A connection on our wire. Never its credential: only where that is kept. */
export interface ConnectionRecord {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly settings: JsonObject;
  /** `encrypted`, `env:NAME` or `file:PATH`. */
  readonly credential: string;
  readonly systemIdentity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly syncedAt: string | null;
  /** What holds, whether it was said or is usual. */
  readonly workLimits: EffectiveWorkLimits;
}

/** Writes a connection as it goes over our wire. @param kinds - the kinds of system there are, which know what is usual */
export function connectionRecord(connection: Connection, kinds: readonly ProviderKind[]): ConnectionRecord {
  const { id, name, provider, settings, systemIdentity, labels } = connection;
  const capabilities = kinds.find(({ kind }) => kind === provider)?.capabilities;
  return {
    id,
    name,
    provider,
    settings,
    credential: credentialPlace(connection),
    systemIdentity,
    labels,
    createdAt: toInstant(connection.createdAtMs),
    updatedAt: toInstant(connection.updatedAtMs),
    syncedAt: toInstant(connection.syncedAtMs),
    workLimits: effectiveWorkLimits(connection, capabilities ?? {}),
  };
}

function credentialPlace({ credential }: Connection): string {
  switch (credential.kind) {
    case 'encrypted':
      return 'encrypted';
    case 'environment':
      return `env:${credential.variable}`;
    case 'file':
      return `file:${credential.path}`;
  }
}

const fields = [
  'id',
  'name',
  'provider',
  'settings',
  'credential',
  'systemIdentity',
  'labels',
  'createdAt',
  'updatedAt',
  'syncedAt',
  'workLimits',
] as const satisfies readonly (keyof ConnectionRecord)[];

/** Connections as rows. */
export const connectionList: ListView<ConnectionRecord> = {
  fields,
  columns: [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'PROVIDER', cell: ({ provider }) => provider },
    { title: 'SYNCED', cell: ({ syncedAt }) => readableInstant(syncedAt) || 'never' },
    { title: 'CREDENTIAL', cell: ({ credential }) => credential },
    { title: 'LABELS', cell: ({ labels }) => readableLabels(labels) },
  ],
};

/** One connection by itself. */
export const connectionView: RecordView<ConnectionRecord> = {
  fields,
  lines: [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Id', cell: ({ id }) => id },
    { title: 'Provider', cell: ({ provider }) => provider },
    { title: 'Settings', cell: ({ settings }) => readableSettings(settings) },
    { title: 'Credential', cell: ({ credential }) => credential },
    { title: 'System identity', cell: ({ systemIdentity }) => systemIdentity },
    { title: 'Labels', cell: ({ labels }) => readableLabels(labels) },
    { title: 'Workers ask', cell: ({ workLimits }) => readableWorkLimits(workLimits) },
    { title: 'Added', cell: ({ createdAt }) => readableInstant(createdAt) },
    { title: 'Synced', cell: ({ syncedAt }) => readableInstant(syncedAt) || 'never' },
  ],
};

function readableWorkLimits({ maxRequestsPerHour, maxTasksAtOnce }: EffectiveWorkLimits): string {
  const requests = maxRequestsPerHour === null ? 'as often as there is work' : `at most ${count(maxRequestsPerHour, 'request')} an hour`;
  return `${requests}, ${count(maxTasksAtOnce, 'task')} at once`;
}

function readableSettings(settings: JsonObject): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
