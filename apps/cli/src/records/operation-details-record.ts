import type { JsonObject, OperationStep } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import type { ListView } from '../output/list-writer.ts';
import type { RecordView } from '../output/print-record.ts';
import { readableInstant, toInstant } from '../output/words.ts';
import type { OperationRecord } from './operation-record.ts';
import { operationFields, operationRecord } from './operation-record.ts';

/** An operation with its steps, as the rack gives it. */
export type OperationDetails = Awaited<ReturnType<Rack['operations']['show']>>;

/** One step of an operation, on our wire. Its secrets are not part of it. */
export interface StepRecord {
  readonly number: number;
  readonly name: string;
  readonly state: OperationStep['state'];
  readonly outcome: OperationStep['outcome'];
  readonly intent: JsonObject;
  readonly error: string | null;
  readonly begunAt: string;
  readonly lastCallAt: string | null;
  readonly settledAt: string | null;
}

/** An operation with its steps, on our wire. */
export interface OperationDetailsRecord extends OperationRecord {
  readonly keyName: string;
  readonly keyState: string;
  readonly steps: readonly StepRecord[];
}

/** Writes an operation with its steps as it goes over our wire. @param connection - the connection's name */
export function operationDetailsRecord({ operation, key, steps }: OperationDetails, connection: string): OperationDetailsRecord {
  return { ...operationRecord(operation, connection), keyName: key.name, keyState: key.state, steps: steps.map(stepRecord) };
}

function stepRecord({ number, name, state, outcome, intent, error, begunAtMs, lastCallAtMs, settledAtMs }: OperationStep): StepRecord {
  const instants = { begunAt: toInstant(begunAtMs), lastCallAt: toInstant(lastCallAtMs), settledAt: toInstant(settledAtMs) };
  return { number, name, state, outcome, intent, error, ...instants };
}

const doingWords: Readonly<Record<OperationDetailsRecord['direction'], string>> = {
  forward: '',
  abort: 'undo what was begun: ',
  recover: 'look up what became of it, since the store was restored: ',
};

/** One operation by itself. */
export const operationDetailsView: RecordView<OperationDetailsRecord> = {
  fields: [...operationFields, 'keyName', 'keyState', 'steps'],
  lines: [
    { title: 'Operation', cell: ({ id }) => id },
    { title: 'Does', cell: ({ kind, direction }) => doingWords[direction] + kind },
    { title: 'State', cell: ({ state, waitUntil }) => (waitUntil === null ? state : `${state} until ${readableInstant(waitUntil)}`) },
    { title: 'Because', cell: ({ reason }) => reason ?? '' },
    { title: 'Key', cell: ({ connection, keyName, keyId, keyState }) => `${connection}/${keyName} (${keyId}), ${keyState}` },
    { title: 'Asked by', cell: ({ actor }) => actor },
    { title: 'Held by', cell: ({ holder }) => holder ?? 'nobody' },
    { title: 'Begun', cell: ({ createdAt }) => readableInstant(createdAt) },
    { title: 'Finished', cell: ({ finishedAt }) => readableInstant(finishedAt) },
  ],
};

/** The steps of an operation as rows. */
export const stepList: ListView<StepRecord> = {
  fields: ['number', 'name', 'state', 'outcome', 'intent', 'error', 'begunAt', 'lastCallAt', 'settledAt'],
  columns: [
    { title: 'STEP', cell: ({ number }) => String(number), align: 'right' },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'OUTCOME', cell: ({ outcome }) => outcome ?? 'not known yet' },
    { title: 'BEGUN', cell: ({ begunAt }) => readableInstant(begunAt) },
    { title: 'ERROR', cell: ({ error }) => error ?? '' },
  ],
};
