import type { CallOptions, Connection, Operation } from '@keyrack/contracts';
import { OperationInProgressError, OutcomeUnknownError, StaleEpochError, UpstreamUnavailableError } from '@keyrack/contracts';
import type { ConnectionPool } from '../connections/pool.ts';
import type { Inventory } from '../engine.ts';
import type { Machine } from '../operations/machine.ts';
import { beginDueRevocations } from '../revoke/due.ts';
import type { EngineContext } from '../support/context.ts';
import { dueOperations } from './due-operations.ts';
import { claimSync } from './sync-claim.ts';
import { readHeartbeat, writeHeartbeat } from './heartbeat.ts';
import type { Heartbeat } from './heartbeat.ts';

/** What became of a task. */
export interface TaskReport {
  /** `put aside`: it is tried again later, or a person has to choose; `left`: another process was quicker. */
  readonly result: 'done' | 'aborted' | 'put aside' | 'left';
  /** Why it did not end well; null when it did. */
  readonly problem: string | null;
  /** The system gave no answer that settles anything: the next task of this connection may fare alike. */
  readonly isUnreachable: boolean;
}

/** One thing that is due on one connection. */
export interface DueTask {
  readonly connection: Connection;
  /** Null for a sync. */
  readonly operation: Operation | null;
  /** Does it; a failure of the system is a report, never an exception. */
  run(options?: CallOptions): Promise<TaskReport>;
}

/** What is due, for a worker that does it. */
export interface Schedule {
  /**
   * Writes down which keys are past their expiry, then gives what is due, the longest overdue first. Nothing is loaded ahead: each page is
   * read when it is asked for.
   * @param options - `syncEveryMs`: connections whose last sync is older are due for one; null: none is.
   */
  due(options: { readonly syncEveryMs: number | null }): AsyncIterable<DueTask>;
  /** Notes that a worker lives. */
  beat(): Promise<void>;
  /** The last note of a worker; null: none ever ran. */
  lastHeartbeat(): Promise<Heartbeat | null>;
}

const left: TaskReport = { result: 'left', problem: null, isUnreachable: false };

type Parts = { readonly context: EngineContext; readonly pool: ConnectionPool; readonly machine: Machine; readonly inventory: Inventory };

/** What is due, from an index. */
export function createSchedule(parts: Parts): Schedule {
  const { context, pool, machine } = parts;
  const { store } = context;
  return {
    async *due({ syncEveryMs }) {
      await beginDueRevocations(context, machine);
      const connections = new Map(
        (await store.read((session) => session.connections.list())).map((connection) => [connection.id, connection]),
      );
      await pool.forgetOutdated([...connections.values()]);
      for await (const operation of dueOperations(context, machine)) {
        const connection = connections.get(operation.connectionId);
        if (connection) yield { connection, operation, run: (options) => resume(machine, operation, options) };
      }
      if (syncEveryMs === null) return;
      for (const connection of connections.values()) {
        if ((connection.syncedAtMs ?? 0) + syncEveryMs > context.clock.nowMs()) continue;
        yield { connection, operation: null, run: (options) => sync(parts, { connection, syncEveryMs }, options) };
      }
    },
    beat: () => writeHeartbeat(context),
    lastHeartbeat: () => readHeartbeat(context),
  };
}

async function resume(machine: Machine, operation: Operation, options: CallOptions = {}): Promise<TaskReport> {
  try {
    const { operation: after, error } = await machine.resume(operation, options);
    if (after.state === 'done') return { result: 'done', problem: null, isUnreachable: false };
    const result = after.state === 'aborted' ? 'aborted' : 'put aside';
    return { result, problem: error?.message ?? after.reason, isUnreachable: isUnreachable(error) };
  } catch (error) {
    if (StaleEpochError.isInstance(error) || OperationInProgressError.isInstance(error)) return left;
    throw error;
  }
}

async function sync(
  { context, inventory }: Parts,
  { connection, syncEveryMs }: { readonly connection: Connection; readonly syncEveryMs: number },
  options: CallOptions = {},
): Promise<TaskReport> {
  if (!(await claimSync(context, connection.id, syncEveryMs))) return left;
  const [result] = await inventory.sync([connection.name], options);
  if (result?.kind !== 'failed') return { result: 'done', problem: null, isUnreachable: false };
  return { result: 'put aside', problem: result.error.message, isUnreachable: isUnreachable(result.error) };
}

function isUnreachable(error: Error | null): boolean {
  return UpstreamUnavailableError.isInstance(error) || OutcomeUnknownError.isInstance(error);
}
