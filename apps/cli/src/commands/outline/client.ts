import { HttpError, OutlineClient, parseAccessFile } from '@keyrack/outline';
import type { Secret } from '@keyrack/outline';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import { readRack } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../usage-error.ts';

/**
 * Lets a client of the Outline server behind a connection work, for what the rack itself does not cover. That the credential was used, and
 * for what, is in the audit trail.
 *
 * @param work.purpose - the words of the command without their values.
 */
export async function withOutline<Result>(
  context: Context,
  work: { readonly connection: string; readonly purpose: string },
  act: (client: OutlineClient) => Promise<Result>,
): Promise<Result> {
  const { connection: name, purpose } = work;
  const { connection, credential } = await readRack(context, async (rack) => {
    const { provider } = await rack.connections.get(name);
    if (provider !== 'outline')
      throw new UsageError(`"${name}" is a connection to ${provider}, not to Outline`, 'keyrack connection list shows which are.');
    return rack.connections.openClientCredential(name, `outline ${purpose}`, { signal: context.host.signal });
  });
  const { certSha256 } = connection.settings;
  const pin = typeof certSha256 === 'string' ? { certSha256 } : {};
  await using client = new OutlineClient({ ...pin, ...addressIn(credential) });
  try {
    return await act(client);
  } catch (error) {
    throw HttpError.isInstance(error) ? clientFailure(error, advice) : error;
  }
}

/** A credential that is kept elsewhere may be the whole text of access.txt. */
function addressIn(credential: Secret): { readonly apiUrl: Secret; readonly certSha256?: string } {
  return /^\s*https?:/i.test(credential.reveal()) ? { apiUrl: credential } : parseAccessFile(credential);
}

/** Every one of these commands can be repeated: what is done already is passed over. */
const advice: ClientAdvice = {
  unreachable: 'keyrack connection check says whether the server answers.',
  unknown: 'Repeat the command: what is done already is passed over.',
};
