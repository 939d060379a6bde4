import type { Owner } from '@keyrack/contracts';
import type { ListView } from '../output/list-writer.ts';
import type { RecordView } from '../output/print-record.ts';
import { readableInstant, toInstant } from '../output/words.ts';
import type { KeyRecord } from './key-record.ts';

/** A person or service on our wire. */
export interface OwnerRecord {
  readonly id: string;
  readonly displayName: string | null;
  readonly kind: Owner['kind'];
  readonly state: Owner['state'];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The same with the keys it holds, ended ones too. */
interface OwnerDetailsRecord extends OwnerRecord {
  readonly keys: readonly KeyRecord[];
}

/** Writes an owner as it goes over our wire. */
export function ownerRecord({ id, displayName, kind, state, createdAtMs, updatedAtMs }: Owner): OwnerRecord {
  return { id, displayName, kind, state, createdAt: toInstant(createdAtMs), updatedAt: toInstant(updatedAtMs) };
}

/** Writes an owner with its keys as it goes over our wire. */
export function ownerDetailsRecord(owner: Owner, keys: readonly KeyRecord[]): OwnerDetailsRecord {
  return { ...ownerRecord(owner), keys };
}

const fields = ['id', 'displayName', 'kind', 'state', 'createdAt', 'updatedAt'] as const satisfies readonly (keyof OwnerRecord)[];

/** Owners as rows. */
export const ownerList: ListView<OwnerRecord> = {
  fields,
  columns: [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ displayName }) => displayName ?? '' },
    { title: 'KIND', cell: ({ kind }) => kind },
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'KNOWN SINCE', cell: ({ createdAt }) => readableInstant(createdAt), ifRoom: true },
  ],
};

/** One owner by itself. */
export const ownerView: RecordView<OwnerDetailsRecord> = {
  fields: [...fields, 'keys'],
  lines: [
    { title: 'Owner', cell: ({ id }) => id },
    { title: 'Name', cell: ({ displayName }) => displayName ?? '' },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'State', cell: ({ state }) => state },
    { title: 'Known since', cell: ({ createdAt }) => readableInstant(createdAt) },
    { title: 'Keys', cell: ({ keys }) => (keys.length === 0 ? 'none' : String(keys.length)) },
  ],
};
