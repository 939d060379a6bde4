import { HttpError, OutlineClient, parseAccessFile } from '@keyrack/outline';
import type { Secret } from '@keyrack/outline';
import { openClientCredential } from '../../client-credential.ts';
import type { ClientWork } from '../../client-credential.ts';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import type { Context } from '../../context.ts';

/** Lets a client of the Outline server behind a connection work, for what the rack itself does not cover. */
export async function withOutline<Result>(
  context: Context,
  work: ClientWork,
  act: (client: OutlineClient) => Promise<Result>,
): Promise<Result> {
  const { connection, credential } = await openClientCredential(context, work, { provider: 'outline', name: 'Outline' });
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
