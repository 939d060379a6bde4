import type { Rack } from '@keyrack/runtime';
import type { ListView } from '../output/list-writer.ts';
import { count } from '../output/words.ts';

/** What was written down again of one connection, as the rack gives it. */
export type RebuiltConnection = Awaited<ReturnType<Rack['rebuilder']['rebuild']>>[number];

/** The same on our wire. */
export interface RebuildRecord extends Omit<RebuiltConnection, 'connection'> {
  readonly connection: string;
}

/** Writes it as it goes over our wire. */
export function rebuildRecord({ connection, ...figures }: RebuiltConnection): RebuildRecord {
  return { connection: connection.name, ...figures };
}

/** Rebuilt connections as rows. */
export const rebuildList: ListView<RebuildRecord> = {
  fields: ['connection', 'keys', 'versions', 'foreign', 'withoutSecret', 'withoutExpiry', 'suspended', 'withoutOrder', 'hidesAdopted'],
  columns: [
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'KEYS', cell: ({ keys }) => keys.toLocaleString('en-US'), align: 'right' },
    { title: 'FOREIGN', cell: ({ foreign }) => foreign.toLocaleString('en-US'), align: 'right' },
    { title: 'WITHOUT SECRET', cell: ({ withoutSecret }) => withoutSecret.toLocaleString('en-US'), align: 'right' },
  ],
};

/** What nobody knows any more, as sentences. */
export function lostWords(records: readonly RebuildRecord[]): readonly string[] {
  const sum = (figure: (record: RebuildRecord) => number): number => records.reduce((all, record) => all + figure(record), 0);
  const secrets = sum(({ withoutSecret }) => withoutSecret);
  const expiry = sum(({ withoutExpiry }) => withoutExpiry);
  const suspended = sum((record) => record.suspended);
  const order = sum(({ withoutOrder }) => withoutOrder);
  const hiding = records.filter(({ hidesAdopted, foreign }) => hidesAdopted && foreign > 0).map(({ connection }) => connection);
  return [
    'whose the keys are and what for: owners, purposes, labels, rotation policies; keyrack change sets them',
    'which keys were revoked: one that comes back is shown as unrecorded, and not revoked by itself',
    'what was being done when the store was lost, and the audit trail until then',
    ...(secrets > 0 ? [`the secrets of ${count(secrets, 'key')}: their systems show them once; keyrack rotate makes new ones`] : []),
    ...(expiry > 0 ? [`whether and when ${count(expiry, 'key')} were to expire: their systems know of no expiry`] : []),
    ...(suspended > 0 ? [`what ${count(suspended, 'suspended key')} had before, such as a data limit, and why they are suspended`] : []),
    ...(order > 0
      ? [`which of several secrets is the newest, for ${count(order, 'key')}: the one that was listed last counts as current`]
      : []),
    ...(hiding.length > 0
      ? [`which of the foreign keys were adopted on ${hiding.join(', ')}: nothing marks them there; keyrack adopt`]
      : []),
  ];
}
