import type { CallOptions, Connection, Operation, OperationKind } from '@keyrack/contracts';
import { OutcomeUnknownError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { RunResult } from '../operations/machine.ts';
import type { Pace } from './pace.ts';

/** What became of a task. */
export interface TaskReport {
  /** `put aside`: it is tried again later, or a person has to choose; `left`: another process was quicker, or it is not due any more. */
  readonly result: 'done' | 'aborted' | 'put aside' | 'left';
  /** Why it did not end well; null when it did. */
  readonly problem: string | null;
  /** The system gave no answer that settles anything: the next task of this connection may fare alike. */
  readonly isUnreachable: boolean;
  /** The operation that was run or begun; null where it came to none. */
  readonly operationId: string | null;
}

/** One thing that is due on one connection. */
export interface DueTask {
  readonly connection: Connection;
  /** How a worker may go about the tasks of this connection just now. */
  readonly pace: Pace;
  /** What it is about: nobody does two tasks of one subject at once. */
  readonly subject: string;
  readonly kind: OperationKind | 'sync';
  /** The operation that goes on; null for a sync, and for a rotation that is still to be begun. */
  readonly operation: Operation | null;
  /** Does it; a failure of the system is a report, never an exception. */
  run(options?: CallOptions): Promise<TaskReport>;
}

/** Nothing was done, because nothing was to be done any more. */
export const left: TaskReport = { result: 'left', problem: null, isUnreachable: false, operationId: null };

/** What became of an operation that was run. */
export function reportOf({ operation, error }: RunResult): TaskReport {
  const operationId = operation.id;
  if (operation.state === 'done') return { result: 'done', problem: null, isUnreachable: false, operationId };
  const result = operation.state === 'aborted' ? 'aborted' : 'put aside';
  return { result, problem: error?.message ?? operation.reason, isUnreachable: isUnreachable(error), operationId };
}

/** What became of a task that came to no operation. */
export function reportFailure(error: Error): TaskReport {
  return { result: 'put aside', problem: error.message, isUnreachable: isUnreachable(error), operationId: null };
}

function isUnreachable(error: Error | null): boolean {
  return UpstreamUnavailableError.isInstance(error) || OutcomeUnknownError.isInstance(error);
}
