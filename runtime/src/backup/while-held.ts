import type { Clock, Random } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';
import type { Environment } from '../home.ts';
import type { StoreChoice } from '../store/choice.ts';
import { openChosenStore } from '../store/open.ts';

/**
 * Refuses to replace a store while a living process waits for a system: it could not settle what comes back. A store that cannot be opened
 * is held by nobody.
 * @throws {RefusedError}
 */
export async function refuseWhileHeld(
  choice: StoreChoice,
  surroundings: { readonly home: string; readonly environment: Environment; readonly clock: Clock; readonly random: Random },
): Promise<void> {
  const opened = await openChosenStore(choice, surroundings).catch(() => null);
  if (opened === null) return;
  const { store, liveness, close } = opened;
  try {
    const { items } = await store.read((session) => session.operations.list({ states: ['running'] }, { limit: 1_000 }));
    for (const { id, kind, holder } of items) {
      if (holder === null || (await liveness.isDead(holder))) continue;
      throw new RefusedError(`Operation ${id} (${kind}) is being worked on by ${liveness.describe(holder)}`, {
        advice: 'Wait until it is done, stop every process that uses this rack, and repeat the command.',
        details: { operationId: id },
      });
    }
  } finally {
    await close();
  }
}
