import type { Connection, ConnectionReport, StoreSession } from '@keyrack/contracts';
import { KeyConflictError, SystemIdentityChangedError } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';
import { everyItem, inChunks } from '../support/pages.ts';

/** The error for a system that is not the one that was added. It tells how many revocations are owed on that one. */
export async function identityChanged(
  { store }: Pick<EngineContext, 'store'>,
  { id, name, systemIdentity }: Connection,
  report: ConnectionReport,
): Promise<SystemIdentityChangedError> {
  const owed = await store.read((session) => owedRevocations(session, id));
  const accept = `If it was reinstalled on purpose, say so with: keyrack connection update ${name} --accept-new-identity`;
  const warning = `${owed === 1 ? 'A revocation is' : `${owed} revocations are`} still owed on the one that was added: if that one runs on elsewhere, the keys stay valid there, and accepting the new one counts them as gone.`;
  return new SystemIdentityChangedError(
    `"${name}" is another system than the one that was added: it calls itself ${report.systemIdentity}, not ${systemIdentity}`,
    {
      advice: owed === 0 ? accept : `${warning} ${accept}`,
      details: { expected: systemIdentity, found: report.systemIdentity, owedRevocations: owed },
    },
  );
}

async function owedRevocations({ operations }: StoreSession, connectionId: string): Promise<number> {
  const filter = { connectionId, kinds: ['revoke'], states: ['running', 'waiting', 'stuck'] } as const;
  let owed = 0;
  for await (const some of inChunks(
    everyItem((page) => operations.list(filter, page)),
    500,
  ))
    owed += some.length;
  return owed;
}

/**
 * Refuses a second connection to a system: each would take the keys of the other for foreign ones, and end what the other holds.
 * @throws {KeyConflictError} that names the other connection
 */
export async function refuseSameSystem(
  session: StoreSession,
  { id, name, provider, systemIdentity }: Pick<Connection, 'id' | 'name' | 'provider' | 'systemIdentity'>,
): Promise<void> {
  const others = await session.connections.list();
  const same = others.find((other) => other.id !== id && other.provider === provider && other.systemIdentity === systemIdentity);
  if (!same) return;
  throw new KeyConflictError(`"${name}" would be the same system as the connection "${same.name}": both are ${systemIdentity}`, {
    advice: `Use that one, or change it with: keyrack connection update ${same.name}`,
    details: { connection: same.name },
  });
}
