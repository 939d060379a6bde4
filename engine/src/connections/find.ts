import type { Connection } from '@keyrack/contracts';
import { ConnectionNotFoundError } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';

/** The connection of this name. @throws {ConnectionNotFoundError} that names the ones there are. */
export async function findConnection({ store }: EngineContext, name: string): Promise<Connection> {
  const { found, all } = await store.read(async ({ connections }) => ({
    found: await connections.findByName(name),
    all: await connections.list(),
  }));
  if (found) return found;
  const candidates = all.map((connection) => connection.name);
  const advice =
    candidates.length > 0
      ? `There are: ${candidates.join(', ')}.`
      : 'There are none yet: keyrack connection add outline vpn-eu --from-file access.txt';
  throw new ConnectionNotFoundError(`There is no connection "${name}"`, { advice, details: { candidates } });
}
