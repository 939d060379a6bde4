import { AuthPIClient, HttpError } from '@keyrack/authpi';
import { Secret } from '@keyrack/secret';
import { openClientCredential } from '../../client-credential.ts';
import type { ClientWork } from '../../client-credential.ts';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import type { Context } from '../../context.ts';

/** An open client, and whose credential it works with. */
export interface OpenedAuthPI {
  readonly client: AuthPIClient;
  readonly ownKeyId: string;
}

/** Lets a client of the AuthPI account behind a connection work. */
export async function withAuthPI<Result>(
  context: Context,
  work: ClientWork,
  act: (opened: OpenedAuthPI) => Promise<Result>,
): Promise<Result> {
  const { connection, credential } = await openClientCredential(context, work, { provider: 'authpi', name: 'AuthPI' });
  const { baseUrl, accountId, allowPlainHttp } = connection.settings;
  const apiKey = readPair(credential);
  await using client = new AuthPIClient({
    apiKey,
    ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
    ...(typeof accountId === 'string' ? { accountId } : {}),
    ...(allowPlainHttp === true ? { allowPlainHttp } : {}),
  });
  try {
    return await act({ client, ownKeyId: apiKey.id });
  } catch (error) {
    throw HttpError.isInstance(error) ? clientFailure(error, advice) : error;
  }
}

/** The pair `key_id:secret`; a credential that is kept elsewhere may also be the JSON object with both. */
function readPair(credential: Secret): { readonly id: string; readonly secret: Secret } {
  const text = credential.reveal().trim();
  if (!text.startsWith('{')) {
    const colon = text.indexOf(':');
    return { id: text.slice(0, colon), secret: new Secret(text.slice(colon + 1)) };
  }
  const { keyId, keySecret } = JSON.parse(text) as { readonly keyId: string; readonly keySecret: string }; // the connection was checked when it was opened
  return { id: keyId, secret: new Secret(keySecret) };
}

const advice: ClientAdvice = {
  unreachable: 'keyrack connection check says whether the service answers.',
  unknown: 'Look what is there now; a POST can be repeated with the same --idempotency-key.',
};
