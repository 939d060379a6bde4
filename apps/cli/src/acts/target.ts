import type { AccessKey, KeyVersion } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { findKeys } from '../find-key.ts';

/** A key that something is to be done to. */
export interface Target {
  readonly key: AccessKey;
  /** The credential that consumers use; null while there is none. */
  readonly version: KeyVersion | null;
  /** The connection's name. */
  readonly connection: string;
}

/** The keys that were named on the command line; each once, in the order given. */
export async function namedTargets(rack: Rack, texts: readonly string[]): Promise<readonly Target[]> {
  const keys = await findKeys(rack, texts);
  return Promise.all(
    keys.map(async ({ id }) => {
      const { key, connection, versions } = await rack.keys.show(id);
      return { key, connection: connection.name, version: versions.findLast(({ stage }) => stage === 'current') ?? null };
    }),
  );
}

/** What people call it: `vpn-eu/alice-laptop`. */
export function targetName({ key: { name, id }, connection }: Target): string {
  return `${connection}/${name || id}`;
}
