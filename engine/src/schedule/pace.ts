import { effectiveWorkLimits } from '@keyrack/contracts';
import type { Connection } from '@keyrack/contracts';
import type { ConnectionPool } from '../connections/pool.ts';
import type { EngineContext } from '../support/context.ts';
import { countRequests, restUntilMs } from './request-rate.ts';
import type { DueTask, TaskReport } from './task.ts';

/** How a worker may go about the tasks of a connection just now. */
export interface Pace {
  /** Tasks of one worker at the same time. */
  readonly maxTasksAtOnce: number;
  /** When the next one may begin, since the requests of this hour are used up; null: now. */
  readonly restUntilMs: number | null;
}

/** A connection with its pace, and how its tasks are run so that their requests are counted. */
export interface PacedConnection {
  readonly connection: Connection;
  readonly pace: Pace;
  counted(run: DueTask['run']): DueTask['run'];
}

type Parts = { readonly context: EngineContext; readonly pool: ConnectionPool };

/** Looks how a worker may go about the tasks of a connection. */
export async function pacedConnection({ context, pool }: Parts, connection: Connection): Promise<PacedConnection> {
  // A kind that this version does not know is not a reason to stop the others.
  const known = await pool.kind(connection.provider).then(
    ({ capabilities }) => capabilities,
    () => ({}),
  );
  const { maxRequestsPerHour, maxTasksAtOnce } = effectiveWorkLimits(connection, known);
  if (maxRequestsPerHour === null) return { connection, pace: { maxTasksAtOnce, restUntilMs: null }, counted: (run) => run };
  const limited = { connectionId: connection.id, maxRequestsPerHour };
  return {
    connection,
    pace: { maxTasksAtOnce, restUntilMs: await restUntilMs(context, limited) },
    counted:
      (run) =>
      async (options): Promise<TaskReport> => {
        try {
          return await run(options);
        } finally {
          await countRequests(context, limited, pool.takeSent(connection.id));
        }
      },
  };
}
