import type { Operation, StoreSession } from '@keyrack/contracts';

/** Told, within the transaction, from when on an operation that was written may be taken up by whoever comes first. */
export type Announce = (dueAtMs: number) => Promise<void>;

/** The same session, which announces the operations that nobody holds. */
export function announcing(session: StoreSession, announce: Announce): StoreSession {
  const { operations } = session;
  const tell = async (operation: Operation): Promise<void> => {
    const dueAtMs = freeAtMs(operation);
    if (dueAtMs !== null) await announce(dueAtMs);
  };
  return {
    ...session,
    operations: {
      ...operations,
      async insert(operation) {
        await operations.insert(operation);
        await tell(operation);
      },
      async update(operation, expectedEpoch) {
        await operations.update(operation, expectedEpoch);
        await tell(operation);
      },
    },
  };
}

function freeAtMs({ holder, state, waitUntilMs, updatedAtMs }: Operation): number | null {
  if (holder !== null) return null;
  if (state === 'running') return updatedAtMs;
  return state === 'waiting' ? waitUntilMs : null;
}
