import type { Rack } from '@keyrack/runtime';
import { connectionNames } from '../connection-names.ts';
import type { ListView } from '../output/list-writer.ts';
import type { OperationRecord } from './operation-record.ts';
import { operationFields, operationRecord, operationWords } from './operation-record.ts';

/** What became of an operation that was taken up again, as the rack gives it. */
export type ResumeResult = Awaited<ReturnType<Rack['operations']['resume']>>;

/** The same on our wire. */
export interface ResumeRecord extends OperationRecord {
  readonly keyName: string;
  /** Why it did not end; null when it did. */
  readonly problem: string | null;
}

/** Writes what became of an operation as it goes over our wire. */
export async function resumeRecord(rack: Rack, { operation, problem }: ResumeResult): Promise<ResumeRecord> {
  const [nameOf, { key }] = await Promise.all([connectionNames(rack), rack.operations.show(operation.id)]);
  return { ...operationRecord(operation, nameOf(operation.connectionId)), keyName: key.name, problem };
}

/** Resumed operations as rows. */
export const resumeList: ListView<ResumeRecord> = {
  fields: [...operationFields, 'keyName', 'problem'],
  columns: [
    { title: 'OPERATION', cell: ({ id }) => id },
    { title: 'KIND', cell: operationWords },
    { title: 'KEY', cell: ({ connection, keyName, keyId }) => `${connection}/${keyName || keyId}` },
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'PROBLEM', cell: ({ problem }) => problem ?? '' },
  ],
};
