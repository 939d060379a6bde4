import type { Rack } from '@keyrack/runtime';
import type { Host } from '../host.ts';
import type { ListView } from '../output/list-writer.ts';
import { toInstant } from '../output/words.ts';
import { whatFailed } from '../report-failure.ts';

/** What became of one connection's sync, as the rack gives it. */
export type SyncResult = Awaited<ReturnType<Rack['inventory']['sync']>>[number];

/** What a sync found on one connection, on our wire. The figures are null where it failed. */
export interface SyncRecord {
  readonly connection: string;
  readonly result: 'synced' | 'failed';
  readonly seen: number | null;
  readonly foreign: number | null;
  readonly missing: number | null;
  readonly changed: number | null;
  readonly own: number | null;
  readonly unrecorded: number | null;
  readonly reappeared: number | null;
  readonly syncedAt: string | null;
  readonly problem: string | null;
}

const noFigures = { seen: null, foreign: null, missing: null, changed: null, own: null, unrecorded: null, reappeared: null };

/** Writes the result of a sync as it goes over our wire. */
export function syncRecord(host: Pick<Host, 'signal'>, result: SyncResult): SyncRecord {
  if (result.kind === 'failed') {
    const { name, syncedAtMs } = result.connection;
    return {
      connection: name,
      result: 'failed',
      ...noFigures,
      syncedAt: toInstant(syncedAtMs),
      problem: whatFailed(host, result.error).message,
    };
  }
  const { connection, ...figures } = result.report;
  return { connection: connection.name, result: 'synced', ...figures, syncedAt: toInstant(connection.syncedAtMs), problem: null };
}

/** Syncs as rows. */
export const syncList: ListView<SyncRecord> = {
  fields: ['connection', 'result', 'seen', 'foreign', 'missing', 'changed', 'own', 'unrecorded', 'reappeared', 'syncedAt', 'problem'],
  columns: [
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'RESULT', cell: ({ result }) => result },
    { title: 'KEYS', cell: ({ seen }) => figure(seen), align: 'right' },
    { title: 'FOREIGN', cell: ({ foreign }) => figure(foreign), align: 'right' },
    { title: 'MISSING', cell: ({ missing }) => figure(missing), align: 'right' },
    { title: 'CHANGED', cell: ({ changed }) => figure(changed), align: 'right' },
    { title: 'OWN', cell: ({ own }) => figure(own), align: 'right' },
  ],
};

function figure(value: number | null): string {
  return value === null ? '' : value.toLocaleString('en-US');
}
