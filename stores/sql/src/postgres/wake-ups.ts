import { sql } from 'kysely';
import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Session } from '../rows.ts';

/** One for all racks of a server's database: who is woken for nothing has only looked. */
const channel = 'keyrack_due';
const pauseMs = 1_000;

/** Tells every process that listens, as soon as the transaction is committed. */
export async function announceDue(db: Session, dueAtMs: number): Promise<void> {
  await sql`select pg_notify(${channel}, ${String(dueAtMs)})`.execute(db);
}

/**
 * Listens, on a connection of its own, to what other processes announce. It is a wake-up call and nothing else: what is due stands in the
 * table of operations. A call that is lost, while the connection is away or behind a pooler that does not pass it on, costs the time to
 * the next look.
 *
 * @param onDue - given the instant from which something is due; 0 when the connection came back: calls may have been missed.
 */
export function listenForDue(pool: Pool, onDue: (dueAtMs: number) => void): AsyncDisposable {
  const end = new AbortController();
  const listening = listenUntil(pool, end.signal, onDue);
  return {
    async [Symbol.asyncDispose]() {
      end.abort();
      await listening;
      await pool.end();
    },
  };
}

async function listenUntil(pool: Pool, signal: AbortSignal, onDue: (dueAtMs: number) => void): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const client = await pool.connect().catch(() => null);
    if (client) {
      await listenOn(client, { signal, onDue, isAgain: attempt > 0 }).catch(() => undefined);
      client.release(true);
    }
    await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Ends with the connection, or with the signal. */
async function listenOn(
  client: PoolClient,
  { signal, onDue, isAgain }: { readonly signal: AbortSignal; readonly onDue: (dueAtMs: number) => void; readonly isAgain: boolean },
): Promise<void> {
  const { promise: ended, resolve: finish } = Promise.withResolvers<void>();
  const stop = (): void => finish();
  client.on('error', stop).on('end', stop);
  signal.addEventListener('abort', stop, { once: true });
  client.on('notification', ({ payload }) => {
    const dueAtMs = Number(payload);
    if (Number.isFinite(dueAtMs)) onDue(dueAtMs);
  });
  await client.query(`listen ${channel}`);
  if (isAgain) onDue(0);
  await ended;
}
