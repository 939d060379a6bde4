import { Secret } from '@keyrack/secret';
import { HttpError, VergeOSClient } from '@keyrack/vergeos';
import type { LoginOptions } from '@keyrack/vergeos';
import { openClientCredential } from '../../client-credential.ts';
import type { ClientWork } from '../../client-credential.ts';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import type { Context } from '../../context.ts';

/** An open client, and whose rights it has. */
export interface OpenedVergeOS {
  readonly client: VergeOSClient;
  /** The name of the user; null: the connection does not tell it. */
  readonly ownUser: string | null;
}

/** Lets a client of the VergeOS system behind a connection work. */
export async function withVergeOS<Result>(
  context: Context,
  work: ClientWork,
  act: (opened: OpenedVergeOS) => Promise<Result>,
): Promise<Result> {
  const { connection, credential } = await openClientCredential(context, work, { provider: 'vergeos', name: 'VergeOS' });
  const { baseUrl, certSha256, username } = connection.settings;
  await using client = new VergeOSClient({
    ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
    ...(typeof certSha256 === 'string' ? { certSha256 } : {}),
    ...readLogin(credential),
  });
  try {
    return await act({ client, ownUser: typeof username === 'string' ? username : null });
  } catch (error) {
    throw HttpError.isInstance(error) ? clientFailure(error, advice) : error;
  }
}

/** An API key, or name and password with a colon between them: a key holds none. */
function readLogin(credential: Secret): LoginOptions {
  const text = credential.reveal().trim();
  const colon = text.indexOf(':');
  if (colon < 0) return { apiKey: new Secret(text) };
  return { username: text.slice(0, colon), password: new Secret(text.slice(colon + 1)) };
}

const advice: ClientAdvice = {
  unreachable: 'keyrack connection check says whether the system answers.',
  unknown: 'Look what is there now before you repeat it.',
};
