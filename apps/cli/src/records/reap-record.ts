import type { Rack } from '@keyrack/runtime';
import type { ListView } from '../output/list-writer.ts';

/** One key that is not as it is written down, as the rack gives it. */
export type ReapFinding = ReturnType<Rack['reaper']['findings']> extends AsyncIterable<infer Finding> ? Finding : never;

/** A finding on our wire. */
export interface ReapRecord {
  readonly finding: ReapFinding['kind'];
  /** What a repair does, in our records only; null: a person has to decide. */
  readonly repair: ReapFinding['repair'];
  /** `found`, or what came of the repair. */
  readonly result: 'found' | 'repaired' | 'failed';
  readonly keyId: string;
  /** The name in our records, or the one that it would get. */
  readonly name: string;
  readonly connection: string;
  readonly upstreamId: string | null;
  readonly upstreamName: string | null;
  /** What differs. */
  readonly fields: readonly string[];
  /** The key whose next version it is, or would be. */
  readonly successorOf: string | null;
  readonly problem: string | null;
}

/** Writes a finding as it goes over our wire. */
export function reapRecord({ kind, key, version, repair, name, successorOf }: ReapFinding, connection: string): ReapRecord {
  return {
    finding: kind,
    repair,
    result: 'found',
    keyId: key.id,
    name,
    connection,
    upstreamId: version?.upstreamId ?? null,
    upstreamName: version?.upstreamName ?? null,
    fields: key.driftFields,
    successorOf,
    problem: null,
  };
}

const repairs = {
  record: 'record it as ours',
  succeed: 'record it as the next version of the key of that name',
  end: 'write it down as ended',
} as const;

/** Findings as rows. */
export const reapList: ListView<ReapRecord> = {
  fields: ['finding', 'repair', 'result', 'keyId', 'name', 'connection', 'upstreamId', 'upstreamName', 'fields', 'successorOf', 'problem'],
  columns: [
    { title: 'FINDING', cell: ({ finding, fields }) => (fields.length === 0 ? finding : `${finding}: ${fields.join(', ')}`) },
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'RESULT', cell: ({ result }) => (result === 'found' ? '' : result) },
    { title: 'REPAIR', cell: ({ repair }) => (repair === null ? 'a person decides' : repairs[repair]) },
    { title: 'ID', cell: ({ keyId }) => keyId, ifRoom: true },
  ],
};
