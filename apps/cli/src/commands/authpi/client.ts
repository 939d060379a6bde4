import { AuthPIClient, HttpError } from '@keyrack/authpi';
import { Secret } from '@keyrack/secret';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import { readRack } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../usage-error.ts';

/** An open client, and whose credential it works with. */
export interface OpenedAuthPI {
  readonly client: AuthPIClient;
  readonly ownKeyId: string;
}

/**
 * Lets a client of the AuthPI account behind a connection work. That the credential was used, and for what, is in the audit trail.
 *
 * @param work.purpose - the words of the method without their ids.
 */
export async function withAuthPI<Result>(
  context: Context,
  work: { readonly connection: string; readonly purpose: string },
  act: (opened: OpenedAuthPI) => Promise<Result>,
): Promise<Result> {
  const { connection: name, purpose } = work;
  const { connection, credential } = await readRack(context, async (rack) => {
    const { provider } = await rack.connections.get(name);
    if (provider !== 'authpi')
      throw new UsageError(`"${name}" is a connection to ${provider}, not to AuthPI`, 'keyrack connection list shows which are.');
    return rack.connections.openClientCredential(name, `authpi ${purpose}`, { signal: context.host.signal });
  });
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
