import type { Rack } from '@keyrack/runtime';
import { readRack } from './context.ts';
import type { Context } from './context.ts';
import { UsageError } from './usage-error.ts';

/** A connection that a command works on by the client of its system, and for what. */
export interface ClientWork {
  readonly connection: string;
  /** The words of the method without their values; they go into the audit trail. */
  readonly purpose: string;
}

/** What a client is made of: where the system is, and what lets it in. */
type ClientCredential = Awaited<ReturnType<Rack['connections']['openClientCredential']>>;

/**
 * Opens the credential of a connection for a client of its system. That it was used, and for what, is in the audit trail.
 *
 * @throws {UsageError} for a connection to another system
 */
export async function openClientCredential(
  context: Context,
  { connection: name, purpose }: ClientWork,
  system: { readonly provider: string; readonly name: string },
): Promise<ClientCredential> {
  return readRack(context, async (rack) => {
    const { provider } = await rack.connections.get(name);
    if (provider !== system.provider)
      throw new UsageError(`"${name}" is a connection to ${provider}, not to ${system.name}`, 'keyrack connection list shows which are.');
    return rack.connections.openClientCredential(name, `${provider} ${purpose}`, { signal: context.host.signal });
  });
}
