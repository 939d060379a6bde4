import type { Operation } from '@keyrack/contracts';
import type { ListView } from '../output/list-writer.ts';
import { readableInstant, toInstant } from '../output/words.ts';

/** An operation on our wire. */
export interface OperationRecord {
  readonly id: string;
  readonly kind: Operation['kind'];
  readonly state: Operation['state'];
  readonly direction: Operation['direction'];
  readonly keyId: string;
  /** The connection's name. */
  readonly connection: string;
  /** Why it waits or is stuck. */
  readonly reason: string | null;
  readonly waitUntil: string | null;
  readonly failedAttempts: number;
  readonly epoch: number;
  /** The process that works on it; null: none. */
  readonly holder: string | null;
  readonly actor: string;
  readonly parameters: Operation['parameters'];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly finishedAt: string | null;
}

/** Writes an operation as it goes over our wire. @param connection - the connection's name */
export function operationRecord(operation: Operation, connection: string): OperationRecord {
  const { id, kind, state, direction, keyId, reason, failedAttempts, epoch, holder, actor, parameters } = operation;
  return {
    id,
    kind,
    state,
    direction,
    keyId,
    connection,
    reason,
    waitUntil: toInstant(operation.waitUntilMs),
    failedAttempts,
    epoch,
    holder,
    actor,
    parameters,
    createdAt: toInstant(operation.createdAtMs),
    updatedAt: toInstant(operation.updatedAtMs),
    finishedAt: toInstant(operation.finishedAtMs),
  };
}

/** The machine fields of an operation, in the order of CSV. */
export const operationFields = [
  'id',
  'kind',
  'state',
  'direction',
  'keyId',
  'connection',
  'reason',
  'waitUntil',
  'failedAttempts',
  'epoch',
  'holder',
  'actor',
  'parameters',
  'createdAt',
  'updatedAt',
  'finishedAt',
] as const satisfies readonly (keyof OperationRecord)[];

const directionWords: Readonly<Record<Operation['direction'], string>> = { forward: '', abort: ', aborting', recover: ', looked up' };

/** What an operation does, in a cell. */
export function operationWords({ kind, direction }: Pick<OperationRecord, 'kind' | 'direction'>): string {
  return kind + directionWords[direction];
}

/** Operations as rows. */
export const operationList: ListView<OperationRecord> = {
  fields: operationFields,
  columns: [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'KIND', cell: operationWords },
    { title: 'STATE', cell: ({ state, waitUntil }) => (waitUntil === null ? state : `${state} until ${readableInstant(waitUntil)}`) },
    { title: 'CONNECTION', cell: ({ connection }) => connection, ifRoom: true },
    { title: 'KEY', cell: ({ keyId }) => keyId },
    { title: 'BEGUN', cell: ({ createdAt }) => readableInstant(createdAt), ifRoom: true },
    { title: 'REASON', cell: ({ reason }) => reason ?? '' },
  ],
};
