import type { Owner, StoreSession } from '@keyrack/contracts';
import { KeyConflictError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import type { Owners } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';
import { checkOwnerId } from './owner-id.ts';

/** The operations on owners. */
export function createOwners(context: EngineContext): Owners {
  const { store, clock, actor } = context;
  return {
    get: (id) => store.read((session) => session.owners.get(id)),
    list: (page) => store.read((session) => session.owners.list(page)),

    async previewAdd({ id }) {
      checkOwnerId(id);
      await store.read((session) => refuseKnown(session, id));
    },

    async add({ id, displayName = null, kind = 'person' }) {
      checkOwnerId(id);
      const nowMs = clock.nowMs();
      const owner: Owner = { id, displayName, kind, state: 'active', createdAtMs: nowMs, updatedAtMs: nowMs };
      await store.write(async (session) => {
        await refuseKnown(session, id);
        await session.owners.insert(owner);
        await appendAudit(
          session,
          {
            type: 'owner.added',
            atMs: nowMs,
            actor,
            connectionId: null,
            keyId: null,
            operationId: null,
            detail: { owner: id, kind },
          },
          context.cipher,
        );
      });
      return owner;
    },
  };
}

async function refuseKnown(session: StoreSession, id: string): Promise<void> {
  if (await session.owners.get(id))
    throw new KeyConflictError(`There is an owner "${id}" already`, {
      advice: 'Owners become known when a key is issued to them, too.',
    });
}
