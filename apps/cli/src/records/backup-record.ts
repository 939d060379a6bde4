import type { BackupReport, VerifiedBackup } from '@keyrack/runtime';
import type { RecordView } from '../output/print-record.ts';
import { count, readableBytes, readableInstant, toInstant } from '../output/words.ts';

/** A backup on our wire. */
export interface BackupRecord {
  readonly id: string;
  readonly path: string;
  readonly madeAt: string;
  readonly rackId: string | null;
  readonly generation: number;
  readonly connections: number;
  readonly keys: number;
  readonly unfinishedOperations: number;
  readonly auditEvents: number;
  readonly masterKeyId: string | null;
  readonly holdsMasterKey: boolean;
  /** Null: it was read as a stream. */
  readonly sizeBytes: number | null;
  readonly tables: VerifiedBackup['tables'];
}

/** Writes a backup as it goes over our wire. */
export function backupRecord(backup: VerifiedBackup & Pick<BackupReport, 'path'> & { readonly sizeBytes?: number }): BackupRecord {
  const { id, path, madeAtMs, rackId, generation, connections, keys, unfinishedOperations, auditHead, masterKeyId } = backup;
  return {
    id,
    path,
    madeAt: toInstant(madeAtMs),
    rackId,
    generation,
    connections,
    keys,
    unfinishedOperations,
    auditEvents: auditHead.sequence,
    masterKeyId,
    holdsMasterKey: backup.holdsMasterKey,
    sizeBytes: backup.sizeBytes ?? null,
    tables: backup.tables,
  };
}

/** A backup by itself. */
export const backupView: RecordView<BackupRecord> = {
  fields: [
    'id',
    'path',
    'madeAt',
    'rackId',
    'generation',
    'connections',
    'keys',
    'unfinishedOperations',
    'auditEvents',
    'masterKeyId',
    'holdsMasterKey',
    'sizeBytes',
  ],
  lines: [
    { title: 'Backup', cell: ({ path, sizeBytes }) => (sizeBytes === null ? path : `${path}, ${readableBytes(sizeBytes)}`) },
    { title: 'Made', cell: ({ madeAt, id }) => `${readableInstant(madeAt)}, ${id}` },
    {
      title: 'Rack',
      cell: ({ rackId, connections, keys }) => `${rackId ?? 'none'}: ${count(connections, 'connection')}, ${count(keys, 'key')}`,
    },
    { title: 'Unfinished', cell: ({ unfinishedOperations: open }) => (open === 0 ? '' : count(open, 'operation')) },
    { title: 'Audit trail', cell: ({ auditEvents }) => count(auditEvents, 'event') },
    {
      title: 'Master key',
      cell: ({ holdsMasterKey, masterKeyId }) =>
        holdsMasterKey
          ? `${masterKeyId ?? ''}, in the backup: whoever opens it reads every secret`
          : `${masterKeyId ?? ''}, NOT in the backup`,
    },
    {
      title: 'Verified',
      cell: ({ tables }) =>
        `${count(tables.length, 'table')}, ${count(
          tables.reduce((sum, { rows }) => sum + rows, 0),
          'row',
        )}: numbers and hashes are equal`,
    },
  ],
};
