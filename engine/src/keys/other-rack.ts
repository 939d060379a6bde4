import { readMarker, RefusedError } from '@keyrack/contracts';
import type { KeyVersion, ObservedKey } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';
import type { KeyRecord } from './record.ts';

/** The rack whose marker a credential carries, in its name or beside it; null: none is known. */
export function rackOf(shown: Pick<ObservedKey, 'upstreamName' | 'rackId'>): string | null {
  return shown.rackId ?? readMarker(shown.upstreamName)?.rackId ?? null;
}

/**
 * Refuses a key that another rack has made or adopted: two racks that both hold a key undo each other's work.
 * @throws {RefusedError}
 */
export function refuseOtherRack(
  shown: Pick<ObservedKey, 'upstreamName' | 'rackId'>,
  { rackId }: Pick<EngineContext, 'rackId'>,
  fromRackId?: string,
): void {
  const marked = rackOf(shown) ?? rackId;
  if (marked === rackId || marked === fromRackId) return;
  throw new RefusedError(`"${shown.upstreamName}" belongs to another rack: ${marked}`, {
    advice: `Work on it there. Where that rack is no more, make the key ours first: keyrack adopt --from-rack ${marked}`,
    details: { rackId: marked },
  });
}

/** The same for a foreign key by what the last sync saw of it. */
export function refuseKeyOfOtherRack({ key, versions }: KeyRecord, context: Pick<EngineContext, 'rackId'>, fromRackId?: string): void {
  if (key.origin === 'foreign') for (const version of versions) refuseOtherRack(lastShown(version), context, fromRackId);
}

/** What the last sync saw of a credential. */
export function lastShown({ upstreamName, observed }: KeyVersion): Pick<ObservedKey, 'upstreamName' | 'rackId'> {
  const rackId = observed?.['rackId'];
  return { upstreamName, rackId: typeof rackId === 'string' ? rackId : null };
}
