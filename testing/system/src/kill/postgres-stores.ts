import { freshDatabase } from '@keyrack/testing-postgres';
import type { KillStores } from './run-cell.ts';

/** A little longer than a process is silent before it is taken for dead. */
const silenceMs = 31_000;

/** Two databases for a cell; the scope drops them. */
export async function postgresStores(socketFolder: string): Promise<KillStores & AsyncDisposable> {
  const rack = await freshDatabase(socketFolder);
  const other = await freshDatabase(socketFolder);
  await rack.pretendLongRunning();
  return {
    environment: (name) => ({ KEYRACK_STORE: (name === 'rack' ? rack : other).url }),
    async untilDeathIsProven() {
      // This process is the one that recovers, and lives.
      const silent = `update holder set heartbeat_at_ms = heartbeat_at_ms - $1 where id not like '%/' || $2 || '/%'`;
      await rack.query(silent, [silenceMs, process.pid]);
    },
    async [Symbol.asyncDispose]() {
      await rack[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}
