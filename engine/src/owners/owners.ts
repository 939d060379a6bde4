import type { Owner } from '@keyrack/contracts';
import { InvalidInputError, KeyConflictError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import type { Owners } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';

const idPattern = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,127}$/u;

/** The operations on owners. */
export function createOwners(context: EngineContext): Owners {
  const { store, clock, actor } = context;
  return {
    get: (id) => store.read((session) => session.owners.get(id)),
    list: (page) => store.read((session) => session.owners.list(page)),

    async add({ id, displayName = null, kind = 'person' }) {
      if (!idPattern.test(id))
        throw new InvalidInputError(`"${id}" cannot be the id of an owner`, {
          advice: 'Take letters, digits and . _ @ + -: alice, svc-billing, bob@example.org',
        });
      const nowMs = clock.nowMs();
      const owner: Owner = { id, displayName, kind, state: 'active', createdAtMs: nowMs, updatedAtMs: nowMs };
      await store.write(async (session) => {
        if (await session.owners.get(id))
          throw new KeyConflictError(`There is an owner "${id}" already`, {
            advice: 'Owners become known when a key is issued to them, too.',
          });
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
