import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/**
 * Signs of life of the processes that hold operations, by the clock of the server: the machines of the processes need not agree
 * about the time. They wait for no transaction that writes, so that a long one makes nobody look dead.
 */
export interface Heartbeats {
  /** Writes a sign of life. The first one comes before the process holds anything. */
  beat(holder: string): Promise<void>;
  /**
   * Whether a process gave no sign of life for so long, in milliseconds, while the server was there to take it. A process that is
   * not known has ended in order, or was silent for days.
   */
  isMissed(holder: string, forMs: number): Promise<boolean>;
  /** Forgets a process that holds nothing any more. */
  end(holder: string): Promise<void>;
}

/** Who was silent for a day is dead by any measure. */
const forgottenAfterMs = 24 * 60 * 60_000;

const nowMs = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
const serverBegunAtMs = sql<number>`(extract(epoch from pg_postmaster_start_time()) * 1000)::bigint`;

/** @param db - a connection of its own. */
export function postgresHeartbeats(db: Kysely<Database>): Heartbeats & { close(): Promise<void> } {
  const known = new Set<string>();
  return {
    async beat(holder) {
      await sql`insert into holder (id, begun_at_ms, heartbeat_at_ms) values (${holder}, ${nowMs}, ${nowMs})
        on conflict (id) do update set heartbeat_at_ms = excluded.heartbeat_at_ms`.execute(db);
      if (known.has(holder)) return;
      known.add(holder);
      await sql`delete from holder where heartbeat_at_ms < ${nowMs} - ${forgottenAfterMs}::bigint`.execute(db);
    },
    async isMissed(holder, forMs) {
      const { rows } = await sql<{ readonly missed: boolean }>`select
        ${nowMs} - greatest(heartbeat_at_ms, ${serverBegunAtMs}) >= ${forMs}::bigint as missed
        from holder where id = ${holder}`.execute(db);
      return rows[0]?.missed ?? true;
    },
    async end(holder) {
      await sql`delete from holder where id = ${holder}`.execute(db);
    },
    close: () => db.destroy(),
  };
}
