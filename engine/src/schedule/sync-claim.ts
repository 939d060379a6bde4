import type { EngineContext } from '../support/context.ts';

/** A worker that died during a sync keeps the others from it for no longer than this. */
const longestClaimMs = 600_000;

/** Takes the next sync of a connection, so that of several workers one does it; false: another one has taken it. */
export async function claimSync({ store, clock }: EngineContext, connectionId: string, everyMs: number): Promise<boolean> {
  const name = `syncClaim/${connectionId}`;
  return store.write(async ({ connections, meta }) => {
    const nowMs = clock.nowMs();
    const connection = await connections.get(connectionId);
    const isDue = connection !== null && (connection.syncedAtMs ?? 0) + everyMs <= nowMs;
    const claimedAtMs = Number((await meta.get(name)) ?? 0);
    // A clock that was set back must not leave a claim that never ends.
    const isClaimed = claimedAtMs <= nowMs && nowMs - claimedAtMs < Math.min(everyMs, longestClaimMs);
    if (!isDue || isClaimed) return false;
    await meta.set(name, String(nowMs));
    return true;
  });
}
