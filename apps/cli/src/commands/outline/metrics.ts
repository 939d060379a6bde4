import type { AccessKey, OutlineClient } from '@keyrack/outline';
import { NoMetricsError, dataLimitUsage, matchKeyMetrics } from '@keyrack/outline';
import { exitCode } from '../../exit-code.ts';
import type { ListView } from '../../output/list-writer.ts';
import { printRows } from '../../output/print-list.ts';
import { readableBytes, readableInstant, toInstant } from '../../output/words.ts';
import { valuesOf } from './act.ts';
import type { OutlineAct } from './act.ts';
import { withOutline } from './client.ts';

/** The traffic of one key, on our wire. */
interface KeyMetricsRecord {
  readonly id: string;
  readonly name: string;
  /** Within the server's sliding window of 30 days. */
  readonly usedBytes: number;
  readonly limitBytes: number | null;
  readonly limitReached: boolean;
  /** Since `--since`; null where the server cannot tell it of this key. */
  readonly windowBytes: number | null;
  readonly lastTrafficAt: string | null;
}

/** `keyrack outline <connection> metrics`. */
export const metrics: OutlineAct = async (context, words) => {
  valuesOf(words, []);
  const { connection, options } = words;
  const rows = await withOutline(context, { connection, purpose: 'metrics' }, (client) =>
    read(client, options.since ?? '24h', context.host.signal),
  );
  await printRows(context.host, { format: options.output, view, whenEmpty: 'There are no access keys.' }, [rows]);
  return exitCode.done;
};

async function read(client: OutlineClient, since: string, signal: AbortSignal): Promise<readonly KeyMetricsRecord[]> {
  const [server, transfer, window] = await Promise.all([
    client.server.get({ signal }),
    client.metrics.transfer({ signal }),
    client.metrics.server(since, { signal }).catch((error: unknown) => {
      if (NoMetricsError.isInstance(error)) return null;
      throw error;
    }),
  ]);
  const keys: Pick<AccessKey, 'id' | 'name' | 'dataLimit'>[] = [];
  for await (const { id, name, dataLimit } of client.accessKeys.listAll({ signal }))
    keys.push({ id, name, ...(dataLimit === undefined ? {} : { dataLimit }) });
  const matched =
    window === null
      ? new Map<string, never>()
      : matchKeyMetrics(
          window,
          keys.map(({ id }) => id),
        );
  return keys.map((key) => {
    const { usedBytes, limitBytes, isReached } = dataLimitUsage(key, server, transfer);
    const seen = matched.get(key.id);
    return {
      id: key.id,
      name: key.name,
      usedBytes,
      limitBytes,
      limitReached: isReached,
      windowBytes: seen === undefined ? null : Math.round(seen.bytes),
      lastTrafficAt: toInstant(seen?.lastTrafficAtMs ?? null),
    };
  });
}

const view: ListView<KeyMetricsRecord> = {
  fields: ['id', 'name', 'usedBytes', 'limitBytes', 'limitReached', 'windowBytes', 'lastTrafficAt'],
  columns: [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'IN 30 DAYS', cell: ({ usedBytes }) => readableBytes(usedBytes) },
    {
      title: 'LIMIT',
      cell: ({ limitBytes, limitReached }) => (limitBytes === null ? '' : `${readableBytes(limitBytes)}${limitReached ? ', reached' : ''}`),
    },
    { title: 'IN WINDOW', cell: ({ windowBytes }) => (windowBytes === null ? '' : readableBytes(windowBytes)) },
    { title: 'LAST TRAFFIC', cell: ({ lastTrafficAt }) => readableInstant(lastTrafficAt) },
  ],
};
