import type { WorkEvent } from '@keyrack/runtime';
import type { ListView } from '../output/list-writer.ts';
import { readableInstant, toInstant } from '../output/words.ts';

/** What a worker did, as it goes over our wire. */
export interface WorkRecord {
  readonly at: string;
  readonly connection: string | null;
  /** The kind of operation, or `sync`. */
  readonly task: string | null;
  readonly operationId: string | null;
  /** `done`, `aborted`, `put aside`; `pause`: the system gets a rest; `limit`: its requests are used up; `problem`: due work could not be looked for. */
  readonly result: string;
  readonly problem: string | null;
}

/** Writes what a worker tells as it goes over our wire. */
export function workRecord(event: WorkEvent, atMs: number): WorkRecord {
  const nothing = { connection: null, task: null, operationId: null, problem: null };
  const at = toInstant(atMs);
  switch (event.kind) {
    case 'task': {
      const { connection, task, operationId, result, problem } = event;
      return { at, connection, task, operationId, result, problem };
    }
    case 'pause':
      return { ...nothing, at, connection: event.connection, result: 'pause', problem: 'the system does not answer; trying again in 30s' };
    case 'limit': {
      const problem = `the requests that the system allows are used up until ${readableInstant(toInstant(event.untilMs))}`;
      return { ...nothing, at, connection: event.connection, result: 'limit', problem };
    }
    case 'problem':
      return { ...nothing, at, result: 'problem', problem: event.problem };
  }
}

/** What a worker did as rows. */
export const workList: ListView<WorkRecord> = {
  fields: ['at', 'connection', 'task', 'operationId', 'result', 'problem'],
  columns: [
    { title: 'AT', cell: ({ at }) => readableInstant(at) },
    { title: 'CONNECTION', cell: ({ connection }) => connection ?? '' },
    { title: 'TASK', cell: ({ task }) => task ?? '' },
    { title: 'OPERATION', cell: ({ operationId }) => operationId ?? '' },
    { title: 'RESULT', cell: ({ result }) => result },
    { title: 'PROBLEM', cell: ({ problem }) => problem ?? '' },
  ],
};
