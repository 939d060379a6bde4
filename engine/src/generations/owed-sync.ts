import type { Connection, StoreSession } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';

/** Why nothing is done yet, in words for people. */
export const owedSyncReason = 'the store was restored from a backup, so the system is read first: keyrack sync';

/** Whether a connection has to be read before anything else happens on it: the store was restored, and the system may have gone on. */
export async function owesSync(session: StoreSession, connectionId: string): Promise<boolean> {
  const generation = await session.generations.current();
  if (generation === null) return false;
  const connection = await session.connections.get(connectionId);
  return connection !== null && isOwed(connection, generation.begunAtMs);
}

/** The connections that have to be read. */
export async function connectionsOwingSync(session: StoreSession): Promise<readonly Connection[]> {
  const generation = await session.generations.current();
  if (generation === null) return [];
  return (await session.connections.list()).filter((connection) => isOwed(connection, generation.begunAtMs));
}

/** @throws {RefusedError} on a connection that owes a sync. */
export async function refuseUnsynced(session: StoreSession, connectionId: string): Promise<void> {
  if (!(await owesSync(session, connectionId))) return;
  const name = (await session.connections.get(connectionId))?.name ?? connectionId;
  throw new RefusedError(`"${name}" was not read since the store was restored from a backup; keys may have been revoked meanwhile`, {
    advice: `Run: keyrack sync ${name}`,
    details: { connection: name },
  });
}

/** A restore forgets when a connection was read last. */
function isOwed({ syncedAtMs, createdAtMs }: Connection, begunAtMs: number): boolean {
  return syncedAtMs === null && createdAtMs <= begunAtMs;
}
