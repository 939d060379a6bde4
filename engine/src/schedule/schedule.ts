import type { CallOptions, Connection, Operation } from '@keyrack/contracts';
import { OperationInProgressError, StaleEpochError } from '@keyrack/contracts';
import type { ConnectionPool } from '../connections/pool.ts';
import type { Inventory } from '../engine.ts';
import type { Machine } from '../operations/machine.ts';
import { beginDueRevocations } from '../revoke/due.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { dueOperations } from './due-operations.ts';
import { pacedConnection } from './pace.ts';
import type { PacedConnection } from './pace.ts';
import { rotateByPolicy } from './rotate-by-policy.ts';
import { claimSync } from './sync-claim.ts';
import { readHeartbeat, writeHeartbeat } from './heartbeat.ts';
import type { Heartbeat } from './heartbeat.ts';
import { left, reportFailure, reportOf } from './task.ts';
import type { DueTask, TaskReport } from './task.ts';

/** What is due, for a worker that does it. */
export interface Schedule {
  /**
   * Writes down which keys are past their expiry, then gives what is due: operations that go on, rotations that the policies of keys ask
   * for, syncs; of each the longest overdue first. Nothing is loaded ahead: each page is read when it is asked for.
   * @param options - `syncEveryMs`: connections whose last sync is older are due for one; null: none is.
   */
  due(options: { readonly syncEveryMs: number | null }): AsyncIterable<DueTask>;
  /** Notes that a worker lives. */
  beat(): Promise<void>;
  /** The last note of a worker; null: none ever ran. */
  lastHeartbeat(): Promise<Heartbeat | null>;
}

type Parts = { readonly context: EngineContext; readonly pool: ConnectionPool; readonly machine: Machine; readonly inventory: Inventory };

/** What is due, from an index. */
export function createSchedule(parts: Parts): Schedule {
  const { context, pool, machine } = parts;
  const { store, clock } = context;
  return {
    async *due({ syncEveryMs }) {
      await beginDueRevocations(context, machine);
      const connections = await store.read((session) => session.connections.list());
      await pool.forgetOutdated(connections);
      const paced = new Map<string, PacedConnection>();
      for (const connection of connections) paced.set(connection.id, await pacedConnection(parts, connection));
      for await (const operation of dueOperations(context, machine)) {
        const { id: subject, kind } = operation;
        const place = paced.get(operation.connectionId);
        if (place) yield task(place, { subject, kind, operation, run: (options) => resume(machine, operation, options) });
      }
      const nowMs = clock.nowMs();
      for await (const { id, connectionId } of everyItem((page) => store.read(({ keys }) => keys.listDueRotations(nowMs, page)))) {
        const place = paced.get(connectionId);
        const rotation = { subject: `rotation of ${id}`, kind: 'rotate', operation: null } as const;
        if (place) yield task(place, { ...rotation, run: (options) => rotateByPolicy(parts, id, options) });
      }
      if (syncEveryMs === null) return;
      for (const place of paced.values()) {
        const { connection } = place;
        if ((connection.syncedAtMs ?? 0) + syncEveryMs > clock.nowMs()) continue;
        const work = { subject: `sync of ${connection.id}`, kind: 'sync', operation: null } as const;
        yield task(place, { ...work, run: (options) => sync(parts, { connection, syncEveryMs }, options) });
      }
    },
    beat: () => writeHeartbeat(context),
    lastHeartbeat: () => readHeartbeat(context),
  };
}

function task({ connection, pace, counted }: PacedConnection, due: Omit<DueTask, 'connection' | 'pace'>): DueTask {
  return { ...due, connection, pace, run: counted(due.run) };
}

async function resume(machine: Machine, operation: Operation, options: CallOptions = {}): Promise<TaskReport> {
  try {
    return reportOf(await machine.resume(operation, options));
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
  if (result?.kind === 'failed') return reportFailure(result.error);
  return { result: 'done', problem: null, isUnreachable: false, operationId: null };
}
