import type { AccessKey, StoreSession } from '@keyrack/contracts';
import { KeyNotFoundError } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';

const mostCandidates = 10;

/** Finds the one key a person means. An exact id wins over a name, a living key over revoked ones of the same name. */
export async function findKey({ store }: EngineContext, text: string): Promise<AccessKey> {
  // An empty variable in a script must not find the keys that have no name.
  if (text.trim() === '' || text.endsWith('/')) {
    throw new KeyNotFoundError(`"${text}" names no key`, {
      advice: 'A key without a name answers to its id only; keyrack list shows the ids.',
    });
  }
  return store.read(async (session) => {
    const exact = await session.keys.get(text);
    if (exact) return exact;
    const found = await search(session, text);
    const named = found.filter(({ name }) => name === text || text.endsWith(`/${name}`));
    const living = (named.length > 0 ? named : found).filter(({ state }) => state !== 'revoked');
    const [only, ...others] = living.length > 0 ? living : found;
    if (only && others.length === 0) return only;
    const candidates = await Promise.all(found.map((key) => describe(session, key)));
    if (only) {
      throw new KeyNotFoundError(`"${text}" may mean ${found.length} keys`, {
        advice: `Name one of them by its id: ${candidates.join(', ')}.`,
        details: { candidates },
      });
    }
    throw new KeyNotFoundError(`No key answers to "${text}"`, {
      advice: 'keyrack list shows the keys; keyrack sync reads them anew.',
      details: { candidates },
    });
  });
}

async function search(session: StoreSession, text: string): Promise<readonly AccessKey[]> {
  const slash = text.indexOf('/');
  const connection = slash > 0 ? await session.connections.findByName(text.slice(0, slash)) : null;
  if (connection) return session.keys.search(text.slice(slash + 1), { limit: mostCandidates, connectionId: connection.id });
  return session.keys.search(text, { limit: mostCandidates });
}

async function describe(session: StoreSession, key: AccessKey): Promise<string> {
  const connection = await session.connections.get(key.connectionId);
  return `${key.id} (${connection?.name ?? '?'}/${key.name}, ${key.state})`;
}
