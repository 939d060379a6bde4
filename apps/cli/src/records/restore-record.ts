import type { RestoredRack, RestorePreview } from '@keyrack/runtime';
import type { RecordView } from '../output/print-record.ts';
import { count, readableInstant, toInstant } from '../output/words.ts';

/** A restore on our wire, done or only looked at. */
export interface RestoreRecord {
  readonly result: 'restored' | 'can be restored' | 'would replace';
  readonly place: string;
  readonly backupId: string;
  readonly madeAt: string;
  readonly rackId: string | null;
  /** The life that begins with it; null: it has not begun. */
  readonly generation: number | null;
  readonly connections: number;
  readonly keys: number;
  /** What the store was in the middle of: looked up and recorded, never run forward. */
  readonly unfinishedOperations: number;
  /** Revocations that the given trail tells of, owed again; null: no trail was given. */
  readonly owedRevocations: number | null;
  /** Those that it tells of keys that nothing is known of. */
  readonly unknownRevocations: number | null;
  readonly masterKeyRestored: boolean | null;
  /** Where the file is now that was replaced. */
  readonly asidePath: string | null;
  /** What stands there and would be replaced. */
  readonly used: {
    readonly rackId: string | null;
    readonly keys: number;
    readonly auditEvents: number;
    readonly lastEventAt: string | null;
  } | null;
  readonly tables: RestorePreview['tables'];
}

/** Writes what a restore would do as it goes over our wire. */
export function restorePreviewRecord(preview: RestorePreview): RestoreRecord {
  return {
    ...common(preview),
    result: preview.used ? 'would replace' : 'can be restored',
    generation: null,
    owedRevocations: preview.later?.revocations.length ?? null,
    unknownRevocations: null,
    masterKeyRestored: null,
    asidePath: null,
  };
}

/** Writes a restore as it goes over our wire. */
export function restoreRecord(restored: RestoredRack): RestoreRecord {
  const { generation, owed, unknown, later, masterKeyRestored, asidePath } = restored;
  return {
    ...common(restored),
    result: 'restored',
    generation,
    owedRevocations: later === null ? null : owed,
    unknownRevocations: later === null ? null : unknown,
    masterKeyRestored,
    asidePath,
  };
}

function common(
  given: Omit<RestorePreview, 'generation'>,
): Omit<RestoreRecord, 'result' | 'generation' | 'owedRevocations' | 'unknownRevocations' | 'masterKeyRestored' | 'asidePath'> {
  const { place, backupId, madeAtMs, rackId, connections, keys, unfinishedOperations, used, tables } = given;
  const there = used && {
    rackId: used.rackId,
    keys: used.keys,
    auditEvents: used.auditEvents,
    lastEventAt: toInstant(used.lastEventAtMs),
  };
  return { place, backupId, madeAt: toInstant(madeAtMs), rackId, connections, keys, unfinishedOperations, used: there, tables };
}

/** A restore by itself. */
export const restoreView: RecordView<RestoreRecord> = {
  fields: [
    'result',
    'place',
    'backupId',
    'madeAt',
    'rackId',
    'generation',
    'connections',
    'keys',
    'unfinishedOperations',
    'owedRevocations',
    'unknownRevocations',
    'masterKeyRestored',
    'asidePath',
  ],
  lines: [
    { title: 'Result', cell: ({ result, place }) => `${result}: ${place}` },
    { title: 'Backup', cell: ({ backupId, madeAt }) => `${backupId}, of ${readableInstant(madeAt)}` },
    {
      title: 'Rack',
      cell: ({ rackId, connections, keys }) => `${rackId ?? 'none'}: ${count(connections, 'connection')}, ${count(keys, 'key')}`,
    },
    { title: 'Generation', cell: ({ generation }) => (generation === null ? '' : String(generation)) },
    {
      title: 'Unfinished',
      cell: ({ unfinishedOperations: open }) => (open === 0 ? '' : `${count(open, 'operation')}, to be looked up and recorded, not run on`),
    },
    {
      title: 'Revoked later',
      cell: ({ owedRevocations: owed, unknownRevocations: unknown }) =>
        owed === null ? '' : `${count(owed, 'key')}, owed again${unknown ? `; ${count(unknown, 'key')} unknown here` : ''}`,
    },
    {
      title: 'There now',
      cell: ({ used, result }) =>
        used === null || result === 'restored'
          ? ''
          : `rack ${used.rackId ?? 'without an id'}: ${count(used.keys, 'key')}, ${count(used.auditEvents, 'audit event')}, the last of ${readableInstant(used.lastEventAt)}`,
    },
    { title: 'Kept aside', cell: ({ asidePath }) => asidePath ?? '' },
  ],
};
